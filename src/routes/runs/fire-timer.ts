import { Injectable } from '@nestjs/common';
import type { Context, Tx } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { Refusal } from '../../platform/errors.js';
import { lockRun } from './load-run.js';
import { RunStepper } from './run-stepper.js';

/** A timer of a run fires before its time, or because nothing else has fired it. */
@Injectable()
export class FireTimer {
  constructor(private readonly stepper: RunStepper) {}

  /**
   * Fires the timer now. One that has fired already, by itself or by an earlier call, is left at that.
   * @throws Refusal notFound (the run never had it), conflict (what it watched has ended)
   */
  async execute(context: Context, runId: string, timer: string, reason: string | undefined): Promise<void> {
    const { tx } = context;
    // From here on the job of the timer waits, and finds nothing left to do.
    const run = await lockRun(tx, runId);
    const set = Object.hasOwn(run.state.timers, timer) ? run.state.timers[timer] : undefined;
    if (!set) return checkFired(tx, runId, timer);
    const [row] = await tx.query<{ due_at: Date }>(
      'DELETE FROM route_timer WHERE run_id = $1 AND timer = $2 RETURNING due_at',
      [runId, timer],
    );
    const detail = {
      ...{ run: runId, timer, element: set.element },
      ...{ dueAt: row?.due_at.toISOString() ?? null, reason: reason ?? null },
    };
    const event = { type: 'timer', timer, at: context.now.getTime() } as const;
    const stepped = await this.stepper.step(context, run, event, {
      history: [{ event: 'route.timer-fired', detail }],
    });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    if ('outdated' in stepped) throw new Error('A timer closes no assignment.');
  }
}

/** Nothing is left to do for a timer that has fired; any other that is not set cannot be fired. */
async function checkFired(tx: Tx, runId: string, timer: string): Promise<void> {
  const [found] = await tx.query<{ was_set: boolean; fired: boolean }>(
    `SELECT EXISTS (SELECT FROM route_run_event WHERE run_id = $1 AND event @> $2::jsonb) AS fired,
       EXISTS (SELECT FROM route_run WHERE id = $1 AND (state ->> 'counter')::int >= $3::int) AS was_set`,
    [runId, JSON.stringify([{ type: 'timer', timer }]), numberOf(timer)],
  );
  if (found?.fired) return;
  if (!found?.was_set)
    throw new Refusal('notFound', 'unknown-timer', say('The run has no timer "{timer}".', { timer }));
  throw new Refusal(
    'conflict',
    'unknown-timer',
    say('The timer "{timer}" is not set any more: what it watched has ended.', { timer }),
  );
}

/** Identifiers are numbered through; one that is none was never given. */
function numberOf(timer: string): number {
  return /^t\d{1,9}$/.test(timer) ? Number(timer.slice(1)) : 2_147_483_647;
}
