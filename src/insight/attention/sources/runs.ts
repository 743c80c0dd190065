import type { Instance } from '../../../routes/engine/state.js';
import {
  documentColumns,
  documentOf,
  type FoundItem,
  type AttentionSource,
  type DocumentColumns,
  type MendingCall,
} from '../attention-item.js';
import {
  cancelling,
  firing,
  forwarding,
  movingFrom,
  retryingJob,
  runColumns,
  type RunColumns,
} from '../mending-calls.js';
import { say, writtenDown } from '../../../platform/words/sentence.js';

/** A timer that has not fired this long after its time is overdue; the sweep gives it its job again meanwhile. */
const graceMs = 2 * 60_000;

interface TimerRow extends DocumentColumns, RunColumns {
  readonly timer: string;
  readonly element: string;
  readonly due_at: Date;
  /** The instance that the timer belongs to. */
  readonly held: Instance | null;
}

/** Timers whose time has passed. */
export const timers: AttentionSource = {
  reasons: ['timer-overdue'],
  async find(search) {
    const { context, visible, limit } = search;
    const parameters: unknown[] = [limit, new Date(context.now.getTime() - graceMs)];
    const rows = await context.tx.query<TimerRow>(
      `SELECT t.timer, t.element, t.due_at, ${runColumns}, ${documentColumns},
         r.state -> 'instances' -> (r.state -> 'timers' -> t.timer ->> 'instance') AS held
       FROM route_timer t JOIN route_run r ON r.id = t.run_id JOIN document d ON d.id = r.document_id
       WHERE t.due_at < $2 AND ${visible(parameters)} ORDER BY t.due_at LIMIT $1`,
      parameters,
    );
    return Promise.all(
      rows.map(async (row): Promise<FoundItem> => ({
        reason: 'timer-overdue',
        since: row.due_at.toISOString(),
        message: say('The timer "{timer}" should have fired and has not; look whether a worker runs.', {
          timer: row.element,
        }),
        document: documentOf(row),
        run: row.run_id,
        mend: [
          firing(row.run_id, row.timer),
          ...(row.held ? await movingFrom(search, row, row.held) : []),
          cancelling(row.run_id),
        ],
      })),
    );
  },
};

interface LapsedRow extends DocumentColumns {
  readonly id: string;
  readonly run_id: string;
  readonly route: string;
  readonly status: 'running' | 'finished';
  readonly lapsed_at: Date;
  readonly step: string;
}

/**
 * Approvals that do not hold any more, of which nobody was asked again because what they were for is over; also those of
 * runs that have ended, until the document is sent along the route again or somebody leaves it at that.
 */
export const lapsedDecisions: AttentionSource = {
  reasons: ['decision-lapsed'],
  async find({ context, visible, limit, route }) {
    const parameters: unknown[] = [limit];
    const rows = await context.tx.query<LapsedRow>(
      `SELECT a.id, a.run_id, r.route, r.status, a.lapsed_at, a.step ->> 'name' AS step, ${documentColumns}
       FROM assignment a JOIN route_run r ON r.id = a.run_id JOIN document d ON d.id = a.document_id
       WHERE a.lapsed_at IS NOT NULL AND a.lapse_dismissed_at IS NULL AND a.state = 'completed'
         AND r.status IN ('running', 'finished') AND ${visible(parameters)}
         AND NOT EXISTS (SELECT FROM assignment b WHERE b.run_id = a.run_id AND b.issued_at >= a.lapsed_at AND b.element = a.element)
         AND NOT EXISTS (SELECT FROM route_run n WHERE n.document_id = r.document_id AND n.route = r.route
           AND n.started_at >= a.lapsed_at AND n.status <> 'cancelled')
       ORDER BY a.lapsed_at LIMIT $1`,
      parameters,
    );
    return rows.map((row): FoundItem => {
      const graph = route(row.route)?.graph;
      // While it goes on, only some routes let another run of them begin.
      const again = graph?.byHand === true && (row.status === 'finished' || graph.runs !== 'refuse');
      return {
        reason: 'decision-lapsed',
        since: row.lapsed_at.toISOString(),
        message: say('The decision "{step}" was taken on other contents than the document has now.', {
          step: row.step,
        }),
        document: documentOf(row),
        run: row.run_id,
        assignment: row.id,
        mend: [
          ...(again ? [sendingAgain(row)] : []),
          {
            label: 'Leave it at the decision',
            method: 'POST',
            path: `/api/assignments/${row.id}/dismiss-lapse`,
            body: { reason: '' },
          },
          ...(row.status === 'running' ? [cancelling(row.run_id)] : []),
        ],
      };
    });
  },
};

