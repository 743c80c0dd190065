import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Context } from '../../platform/context.js';
import { JobRegistry, type JobRun } from '../../platform/jobs/job-registry.js';
import { ActionRegistry } from '../actions/action-registry.js';
import type { ActionInput, ActionOutcome, JobAction } from '../actions/route-action.js';
import type { RouteEvent } from '../engine/protocol.js';
import { lockRun } from './load-run.js';
import { runJobs } from './run-record.js';
import { RunStepper } from './run-stepper.js';

interface ActionPayload extends ActionInput {
  readonly action: string;
}

/** After this many tries an action that throws becomes an incident, for a person to see and retry. */
const actionTries = 5;

/** The jobs that continue runs: automatic actions that take long, and timers. */
@Injectable()
export class RunJobs implements OnModuleInit {
  private readonly logger = new Logger('Routes');

  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly actions: ActionRegistry,
    private readonly stepper: RunStepper,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.action, (payload, run) => this.act(payload as ActionPayload, run));
    this.registry.register(runJobs.timer, (payload, run) => this.fire(payload as TimerPayload, run));
  }

  /** Prepares outside any transaction, then stores and steps in one. Safe to repeat: a stale step is refused. */
  private async act(payload: ActionPayload, job: JobRun): Promise<void> {
    const action = this.actions.find(payload.action);
    try {
      if (action?.mode !== 'job') throw new Error(`There is no action "${payload.action}" that runs as a job.`);
      if (!(await this.isAwaited(payload))) return;
      const prepared = await action.prepare(payload);
      if ('failure' in prepared)
        await this.continueRun(payload.runId, () => Promise.resolve(failed(payload, prepared)));
      else await this.continueRun(payload.runId, (context) => this.store(context, action, payload, prepared.prepared));
    } catch (error) {
      const { message } = error as Error;
      this.logger.warn(`Action "${payload.action}" of run ${payload.runId} failed (try ${job.attempt}): ${message}`);
      if (job.attempt < Math.min(actionTries, job.maxAttempts)) throw error;
      await this.continueRun(payload.runId, () => Promise.resolve(failed(payload, { failure: message })));
    }
  }

  private async store(
    context: Context,
    action: JobAction,
    payload: ActionPayload,
    prepared: unknown,
  ): Promise<Untimed> {
    const outcome: ActionOutcome = await action.store(context, payload, prepared);
    if ('failure' in outcome) return failed(payload, outcome);
    return { type: 'action-done', instance: payload.instance, result: outcome.result ?? null };
  }

  /** False when the run went on without this action, or an earlier try of the job has done it. */
  private async isAwaited({ runId, instance }: ActionPayload): Promise<boolean> {
    const rows = await this.work.read<{ waits: boolean }>(
      `SELECT status = 'running' AND state -> 'instances' ? $2 AS waits FROM route_run WHERE id = $1`,
      [runId, instance],
    );
    return rows[0]?.waits === true;
  }

  /**
   * Fires a timer and, with it, those of the same run that are due as well: their own jobs find nothing left to do, and do
   * not wait for each other. After a failure each is tried by itself.
   */
  private async fire({ runId, timer }: TimerPayload, job: JobRun): Promise<void> {
    await this.work.run(systemActor, async (context) => {
      const until = job.attempt > 1 ? null : context.now;
      // In one round trip; the timers are taken when the run is locked.
      const [locked, due] = await Promise.all([
        lockRun(context.tx, runId),
        context.tx.run<DueTimer>(takeTimers, [runId, timer, until]),
      ]);
      let run = locked;
      for (const { timer: next } of due.sort(byTime)) {
        const stepped = await this.stepper.step(context, run, {
          type: 'timer',
          timer: next,
          at: context.now.getTime(),
        });
        if ('run' in stepped) run = stepped.run;
        else this.logger.debug(`Run ${runId} did not wait for the timer ${next} any more.`);
      }
    });
  }

  /** Locks the run, makes the event and steps; an event that the run no longer waits for leaves everything as it was. */
  private async continueRun(runId: string, makeEvent: (context: Context) => Promise<Untimed>): Promise<void> {
    await this.work
      .run(systemActor, async (context) => {
        const run = await lockRun(context.tx, runId);
        const event = await makeEvent(context);
        const stepped = await this.stepper.step(context, run, { ...event, at: context.now.getTime() });
        if ('refused' in stepped) throw new Stale(stepped.refused.message);
      })
      .catch((error: unknown) => {
        if (!(error instanceof Stale)) throw error;
        this.logger.debug(`Run ${runId} did not wait for this any more: ${error.message}`);
      });
  }
}

interface TimerPayload {
  readonly runId: string;
  readonly timer: string;
}

interface DueTimer {
  readonly timer: string;
  readonly due_at: Date;
}

const takeTimers = {
  name: 'timers_take',
  text: `DELETE FROM route_timer WHERE run_id = $1 AND (timer = $2 OR due_at <= $3::timestamptz) RETURNING timer, due_at`,
};

/** Those due at the same moment in the order in which they were set. */
function byTime(one: DueTimer, other: DueTimer): number {
  return one.due_at.getTime() - other.due_at.getTime() || Number(one.timer.slice(1)) - Number(other.timer.slice(1));
}

type Untimed = RouteEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'at'> : never) : never;

/** Rolls the transaction back without being a failure. */
class Stale extends Error {}

function failed(payload: ActionPayload, outcome: { failure: string; code?: string }): Untimed {
  const code = outcome.code === undefined ? {} : { code: outcome.code };
  return { type: 'action-failed', instance: payload.instance, message: outcome.failure, ...code };
}
