import { systemActor } from '../../organisation/directory/actors.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import type { Matter } from '../../organisation/substitution/matter.js';
import type { Context } from '../../platform/context.js';
import { newId } from '../../platform/ids.js';
import type { ActionRegistry } from '../actions/action-registry.js';
import type { ActionInput, ActionOutcome, ImmediateAction } from '../actions/route-action.js';
import type { Facts, RouteCommand, RouteEvent, RouteLibrary, StepRefusal, TrailEntry } from '../engine/protocol.js';
import type { RunState } from '../engine/state.js';
import { step } from '../engine/step.js';
import { StepPools } from '../assignments/performer-pools.js';
import { dueTime } from './due-time.js';
import { allPeopleTexts, peopleTexts, planAssignment, type IssueCommand } from './plan-assignment.js';
import {
  nearTimerMs,
  runJobs,
  timerJobKey,
  type AskedAgain,
  type NewAssignment,
  type NewIncident,
  type NewTimer,
  type RunChanges,
  type RunJob,
  type Thrown,
} from './run-record.js';

/** What a run needs of its surroundings while it is stepped. */
export interface RunSurroundings {
  readonly runId: string;
  readonly documentId: string;
  readonly startedBy: string;
  readonly library: RouteLibrary;
  readonly organisation: Organisation;
  readonly actions: ActionRegistry;
  readonly facts: FactsSource;
  /** An assignment that was taken back and is issued again: to whom, instead of looking for a performer. */
  readonly reissued?: { readonly instance: string; readonly performerId: string };
  /** What an assignment that asks for a lapsed decision again tells. */
  readonly askedAgain?: AskedAgain;
  /** Called before an action changes anything, so that the story tells the cause before its effects. */
  readonly beforeActing: () => Promise<void>;
}

/** The document as expressions see it. */
export interface FactsSource {
  /** The same object until `forget`. */
  read(): Promise<Facts>;
  /** The document as substitutions look at it. */
  matter(): Promise<Matter>;
  /** An action has changed the document. */
  forget(): void;
}

/** A route that never waits would keep its transaction for ever; this many steps are more than any real one needs. */
const mostSteps = 1000;

/**
 * Steps a run from `event` until it waits: finds performers, sets timers, carries out the actions that need only the
 * database, and collects everything to be written. What fails inside the route is fed back as an event and becomes an
 * incident; only a refusal of the first event comes back as `refused`.
 */
export async function settleRun(
  context: Context,
  surroundings: RunSurroundings,
  state: RunState,
  event: RouteEvent,
): Promise<{ state: RunState; changes: RunChanges } | { refused: StepRefusal }> {
  const settlement = new Settlement(context, surroundings, state);
  const refused = await settlement.take(event);
  if (refused) return { refused };
  await settlement.untilWaiting();
  return { state: settlement.state, changes: settlement.changes() };
}

class Settlement {
  private readonly events: RouteEvent[] = [];
  private readonly trail: TrailEntry[] = [];
  private readonly issued = new Map<string, NewAssignment>();
  private readonly withdrawn: { instance: string; why: 'obsolete' | 'exited' }[] = [];
  private readonly timersSet = new Map<string, NewTimer>();
  private readonly timersCleared: string[] = [];
  private readonly incidentsRaised = new Map<string, NewIncident>();
  private readonly incidentsCleared: string[] = [];
  private readonly jobs = new Map<string, RunJob>();
  private readonly thrown: Thrown[] = [];
  /** Set at the end of a step, when it is known who has the assignment that they watch. */
  private readonly timersAsked = new Map<string, SetTimer>();
  private readonly waiting: RouteEvent[] = [];
  private readonly pools: StepPools;

  constructor(
    private readonly context: Context,
    private readonly surroundings: RunSurroundings,
    public state: RunState,
  ) {
    this.pools = new StepPools(context.tx, () => allPeopleTexts(surroundings.library));
  }

