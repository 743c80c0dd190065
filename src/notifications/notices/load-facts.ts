import type { Tx } from '../../platform/context.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { isUuid } from '../../platform/ids.js';
import { matterOf } from '../../routes/assignments/matter-of.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { Notice, NoticeFacts, NoticedAssignment, NoticedComment } from './notice.js';

const assignments = {
  name: 'noticed_assignments',
  text: `SELECT a.id, a.document_id AS "documentId", a.state, a.instruction, a.outcomes, a.step ->> 'name' AS step,
      a.performer_id AS "performerId", a.acting_for_id AS "actingForId", a.candidates AS "candidateIds",
      a.controller_id AS "controllerId", a.author_id AS "authorId", a.due_at AS "dueAt",
      a.asked_again IS NOT NULL AS again, a.report ->> 'by' AS "reportedBy",
      -- One row each, not a join: for many assignments a join would read every run that there is.
      (SELECT r.started_by FROM route_run r WHERE r.id = a.run_id) AS "startedBy",
      CASE WHEN a.co_performer THEN (SELECT l.performer_id FROM assignment l WHERE l.id = a.parent_id) END AS "leadId"
    FROM assignment a WHERE a.id = ANY ($1::uuid[])`,
};

const documents = {
  name: 'noticed_documents',
  text: `SELECT id, stream, author_id AS "authorId", responsible_id AS "responsibleId", unit_id AS "unitId", confidential,
      status, fields
    FROM document WHERE id = ANY ($1::uuid[])`,
};

const comments = {
  name: 'noticed_comments',
  text: `SELECT c.id, c.text,
      ARRAY(SELECT m.person_id FROM comment_mention m WHERE m.comment_id = c.id) AS "mentionedIds",
      ARRAY(
        SELECT o.author_id FROM comment o WHERE o.document_id = c.document_id AND o.id <> c.id
        UNION SELECT person FROM assignment a, unnest(array[a.performer_id, a.controller_id]) AS person
          WHERE a.document_id = c.document_id AND a.closed_at IS NULL AND person IS NOT NULL
      ) AS "takingPartIds"
    FROM comment c WHERE c.id = ANY ($1::uuid[])`,
};

const runs = {
  name: 'noticed_runs',
  text: 'SELECT id, started_by AS "startedBy" FROM route_run WHERE id = ANY ($1::uuid[])',
};

interface DocumentRow {
  readonly id: string;
  readonly stream: string;
  readonly authorId: string;
  readonly responsibleId: string | null;
  readonly unitId: string | null;
  readonly confidential: boolean;
  readonly status: string;
  readonly fields: CardValues;
}

/** Reads what telling of these notices needs, each kind of thing in one statement. */
export async function loadFacts(
  tx: Tx,
  notices: readonly Notice[],
  { organisation, cards, atMs }: { organisation: Organisation; cards: readonly CompiledCard[]; atMs: number },
): Promise<NoticeFacts> {
  const said = notices.filter(({ event }) => event === 'comment.added');
  const ended = notices.filter(({ event }) => event.startsWith('route.'));
  const [assignmentRows, documentRows, commentRows, runRows] = await Promise.all([
    find<NoticedAssignment>(tx, assignments, namedIn(notices, 'assignment')),
    find<DocumentRow>(tx, documents, [...new Set(notices.map(({ documentId }) => documentId))]),
    find<NoticedComment>(tx, comments, namedIn(said, 'comment')),
    find<{ id: string; startedBy: string }>(tx, runs, namedIn(ended, 'run')),
  ]);
  return {
    organisation,
    atMs,
    assignments: new Map(assignmentRows.map((row) => [row.id, row])),
    documents: new Map(documentRows.map((row) => [row.id, { ...row, matter: matterOf(cards, row) }])),
    comments: new Map(commentRows.map((row) => [row.id, row])),
    starters: new Map(runRows.map(({ id, startedBy }) => [id, startedBy])),
  };
}

/** The ids that the details of notices have under a name. */
function namedIn(notices: readonly Notice[], member: string): string[] {
  return [...new Set(notices.map(({ detail }) => detail[member]).filter(isUuid))];
}

async function find<Row>(tx: Tx, statement: { name: string; text: string }, ids: readonly string[]): Promise<Row[]> {
  return ids.length === 0 ? [] : tx.run<Row>(statement, [ids]);
}
