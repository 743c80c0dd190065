import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { LocalisedText } from '../../platform/languages.js';
import type { AssignmentState } from '../assignments/assignment-life.js';
import { actsAs, type Replaced } from '../assignments/stand-ins.js';

export type ExtensionState = 'asked' | 'granted' | 'denied' | 'withdrawn';

/** A request for more time with what it is about. */
export interface RequestRow {
  readonly id: string;
  readonly assignment_id: string;
  readonly asked_by: string;
  readonly decider_id: string;
  readonly asked_due_at: Date;
  readonly reason: string;
  readonly state: ExtensionState;
  readonly answer: string | null;
  readonly asked_at: Date;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly due_at: Date | null;
  readonly instruction: LocalisedText;
  readonly document: { readonly id: string; readonly stream: string; readonly number: string; readonly title: string };
}

const selection = `
  SELECT e.*, a.due_at, a.instruction,
    jsonb_build_object('id', d.id, 'stream', d.stream, 'number', d.number, 'title', d.title) AS document
  FROM extension_request e JOIN assignment a ON a.id = e.assignment_id JOIN document d ON d.id = a.document_id`;

/** @throws Refusal notFound */
export async function readRequest({ tx }: Context, id: string): Promise<RequestRow> {
  const [row] = isUuid(id) ? await tx.query<RequestRow>(`${selection} WHERE e.id = $1`, [id]) : [];
  if (!row) throw unknownRequest();
  return row;
}

/** Those that the actor decides, also for whom the actor acts; with `asked` those that the actor has made, too. Newest first. */
export async function listRequests(
  { tx, actor }: Context,
  replaced: readonly Replaced[],
  { state, asked }: { readonly state: ExtensionState | undefined; readonly asked: boolean },
): Promise<RequestRow[]> {
  const parameters: unknown[] = [actor.id];
  const decides = actsAs('e.decider_id', '$1', replaced, parameters);
  const mine = asked ? `(${decides} OR e.asked_by = $1)` : decides;
  const inState = state === undefined ? '' : `AND e.state = $${parameters.push(state)}`;
  return tx.query<RequestRow>(
    `${selection} WHERE ${mine} ${inState} ORDER BY e.asked_at DESC, e.id LIMIT 200`,
    parameters,
  );
}

/** As much of an assignment as a request for more time needs, locked. */
export interface ExtendedRow {
  readonly id: string;
  readonly document_id: string;
  readonly state: AssignmentState;
  readonly performer_id: string | null;
  readonly controller_id: string | null;
  readonly author_id: string;
  readonly lead_id: string | null;
  readonly due_at: Date | null;
  readonly step: string | null;
}

/** @throws Refusal notFound */
export async function lockExtended({ tx }: Context, id: string): Promise<ExtendedRow> {
  if (!isUuid(id)) throw unknownAssignment();
  // Two statements in one round trip: the second begins when the row is locked, and sees the lead of that moment.
  const [, [row]] = await Promise.all([
    tx.query('SELECT FROM assignment WHERE id = $1 FOR UPDATE', [id]),
    tx.query<ExtendedRow>(
      `SELECT a.id, a.document_id, a.state, a.performer_id, a.controller_id, a.author_id, a.due_at, a.step ->> 'name' AS step,
         CASE WHEN a.co_performer THEN (SELECT l.performer_id FROM assignment l WHERE l.id = a.parent_id) END AS lead_id
       FROM assignment a WHERE a.id = $1`,
      [id],
    ),
  ]);
  if (!row) throw unknownAssignment();
  return row;
}

/** The assignment has another due date, told with who gave it and why; rungs that are still to come move with it. */
export async function moveDue(
  { tx }: Context,
  row: Pick<ExtendedRow, 'id' | 'due_at'>,
  dueAt: Date,
  step: { readonly by: string; readonly reason: string; readonly timeZone: string },
): Promise<void> {
  const because = [{ step: 'extended', at: dueAt.getTime(), ...step }];
  await tx.query(
    `UPDATE assignment SET due_at = $2, due_because = coalesce(due_because, '[]') || $3::jsonb, version = version + 1
     WHERE id = $1`,
    [row.id, dueAt, JSON.stringify(because)],
  );
  const later = row.due_at === null ? 0 : dueAt.getTime() - row.due_at.getTime();
  await tx.query(
    `UPDATE assignment_rung SET due_at = due_at + $2 * interval '1 millisecond' WHERE assignment_id = $1 AND done_at IS NULL`,
    [row.id, later],
  );
}

export function unknownRequest(): Refusal {
  return new Refusal('notFound', 'unknown-extension', 'There is no such request for more time.');
}

function unknownAssignment(): Refusal {
  return new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
}