  /** Takes one event; answers the refusal of the pure step, if it refuses. */
  async take(event: RouteEvent): Promise<StepRefusal | undefined> {
    const complete = { ...event, facts: await this.surroundings.facts.read() };
    const result = step(this.surroundings.library, this.state, complete);
    if ('refused' in result) return result.refused;
    this.state = result.state;
    this.events.push(complete);
    this.trail.push(...result.trail);
    for (const command of result.commands) await this.carryOut(command);
    for (const command of this.timersAsked.values()) await this.setTimer(command);
    this.timersAsked.clear();
    return undefined;
  }

  /** Feeds back what actions and searches for performers answered, in order, until nothing is left. */
  async untilWaiting(): Promise<void> {
    for (let steps = 0, next = this.waiting.shift(); next !== undefined; next = this.waiting.shift(), steps += 1) {
      if (steps > mostSteps)
        throw new Error(`The route of run ${this.surroundings.runId} goes round without ever waiting.`);
      // An event may be stale by its turn (its element was cancelled meanwhile); the pure step then refuses it rightly.
      await this.take(next);
    }
  }

  changes(): RunChanges {
    return {
      events: this.events,
      trail: this.trail,
      issued: [...this.issued.values()],
      withdrawn: this.withdrawn,
      timersSet: [...this.timersSet.values()],
      timersCleared: this.timersCleared,
      incidentsRaised: [...this.incidentsRaised.values()],
      incidentsCleared: this.incidentsCleared,
      jobs: [...this.jobs.values()],
      thrown: this.thrown,
    };
  }

  private get at(): number {
    return this.context.now.getTime();
  }

  private async carryOut(command: RouteCommand): Promise<void> {
    switch (command.type) {
      case 'issue-assignment':
        return this.issue(command);
      case 'withdraw-assignment':
        if (!this.issued.delete(command.instance))
          this.withdrawn.push({ instance: command.instance, why: command.why });
        return;
      case 'run-action':
        return this.act(command);
      case 'cancel-action':
        this.jobs.delete(command.instance);
        return;
      case 'set-timer':
        this.timersAsked.set(command.timer, command);
        return;
      case 'clear-timer':
        this.jobs.delete(command.timer);
        if (this.timersAsked.delete(command.timer)) return;
        if (!this.timersSet.delete(command.timer)) this.timersCleared.push(command.timer);
        return;
      case 'raise-incident': {
        const { incident, instance, element, code, message } = command;
        this.incidentsRaised.set(incident, { id: newId(), incident, instance, element, code, message });
        return;
      }
      case 'clear-incident':
        if (!this.incidentsRaised.delete(command.incident)) this.incidentsCleared.push(command.incident);
        return;
      case 'throw-message':
        this.thrown.push({ kind: 'message', name: command.name, key: command.key, variables: command.variables });
        return;
      case 'throw-signal':
        this.thrown.push({ kind: 'signal', name: command.name, variables: command.variables });
        return;
      case 'finish':
        return;
      default:
        return never(command);
    }
  }

  private async issue(asked: IssueCommand): Promise<void> {
    const { library, organisation, facts, reissued } = this.surroundings;
    const command =
      reissued?.instance === asked.instance ? { ...asked, again: { performer: reissued.performerId } } : asked;
    await this.pools.prepare(peopleTexts(library, command));
    const matter = await facts.matter();
    const planned = planAssignment({ library, organisation, pools: this.pools, atMs: this.at, matter }, command);
    if ('failure' in planned) {
      this.feed({ type: 'resolve-failed', instance: command.instance, message: planned.failure });
      return;
    }
    const { askedAgain = null } = this.surroundings;
    this.issued.set(command.instance, { ...planned.assignment, askedAgain: command.again ? askedAgain : null });
    this.pools.assigned(planned.assignment.performerId);
    await this.pools.save();
  }

