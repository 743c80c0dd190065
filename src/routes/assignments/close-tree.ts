import { toldFrom } from '../../platform/audit/told-calls.js';
import type { Context } from '../../platform/context.js';

/** What closes with the assignments of `closed` (id, document_id, step): their requests for more time; each is told of. */
const ended = `
  ended AS (
    UPDATE extension_request e SET state = 'withdrawn', decided_at = $2
    FROM closed WHERE e.assignment_id = closed.id AND e.state = 'asked'
  ), told AS (
    INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail, address, session)
    SELECT document_id, $2, $3, $4, 'assignment.withdrawn', jsonb_build_object('assignment', id, 'step', step ->> 'name'),
      $5, $6
    FROM closed
  )`;

const below = {
  name: 'assignments_close_below',
  text: `
  WITH RECURSIVE below AS (
    SELECT id FROM assignment WHERE parent_id = ANY ($1::uuid[])
    UNION ALL SELECT a.id FROM assignment a JOIN below ON a.parent_id = below.id
  ), closed AS (
    UPDATE assignment a SET state = 'obsolete', closed_at = $2, version = version + 1
    FROM below WHERE a.id = below.id AND a.closed_at IS NULL RETURNING a.id, a.document_id, a.step
  ), ${ended}
  SELECT`,
};

/** Makes all open sub-assignments below obsolete, however deep. */
export async function closeTree({ tx, now, actor }: Context, parentIds: readonly string[]): Promise<void> {
  await tx.run(below, [parentIds, now, actor.id, actor.name, ...toldFrom(actor)]);
}

const own = {
  name: 'extension_requests_withdraw',
  text: `UPDATE extension_request SET state = 'withdrawn', decided_at = $2 WHERE assignment_id = $1 AND state = 'asked'`,
};

/** Nobody decides about more time for what is closed. */
export async function withdrawRequests({ tx, now }: Pick<Context, 'tx' | 'now'>, assignmentId: string): Promise<void> {
  await tx.run(own, [assignmentId, now]);
}

const ofRun = {
  name: 'assignments_close_below_withdrawn',
  text: `
  WITH RECURSIVE withdrawn AS (
    SELECT id FROM assignment WHERE run_id = $7 AND instance = ANY ($1::text[]) AND closed_at IS NOT NULL
  ), below AS (
    SELECT a.id FROM assignment a JOIN withdrawn ON a.parent_id = withdrawn.id
    UNION ALL SELECT a.id FROM assignment a JOIN below ON a.parent_id = below.id
  ), closed AS (
    UPDATE assignment a SET state = 'obsolete', closed_at = $2, version = version + 1
    FROM below WHERE a.id = below.id AND a.closed_at IS NULL RETURNING a.id, a.document_id, a.step
  ), unasked AS (
    UPDATE extension_request e SET state = 'withdrawn', decided_at = $2
    FROM withdrawn WHERE e.assignment_id = withdrawn.id AND e.state = 'asked'
  ), ${ended}
  SELECT`,
};

/** The same below the assignments that a run has withdrawn, which are named by their instances. */
export async function closeBelowWithdrawn(
  { tx, now, actor }: Context,
  runId: string,
  instances: readonly string[],
): Promise<void> {
  await tx.run(ofRun, [instances, now, actor.id, actor.name, ...toldFrom(actor), runId]);
}
