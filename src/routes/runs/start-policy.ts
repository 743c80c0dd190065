import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import type { Context, Tx } from '../../platform/context.js';
import type { RunPolicy } from '../compile/route-graph.js';
import type { EventOf } from '../engine/protocol.js';
import { lockRun } from './load-run.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';

/** What a start under a policy comes to: it begins now, or waits for the run before it. */
export type Admission = 'now' | 'queued';

const openRuns = `SELECT id, status FROM route_run
  WHERE document_id = $1 AND route = $2 AND exclusive AND status IN ('queued', 'running') ORDER BY id`;

/** Several runs of one route for one document: refused, queued, beside each other, or the new one instead of the old. */
@Injectable()
export class StartPolicy {
  constructor(private readonly stepper: RunStepper) {}

  /**
   * Makes way for a new run as the policy says. Starts of the same route for the same document that need to know of each
   * other wait for each other here; for `refuse` the index of the table tells them apart.
   */
  async admit(context: Context, policy: RunPolicy, run: RunRecord): Promise<Admission> {
    if (policy === 'refuse' || policy === 'parallel') return 'now';
    await oneAtATime(context.tx, run.documentId, run.route);
    const others = await context.tx.query<{ id: string; status: string }>(openRuns, [run.documentId, run.route]);
    if (policy === 'queue') return others.length > 0 ? 'queued' : 'now';
    for (const { id } of others) await this.replace(context, id, run.id);
    return 'now';
  }

  private async replace(context: Context, oldId: string, newId: string): Promise<void> {
    const old = await lockRun(context.tx, oldId);
    const reason = `replaced by the run ${newId}`;
    // From a time when the route had its runs wait for each other.
    if (old.status === 'queued') await dequeueRun(context, old, reason);
    if (old.status !== 'running') return;
    const event = { type: 'cancel', at: context.now.getTime(), reason } as const;
    await this.stepper.step(context, old, event, {
      history: [{ event: 'route.replaced', detail: { run: oldId, by: newId, route: old.route } }],
    });
  }
}

/** Starts of a route for a document wait for each other until the transaction ends. */
export async function oneAtATime(tx: Tx, documentId: string, route: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`route-start:${documentId}:${route}`]);
}

/** Ends a run that waits for the one before it: it has not begun, and has nothing to withdraw. */
export async function dequeueRun(context: Context, run: RunRecord, reason: string): Promise<RunRecord> {
  await context.tx.query(
    `UPDATE route_run SET status = 'cancelled', finished_at = $2, queued_event = NULL WHERE id = $1`,
    [run.id, context.now],
  );
  await writeHistory(context, run.documentId, 'route.cancelled', { run: run.id, route: run.route, reason });
  return { ...run, status: 'cancelled' };
}

/** Writes down a run that begins when the one before it has ended. */
export async function enqueueRun(
  context: Context,
  run: RunRecord,
  { variables = {}, startEvent }: EventOf<'start'>,
): Promise<void> {
  const { id, documentId, route, routeVersion, calledVersions, state, startedBy } = run;
  await context.tx.query(
    `INSERT INTO route_run (id, document_id, route, route_version, called_versions, status, state, sequence,
       document_version, started_by, started_at, queued_event)
     VALUES ($1, $2, $3, $4, $5, 'queued', $6, 0, 0, $7, $8, $9)`,
    [
      id,
      documentId,
      route,
      routeVersion,
      JSON.stringify(calledVersions),
      JSON.stringify(state),
      startedBy,
      context.now,
      JSON.stringify({ variables, startEvent }),
    ],
  );
  await writeHistory(context, documentId, 'route.queued', { run: id, route });
}