function sendingAgain({ document_id: document, route }: LapsedRow): MendingCall {
  return {
    label: 'Send it along the route again',
    method: 'POST',
    path: `/api/documents/${document}/runs`,
    body: { route },
  };
}

/** Rungs of escalation ladders that found nobody to turn to. */
export const escalations: AttentionSource = {
  reasons: ['escalation-failed'],
  async find({ context, visible, limit }) {
    const parameters: unknown[] = [limit];
    const rows = await context.tx.query<DocumentColumns & { id: string; done_at: Date; problem: string }>(
      `SELECT a.id, g.done_at, g.result ->> 'problem' AS problem, ${documentColumns}
       FROM assignment_rung g JOIN assignment a ON a.id = g.assignment_id JOIN document d ON d.id = a.document_id
       WHERE g.result ? 'problem' AND a.closed_at IS NULL AND ${visible(parameters)} ORDER BY g.done_at LIMIT $1`,
      parameters,
    );
    return rows.map((row): FoundItem => ({
      reason: 'escalation-failed',
      since: row.done_at.toISOString(),
      message: writtenDown(row.problem),
      document: documentOf(row),
      assignment: row.id,
      mend: [forwarding(row.id)],
    }));
  },
};

interface StalledRow extends DocumentColumns {
  readonly id: string;
  readonly route: string;
  readonly since: Date;
  /** Timers of its state that have lost their row. */
  readonly timers: readonly string[];
  /** Jobs that would continue it, had they not been given up. */
  readonly dead_jobs: readonly string[];
}

// A job that has used up its tries continues nothing.
const jobsOfRun = `FROM graphile_worker._private_jobs j WHERE j.payload ->> 'runId' = r.id::text`;

/** Runs that go on but in which nothing is under way: nobody has it, nothing is awaited, no job will continue it. */
export const stalledRuns: AttentionSource = {
  reasons: ['nothing-under-way'],
  async find({ context, visible, limit }) {
    const parameters: unknown[] = [limit, new Date(context.now.getTime() - graceMs)];
    const rows = await context.tx.query<StalledRow>(
      `SELECT r.id, r.route, r.started_at AS since, ${documentColumns},
         array(SELECT jsonb_object_keys(r.state -> 'timers')) AS timers,
         array(SELECT j.id::text ${jobsOfRun} ORDER BY j.id) AS dead_jobs
       FROM route_run r JOIN document d ON d.id = r.document_id
       WHERE r.status = 'running' AND r.started_at < $2 AND ${visible(parameters)}
         AND NOT EXISTS (SELECT FROM assignment a WHERE a.run_id = r.id AND a.closed_at IS NULL)
         AND NOT EXISTS (SELECT FROM route_timer t WHERE t.run_id = r.id)
         AND NOT EXISTS (SELECT FROM route_subscription s WHERE s.run_id = r.id)
         AND NOT EXISTS (SELECT FROM incident i WHERE i.run_id = r.id AND i.resolved_at IS NULL)
         AND NOT EXISTS (SELECT ${jobsOfRun} AND (j.attempts < j.max_attempts OR j.locked_at IS NOT NULL))
       ORDER BY r.started_at LIMIT $1`,
      parameters,
    );
    return rows.map((row): FoundItem => ({
      reason: 'nothing-under-way',
      since: row.since.toISOString(),
      message: say('The run of "{route}" waits for nothing and nobody has it.', { route: row.route }),
      document: documentOf(row),
      run: row.id,
      mend: [
        ...row.timers.map((timer) => firing(row.id, timer)),
        ...row.dead_jobs.map(retryingJob),
        cancelling(row.id),
      ],
    }));
  },
};
