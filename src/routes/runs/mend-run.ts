import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { say } from '../../platform/words/sentence.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { activeElements } from '../engine/active-elements.js';
import type { RouteEvent } from '../engine/protocol.js';
import { discretionaryTasks } from './discretionary-tasks.js';
import { lockRun, pinnedOf } from './load-run.js';
import { placesFrom, type MoveFrom } from './movable-places.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import type { HistoryEntry } from './save-run.js';
import { dequeueRun } from './start-policy.js';

type Variables = Readonly<Record<string, unknown>>;

export interface VariablesChange {
  readonly variables: Variables;
  /** An instance of an element; absent: the run as a whole. */
  readonly instance?: string;
  readonly reason: string;
}

/** From where to where: an element or instance, or a join at which something waits in vain, which may be `to` as well. */
export interface Move extends MoveFrom {
  readonly to: string;
  readonly reason: string;
}

/** What an administrator does to a run that does not go on. */
@Injectable()
export class MendRun {
  constructor(
    private readonly stepper: RunStepper,
    private readonly routes: RouteRegistry,
  ) {}

  /**
   * Does again what failed, with variables put right first where that was the cause.
   * @throws Refusal notFound, conflict when the incident is over
   */
  async retry(context: Context, incidentId: string, variables?: Variables): Promise<RunRecord> {
    const [incident] = isUuid(incidentId)
      ? await context.tx.query<{ run_id: string; incident: string; element: string; resolved_at: Date | null }>(
          'SELECT run_id, incident, element, resolved_at FROM incident WHERE id = $1',
          [incidentId],
        )
      : [];
    if (!incident) throw new Refusal('notFound', 'unknown-incident', 'There is no such incident.');
    if (incident.resolved_at) throw new Refusal('conflict', 'incident-is-over', 'This incident was mended already.');
    const event = {
      type: 'retry',
      at: context.now.getTime(),
      incident: incident.incident,
      ...(variables ? { variables } : {}),
    } as const;
    return this.apply(context, incident.run_id, event, {
      event: 'incident.retried',
      detail: { incident: incidentId, element: incident.element, ...(variables ? { variables } : {}) },
    });
  }

  /**
   * Sets variables of the run, or of what is under way at `instance`. @throws Refusal notFound, conflict
   */
  async setVariables(context: Context, runId: string, change: VariablesChange): Promise<RunRecord> {
    const { variables, instance, reason } = change;
    const at = context.now.getTime();
    const event = { type: 'set-variables', at, variables, ...(instance === undefined ? {} : { instance }) } as const;
    const detail = { run: runId, variables, instance: instance ?? null, reason };
    return this.apply(context, runId, event, { event: 'route.variables-set', detail });
  }

  /**
   * Takes the run from where it waits to another element beside it; what was under way there is withdrawn.
   * @throws Refusal notFound, conflict where nothing waits at `from` or `to` is not beside it
   */
  async move(context: Context, runId: string, change: Move): Promise<RunRecord> {
    const { from, to, reason } = change;
    const run = await lockRun(context.tx, runId);
    const waiting = placesFrom(run.state, change);
    const [found, another] = waiting;
    if (!found || another) {
      const listed = another ? waiting : activeElements(run.state);
      const places = listed.map(({ instance, element }) => `${element} (${instance})`);
      const message = another
        ? say('The run waits at "{from}" several times; say which: {places}.', { from, places })
        : say('The run does not wait at "{from}"; it waits at {places}.', {
            from,
            places: places.length > 0 ? places : say('nothing'),
          });
      throw new Refusal('conflict', 'not-waiting', message, [{ path: 'from', code: 'not-waiting', message }]);
    }
    const join = found.join === undefined ? {} : { join: found.join };
    const event = { type: 'move', at: context.now.getTime(), instance: found.instance, to, ...join } as const;
    const detail = { run: runId, from: found.element, to, reason };
    return this.stepped(context, run, event, { event: 'route.moved', detail });
  }

  /**
   * Issues a task of an ad-hoc sub-process that is under way: work that somebody finds needed now.
   * @throws Refusal notFound, conflict where no such sub-process is under way
   */
  async activate(context: Context, runId: string, element: string): Promise<RunRecord> {
    const run = await lockRun(context.tx, runId);
    const library = await this.routes.library(pinnedOf(run), context.tx);
    const place = discretionaryTasks(library, run.state).find((task) => task.element === element);
    if (!place) {
      const message = say('"{element}" is no task that can be issued now.', { element });
      throw new Refusal('conflict', 'not-discretionary', message, [
        { path: 'element', code: 'not-discretionary', message },
      ]);
    }
    const event = { type: 'activate', at: context.now.getTime(), instance: place.instance, element } as const;
    return this.stepped(context, run, event, { event: 'route.task-issued', detail: { run: runId, element } });
  }

  /** Ends a run before its end. @throws Refusal notFound, conflict when it has ended */
  async cancel(context: Context, runId: string, reason: string): Promise<RunRecord> {
    const run = await lockRun(context.tx, runId);
    if (run.status === 'queued') return dequeueRun(context, run, reason);
    const event = { type: 'cancel', at: context.now.getTime(), reason } as const;
    return this.stepped(context, run, event, { event: 'route.cancel-asked', detail: { run: runId, reason } });
  }

  private async apply(context: Context, runId: string, event: RouteEvent, entry: HistoryEntry): Promise<RunRecord> {
    return this.stepped(context, await lockRun(context.tx, runId), event, entry);
  }

  private async stepped(context: Context, run: RunRecord, event: RouteEvent, entry: HistoryEntry): Promise<RunRecord> {
    const stepped = await this.stepper.step(context, run, event, { history: [entry] });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    if ('outdated' in stepped) throw new Error('Mending closes no assignment.');
    return stepped.run;
  }
}
