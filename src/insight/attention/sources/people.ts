import type { Context } from '../../../platform/context.js';
import type { Organisation, Substitution } from '../../../organisation/directory/organisation.js';
import { absenceOf } from '../../../organisation/directory/queries.js';
import { keepsSubstitutionsOf } from '../../../organisation/substitution/check-substitution.js';
import { covers, type Matter } from '../../../organisation/substitution/matter.js';
import type { AssignmentState } from '../../../routes/assignments/assignment-life.js';
import { matterOf } from '../../../routes/assignments/matter-of.js';
import type { CardValues } from '../../../streams/card/card-scope.js';
import {
  documentColumns,
  documentOf,
  type FoundItem,
  type AttentionSearch,
  type AttentionSource,
  type DocumentColumns,
  type MendingCall,
} from '../attention-item.js';
import { forwarding } from '../mending-calls.js';
import { say, type Sentence, type Value } from '../../../platform/words/sentence.js';

interface WaitingRow extends DocumentColumns {
  readonly id: string;
  readonly run_id: string | null;
  readonly state: AssignmentState;
  /** Who can bring it on: its performer, or its candidates, or whoever accepts what was reported. */
  readonly waits_for: string[];
  readonly excluded: string[];
  readonly issued_at: Date;
  readonly step: string | null;
  readonly fields: CardValues;
}

/** Rows looked at in one go; those that somebody can bring on after all are left out of them. */
const batchRows = 1_000;

/** Assignments that wait only for people who are absent with nobody acting for them, or who have left. */
export const people: AttentionSource = {
  reasons: ['absent-without-substitute', 'performer-left'],
  async find(search) {
    const { organisation, context, limit } = search;
    const atMs = context.now.getTime();
    const left = [...organisation.persons.values()].filter(({ active }) => !active).map(({ id }) => id);
    const away = running(organisation, atMs).map(({ absentId }) => absentId);
    const ids = [...new Set([...left, ...away])];
    const found: FoundItem[] = [];
    let batch: WaitingRow[] = [];
    do {
      batch = ids.length === 0 ? [] : await waitingFor(search, { ids, left, after: batch.at(-1)?.id });
      found.push(...batch.flatMap((row) => item(search, row) ?? []));
    } while (batch.length === batchRows && found.length < limit);
    return found.slice(0, limit);
  },
};

/** Absences in which nobody acts, whatever is to be done, for those who may name a substitute. */
export const absences: AttentionSource = {
  reasons: ['absent-without-substitute'],
  find({ organisation, context, limit }) {
    const atMs = context.now.getTime();
    const absent = [...new Set(running(organisation, atMs).map(({ absentId }) => absentId))];
    const items = absent.flatMap((id): FoundItem[] => {
      const person = organisation.persons.get(id);
      const absence = absenceOf(organisation, id, atMs);
      if (person?.active !== true || absence === null || absence.substitute !== null) return [];
      if (!keepsSubstitutionsOf(context.actor, organisation, id)) return [];
      const { login, name } = person;
      const since = Math.max(...running(organisation, atMs, id).map(({ startsAt }) => startsAt));
      return [
        {
          reason: 'absent-without-substitute',
          since: new Date(since).toISOString(),
          message: say('{person} is absent until {until}, and nobody acts for them.', {
            person: name,
            until: day(context, absence.until),
          }),
          person: { id, login, name },
          mend: naming(organisation, id, atMs),
        },
      ];
    });
    return Promise.resolve(items.slice(0, limit));
  },
};

interface Sought {
  /** Whose work may not move. */
  readonly ids: readonly string[];
  /** Those of them who have left: what they have laid aside is taken up by nobody. */
  readonly left: readonly string[];
  /** The last assignment that was looked at. */
  readonly after: string | undefined;
}

