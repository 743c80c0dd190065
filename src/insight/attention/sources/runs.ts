import {
  cancelling,
  documentColumns,
  documentOf,
  forwarding,
  type AttentionItem,
  type AttentionSource,
  type DocumentColumns,
} from '../attention-item.js';

/** A timer that has not fired this long after its time is overdue; the sweep gives it its job again meanwhile. */
const graceMs = 2 * 60_000;

/** Timers whose time has passed. */
export const timers: AttentionSource = async ({ context, visible, limit }) => {
  const parameters: unknown[] = [limit, new Date(context.now.getTime() - graceMs)];
  const rows = await context.tx.query<DocumentColumns & { run_id: string; element: string; due_at: Date }>(
    `SELECT t.run_id, t.element, t.due_at, ${documentColumns}
     FROM route_timer t JOIN route_run r ON r.id = t.run_id JOIN document d ON d.id = r.document_id
     WHERE t.due_at < $2 AND ${visible(parameters)} ORDER BY t.due_at LIMIT $1`,
    parameters,
  );
  return rows.map((row): AttentionItem => ({
    reason: 'timer-overdue',
    since: row.due_at.toISOString(),
    message: `The timer "${row.element}" was due at ${row.due_at.toISOString()} and has not fired; look whether a worker runs.`,
    document: documentOf(row),
    run: row.run_id,
    mend: [
      {
        label: 'Go on elsewhere',
        method: 'POST',
        path: `/api/runs/${row.run_id}/move`,
        body: { from: row.element, to: '', reason: '' },
      },
      cancelling(row.run_id),
    ],
  }));
};

/** Approvals that do not hold any more, of which nobody was asked again because what they were for is over. */
export const lapsedDecisions: AttentionSource = async ({ context, visible, limit }) => {
  const parameters: unknown[] = [limit];
  const rows = await context.tx.query<
    DocumentColumns & { id: string; run_id: string; route: string; lapsed_at: Date; step: string }
  >(
    `SELECT a.id, a.run_id, r.route, a.lapsed_at, a.step ->> 'name' AS step, ${documentColumns}
     FROM assignment a JOIN route_run r ON r.id = a.run_id JOIN document d ON d.id = a.document_id
     WHERE a.lapsed_at IS NOT NULL AND r.status = 'running' AND ${visible(parameters)}
       AND NOT EXISTS (SELECT FROM assignment b WHERE b.run_id = a.run_id AND b.issued_at >= a.lapsed_at AND b.element = a.element)
     ORDER BY a.lapsed_at LIMIT $1`,
    parameters,
  );
  return rows.map((row): AttentionItem => ({
    reason: 'decision-lapsed',
    since: row.lapsed_at.toISOString(),
    message: `The decision "${row.step}" was taken on other contents than the document has now.`,
    document: documentOf(row),
    run: row.run_id,
    assignment: row.id,
    mend: [
      {
        label: 'Send it along the route again',
        method: 'POST',
        path: `/api/documents/${row.document_id}/runs`,
        body: { route: row.route },
      },
    ],
  }));
};

/** Rungs of escalation ladders that found nobody to turn to. */
export const escalations: AttentionSource = async ({ context, visible, limit }) => {
  const parameters: unknown[] = [limit];
  const rows = await context.tx.query<DocumentColumns & { id: string; done_at: Date; problem: string }>(
    `SELECT a.id, g.done_at, g.result ->> 'problem' AS problem, ${documentColumns}
     FROM assignment_rung g JOIN assignment a ON a.id = g.assignment_id JOIN document d ON d.id = a.document_id
     WHERE g.result ? 'problem' AND a.closed_at IS NULL AND ${visible(parameters)} ORDER BY g.done_at LIMIT $1`,
    parameters,
  );
  return rows.map((row): AttentionItem => ({
    reason: 'escalation-failed',
    since: row.done_at.toISOString(),
    message: row.problem,
    document: documentOf(row),
    assignment: row.id,
    mend: [forwarding(row.id)],
  }));
};

/** Runs that go on but in which nothing is under way: nobody has it, nothing is awaited, no job will continue it. */
export const stalledRuns: AttentionSource = async ({ context, visible, limit }) => {
  const parameters: unknown[] = [limit, new Date(context.now.getTime() - graceMs)];
  const rows = await context.tx.query<DocumentColumns & { id: string; route: string; since: Date }>(
    `SELECT r.id, r.route, r.started_at AS since, ${documentColumns}
     FROM route_run r JOIN document d ON d.id = r.document_id
     WHERE r.status = 'running' AND r.started_at < $2 AND ${visible(parameters)}
       AND NOT EXISTS (SELECT FROM assignment a WHERE a.run_id = r.id AND a.closed_at IS NULL)
       AND NOT EXISTS (SELECT FROM route_timer t WHERE t.run_id = r.id)
       AND NOT EXISTS (SELECT FROM route_subscription s WHERE s.run_id = r.id)
       AND NOT EXISTS (SELECT FROM incident i WHERE i.run_id = r.id AND i.resolved_at IS NULL)
       AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.payload ->> 'runId' = r.id::text)
     ORDER BY r.started_at LIMIT $1`,
    parameters,
  );
  return rows.map((row): AttentionItem => ({
    reason: 'nothing-under-way',
    since: row.since.toISOString(),
    message: `The run of "${row.route}" waits for nothing and nobody has it.`,
    document: documentOf(row),
    run: row.id,
    mend: [cancelling(row.id)],
  }));
};
