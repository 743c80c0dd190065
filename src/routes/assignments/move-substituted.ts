import { Injectable } from '@nestjs/common';
import { grantAccess } from '../../documents/access/grant-access.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { Context } from '../../platform/context.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { AssignmentState } from './assignment-life.js';
import { handoverOf, type Handover, type HeldAssignment } from './handover.js';
import { matterOf } from './matter-of.js';
import { personValue } from './performer-functions.js';

interface OpenRow {
  readonly id: string;
  readonly documentId: string;
  readonly version: number;
  readonly state: AssignmentState;
  readonly performerId: string | null;
  readonly actingForId: string | null;
  readonly candidateIds: string[];
  readonly wantedIds: string[] | null;
  readonly reportedBy: string | null;
  readonly excluded: string[];
  readonly step: { readonly name: string } | null;
  readonly stream: string;
  readonly fields: CardValues;
}

interface Move {
  readonly row: OpenRow;
  readonly to: Handover;
}

/** Gives open assignments to those who have them to do by the substitutions of the moment. */
@Injectable()
export class MoveSubstituted {
  constructor(
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
  ) {}

  /** Ids of the open assignments that a substitution may concern now: of absent people, and those moved before. */
  async concerned({ tx, now }: Context): Promise<string[]> {
    const atMs = now.getTime();
    const running = this.directory
      .snapshot()
      .substitutions.filter(({ startsAt, endsAt }) => startsAt <= atMs && atMs < endsAt);
    const rows = await tx.run<{ id: string }>(concerned, [[...new Set(running.map(({ absentId }) => absentId))]]);
    return rows.map(({ id }) => id);
  }

  /**
   * Moves those of `ids` that are not where they should be; answers how many were moved. What somebody else changes at
   * the same moment is left for the next time, so that nobody ever waits for it here.
   */
  async move(context: Context, ids: readonly string[]): Promise<number> {
    const { tx, now } = context;
    const org = this.directory.snapshot();
    const rows = await tx.run<OpenRow>(openRows, [ids]);
    const moves = rows.flatMap((row): Move[] => {
      const to = handoverOf(org, this.held(row), now.getTime());
      return to ? [{ row, to }] : [];
    });
    if (moves.length === 0) return 0;
    // Access first: it may wait for a decision on the same document, which then must not wait for an assignment held here.
    for (const { row, to } of moves) await grantAccess(tx, row.documentId, newHands(row, to), 'substitution');
    const free = await tx.run<{ id: string; version: number }>(lockFree, [moves.map(({ row }) => row.id)]);
    const versions = new Map(free.map(({ id, version }) => [id, version]));
    const made = moves.filter(({ row }) => versions.get(row.id) === row.version);
    await tx.run(handOver, [JSON.stringify(made.map(({ row, to }) => ({ id: row.id, ...to }))), now]);
    for (const move of made) await tell(context, org, move);
    return made.length;
  }

  private held(row: OpenRow): HeldAssignment {
    return { ...row, matter: { ...matterOf(this.streams.all(), row), excluded: row.excluded } };
  }
}

function newHands(row: OpenRow, to: Handover): string[] {
  const before = new Set([row.performerId, row.actingForId, ...row.candidateIds]);
  return [to.performerId, ...to.candidateIds].filter((id): id is string => id !== null && !before.has(id));
}

/** Both people by name, so that the story needs nothing else to be read. */
async function tell(context: Context, org: Organisation, { row, to }: Move): Promise<void> {
  const person = (id: string | null) => (id === null ? null : (personValue(org, id) ?? { id }));
  const about = { assignment: row.id, step: row.step?.name ?? null };
  const back = to.actingForId === null && to.wantedIds === null;
  const people =
    row.state === 'ready'
      ? { candidatesBefore: row.candidateIds.map(person), candidates: to.candidateIds.map(person) }
      : { from: person(row.performerId), to: person(to.performerId), actingFor: person(to.actingForId) };
  const event = back ? 'assignment.came-back' : 'assignment.substituted';
  await writeHistory(context, row.documentId, event, { ...about, ...people });
}

// One statement for each index: together they could not use any.
const concerned = {
  name: 'assignments_concerned_by_substitution',
  text: `
  SELECT id FROM assignment WHERE acting_for_id IS NOT NULL AND state IN ('reserved', 'in-progress', 'returned')
  UNION SELECT id FROM assignment WHERE performer_id = ANY ($1::uuid[]) AND state IN ('reserved', 'in-progress', 'returned')
  UNION SELECT id FROM assignment WHERE candidates && $1::uuid[] AND state = 'ready'
  UNION SELECT id FROM assignment WHERE wanted IS NOT NULL AND state = 'ready'
  ORDER BY id`,
};

const openRows = {
  name: 'assignments_to_hand_over',
  text: `
  SELECT a.id, a.document_id AS "documentId", a.version, a.state, a.performer_id AS "performerId",
    a.acting_for_id AS "actingForId", a.candidates AS "candidateIds", a.wanted AS "wantedIds",
    a.report ->> 'by' AS "reportedBy", a.excluded, a.step, d.stream, d.fields
  FROM assignment a JOIN document d ON d.id = a.document_id
  WHERE a.id = ANY ($1::uuid[]) AND a.state IN ('ready', 'reserved', 'in-progress', 'returned')
  ORDER BY a.document_id, a.id`,
};

const lockFree = {
  name: 'assignments_lock_free',
  text: 'SELECT id, version FROM assignment WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED',
};

const handOver = {
  name: 'assignments_hand_over',
  text: `
  UPDATE assignment a SET state = x.state, performer_id = x."performerId", acting_for_id = x."actingForId",
    substitution_id = x."substitutionId", candidates = x."candidateIds", wanted = x."wantedIds", waiting_since = $2,
    version = a.version + 1
  FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, state text, "performerId" uuid, "actingForId" uuid,
    "substitutionId" uuid, "candidateIds" uuid[], "wantedIds" uuid[])
  WHERE a.id = x.id`,
};