  private async act(command: Extract<RouteCommand, { type: 'run-action' }>): Promise<void> {
    const { runId, documentId, startedBy, actions } = this.surroundings;
    const action = actions.find(command.action);
    const { instance } = command;
    if (!action) {
      this.feed({ type: 'action-failed', instance, message: `There is no action "${command.action}".` });
      return;
    }
    const input: ActionInput = { runId, documentId, instance, params: command.params, startedBy };
    if (action.mode === 'job') {
      const payload = { runId, documentId, startedBy, instance, action: command.action, params: command.params };
      this.jobs.set(instance, { name: runJobs.action, payload, key: `action:${runId}:${instance}` });
      return;
    }
    await this.surroundings.beforeActing();
    const outcome = await this.runImmediately(action, input);
    if ('failure' in outcome) {
      this.feed({ type: 'action-failed', instance, message: outcome.failure, ...codeOf(outcome) });
    } else {
      if (outcome.documentChanged) this.surroundings.facts.forget();
      this.feed({ type: 'action-done', instance, result: outcome.result ?? null });
    }
  }

  /**
   * A route acts with its own right, not with that of whoever happened to take the step before. What an action wrote before
   * it failed is taken back; a failure that nobody foresaw becomes an incident too, unless the database asks for
   * another try of the whole transaction.
   */
  private async runImmediately(action: ImmediateAction, input: ActionInput): Promise<ActionOutcome> {
    const { tx } = this.context;
    await tx.query('SAVEPOINT action');
    let outcome: ActionOutcome;
    try {
      outcome = await action.run({ ...this.context, actor: systemActor }, input);
    } catch (error) {
      if (isPassing(error)) throw error;
      outcome = { failure: `The action "${action.name}" failed: ${(error as Error).message}` };
    }
    if (!('failure' in outcome)) return outcome;
    await tx.query('ROLLBACK TO SAVEPOINT action');
    this.surroundings.facts.forget();
    return outcome;
  }

  private async setTimer(command: SetTimer): Promise<void> {
    const { organisation, runId } = this.surroundings;
    const performerId = await this.performerOf(command);
    const calendar = calendarFor(organisation, performerId === null ? {} : { personId: performerId });
    // One that is set again counts from when it was set first.
    const due = dueTime(command.due.value, calendar, command.from ?? this.at, {});
    if (due === null || 'failure' in due) {
      const message = due === null ? 'The timer has no time.' : due.failure;
      this.feed({ type: 'resolve-failed', instance: command.instance, message });
      return;
    }
    const runAt = new Date(due.dueAt);
    const { timer, element } = command;
    this.timersSet.set(timer, { timer, element, dueAt: runAt.toISOString(), dueBecause: due.because });
    // A far timer is only a row until the sweep that comes before its time.
    if (due.dueAt - this.at > nearTimerMs) return;
    this.jobs.set(timer, { name: runJobs.timer, payload: { runId, timer }, runAt, key: timerJobKey(runId, timer) });
  }

  /** Working time is that of whoever has the watched assignment; other timers need nobody. */
  private async performerOf({ instance, due }: SetTimer): Promise<string | null> {
    const issued = this.issued.get(instance);
    if (issued || !due.value.includes('working')) return issued?.performerId ?? null;
    const rows = await this.context.tx.query<{ performer_id: string | null }>(
      'SELECT performer_id FROM assignment WHERE run_id = $1 AND instance = $2',
      [this.surroundings.runId, instance],
    );
    return rows[0]?.performer_id ?? null;
  }

  private feed(event: WithoutTime<RouteEvent>): void {
    this.waiting.push({ ...event, at: this.at });
  }
}

type SetTimer = Extract<RouteCommand, { type: 'set-timer' }>;

/** SQLSTATE classes of failures that another try of the transaction may not have: lost connection, deadlock, shutdown. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(08|40|53|57)/.test(code);
}

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

function codeOf(outcome: { code?: string }): { code: string } | Record<string, never> {
  return outcome.code === undefined ? {} : { code: outcome.code };
}

function never(command: never): never {
  throw new Error(`Unknown command ${JSON.stringify(command)}`);
}