async function waitingFor({ context, visible }: AttentionSearch, sought: Sought): Promise<WaitingRow[]> {
  const parameters: unknown[] = [sought.ids, sought.left, sought.after ?? null];
  return context.tx.query<WaitingRow>(
    `SELECT w.*, ${documentColumns}, d.fields FROM (
       SELECT id, run_id, state, document_id AS of_document, array[performer_id] AS waits_for, excluded, issued_at, step ->> 'name' AS step
       FROM assignment WHERE state IN ('created', 'reserved', 'in-progress', 'returned') AND performer_id = ANY ($1::uuid[])
       UNION ALL
       SELECT id, run_id, state, document_id, candidates, excluded, issued_at, step ->> 'name'
       FROM assignment WHERE state = 'ready' AND candidates <> '{}' AND candidates <@ $1::uuid[]
       UNION ALL
       SELECT id, run_id, state, document_id, CASE WHEN performer_id IS NULL THEN candidates ELSE array[performer_id] END, excluded, issued_at, step ->> 'name'
       FROM assignment WHERE state = 'suspended' AND (performer_id = ANY ($2::uuid[])
         OR (performer_id IS NULL AND candidates <> '{}' AND candidates <@ $2::uuid[]))
       UNION ALL
       SELECT a.id, a.run_id, a.state, a.document_id, array[coalesce(a.controller_id, p.performer_id)], '{}', a.issued_at, a.step ->> 'name'
       FROM assignment a LEFT JOIN assignment p ON a.co_performer AND p.id = a.parent_id
       WHERE a.state = 'reported' AND coalesce(a.controller_id, p.performer_id) = ANY ($1::uuid[])
     ) w JOIN document d ON d.id = w.of_document
     WHERE ($3::uuid IS NULL OR (w.issued_at, w.id) > (SELECT issued_at, id FROM assignment WHERE id = $3))
       AND ${visible(parameters)} ORDER BY w.issued_at, w.id LIMIT ${batchRows}`,
    parameters,
  );
}

/** How the assignment waits for somebody. */
function waits(state: AssignmentState, step: Value, people: readonly Value[]): Sentence {
  switch (state) {
    case 'reported':
      return say('"{step}" was reported to {people}.', { step, people });
    case 'ready':
      return say('"{step}" is offered to {people}.', { step, people });
    case 'suspended':
      return say('"{step}" was laid aside and is with {people}.', { step, people });
    default:
      return say('"{step}" is with {people}.', { step, people });
  }
}

function item({ organisation, context, cards }: AttentionSearch, row: WaitingRow): FoundItem | undefined {
  const atMs = context.now.getTime();
  const matter: Matter = {
    ...matterOf(cards, { stream: row.document_stream, fields: row.fields }),
    excluded: row.excluded,
  };
  const reasons = row.waits_for.map((id) => why(context, organisation, id, matter));
  if (reasons.some((reason) => reason === undefined)) return undefined;
  const alone = row.waits_for.filter((_, index) => reasons[index]?.absent);
  const told = reasons.flatMap((reason) => reason?.text ?? []);
  const onwards = row.state === 'reported' ? accepting(row.id) : forwarding(row.id);
  return {
    reason: alone.length > 0 ? 'absent-without-substitute' : 'performer-left',
    since: row.issued_at.toISOString(),
    message: waits(row.state, row.step ?? say('An assignment'), told),
    document: documentOf(row),
    assignment: row.id,
    ...(row.run_id === null ? {} : { run: row.run_id }),
    mend: [onwards, ...alone.flatMap((id) => naming(organisation, id, atMs, matter))],
  };
}

/** Why the person cannot act in the matter; undefined for somebody who can, or for whom another acts. */
function why(
  context: Context,
  org: Organisation,
  id: string,
  matter: Matter,
): { readonly absent: boolean; readonly text: Sentence } | undefined {
  const person = org.persons.get(id);
  const name = person?.name ?? id;
  const absence = absenceOf(org, id, context.now.getTime(), matter);
  if (absence?.substitute) return undefined;
  if (person?.active !== true)
    return { absent: false, text: say('{person}, who is not active any more', { person: name }) };
  if (absence === null) return undefined;
  const until = day(context, absence.until);
  return {
    absent: true,
    text: say('{person}, who is absent until {until} and for whom nobody acts', { person: name, until }),
  };
}

function day({ actor }: Context, atMs: number): string {
  return new Intl.DateTimeFormat(actor.language === 'en' ? 'en-GB' : actor.language, { dateStyle: 'medium' }).format(
    atMs,
  );
}

/** The entry that leads to nobody gets a substitute: the one that has none first. */
function naming(org: Organisation, absentId: string, atMs: number, matter?: Matter): MendingCall[] {
  const entries = running(org, atMs, absentId).filter((entry) => covers(entry, matter));
  const entry = entries.find(({ substituteId }) => substituteId === null) ?? entries[0];
  if (!entry) return [];
  const path = `/api/substitutions/${entry.id}`;
  return [{ label: 'Name a substitute', method: 'PATCH', path, body: { substitute: '' } }];
}

function accepting(assignment: string): MendingCall {
  return { label: 'Accept it instead', method: 'POST', path: `/api/assignments/${assignment}/accept`, body: {} };
}

function running(org: Organisation, atMs: number, absentId?: string): Substitution[] {
  return org.substitutions.filter(
    (entry) => entry.startsAt <= atMs && atMs < entry.endsAt && (absentId === undefined || entry.absentId === absentId),
  );
}
