import { systemActor } from '../../organisation/directory/actors.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import type { ActionInput, ActionOutcome, ImmediateAction } from '../actions/route-action.js';
import type { RouteCommand, RouteEvent, StepRefusal } from '../engine/protocol.js';
import type { RunState } from '../engine/state.js';
import { step } from '../engine/step.js';
import { StepPools } from '../assignments/performer-pools.js';
import { dueTime } from './due-time.js';
import { GatheredChanges } from './gathered-changes.js';
import { allPeopleTexts, peopleTexts, planAssignment, type IssueCommand } from './plan-assignment.js';
import { withPeople } from './people-params.js';
import { nearTimerMs, runJobs, timerJobKey, type RunChanges } from './run-record.js';
import type { RunSurroundings } from './run-surroundings.js';

/** A route that never waits would keep its transaction for ever; this many steps are more than any real one needs. */
const mostSteps = 1000;

/**
 * Steps a run from `event` until it waits: finds performers, sets timers, carries out the actions that need only the
 * database, and collects everything to be written. What fails inside the route is fed back as an event and becomes an
 * incident; only a refusal of the first event comes back as `refused`. Where the route goes round and round without
 * waiting, everything that its actions did on the way is taken back, and the first of them becomes an incident.
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
  private gathered = new GatheredChanges();
  /** Set at the end of a step, when it is known who has the assignment that they watch. */
  private readonly timersAsked = new Map<string, SetTimer>();
  /** Answers to be taken, and actions to be carried out at once, in order. */
  private waiting: (RouteEvent | RunAction)[] = [];
  /** How everything was before the first action, for the case that the route goes round. */
  private before: Before | undefined;
  /** It does: from now on nothing is carried out any more. */
  private goesRound = false;
  private pools: StepPools;

  constructor(
    private readonly context: Context,
    private readonly surroundings: RunSurroundings,
    public state: RunState,
  ) {
    this.pools = this.newPools();
  }

  /** Takes one event; answers the refusal of the pure step, if it refuses. */
  async take(event: RouteEvent): Promise<StepRefusal | undefined> {
    const complete = { ...event, facts: await this.surroundings.facts.read() };
    const result = step(this.surroundings.library, this.state, complete);
    if ('refused' in result) return result.refused;
    this.state = result.state;
    this.gathered.events.push(complete);
    this.gathered.trail.push(...result.trail);
    for (const command of result.commands) await this.carryOut(command);
    for (const command of this.timersAsked.values()) await this.setTimer(command);
    this.timersAsked.clear();
    return undefined;
  }

  /** Feeds back what actions and searches for performers answered, in order, until nothing is left. */
  async untilWaiting(): Promise<void> {
    for (let taken = 0, next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      if (next.type === 'run-action') await this.act(next);
      else {
        // An event may be stale by its turn (its element was cancelled meanwhile); the pure step then refuses it rightly.
        await this.take(next);
        taken += 1;
      }
      if (taken > mostSteps && this.before && !this.goesRound) await this.takeBack(this.before);
    }
  }

  changes(): RunChanges {
    return this.gathered.changes();
  }

  private get at(): number {
    return this.context.now.getTime();
  }

  private newPools(): StepPools {
    return new StepPools(this.context.tx, () => allPeopleTexts(this.surroundings.library));
  }

  private async carryOut(command: RouteCommand): Promise<void> {
    const { gathered } = this;
    switch (command.type) {
      case 'issue-assignment':
        return this.issue(command);
      case 'withdraw-assignment':
        return gathered.withdraw(command);
      case 'run-action':
        return this.plan(command);
      case 'cancel-action':
        gathered.jobs.delete(command.instance);
        return;
      case 'set-timer':
        this.timersAsked.set(command.timer, command);
        return;
      case 'clear-timer':
        if (!this.timersAsked.delete(command.timer)) gathered.clearTimer(command);
        return;
      case 'raise-incident':
        return gathered.raise(command);
      case 'clear-incident':
        return gathered.clearIncident(command);
      case 'throw-message':
      case 'throw-signal':
        return gathered.throw(command);
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
    const { assignment } = planned;
    this.gathered.issued.set(command.instance, { ...assignment, askedAgain: command.again ? askedAgain : null });
    this.pools.assigned(assignment.performerId);
    await this.pools.save();
  }

  /** An action that takes long is a job; one that needs only the database has its turn when this step is through. */
  private async plan(asked: RunAction): Promise<void> {
    const { runId, documentId, startedBy, actions, organisation, facts } = this.surroundings;
    const { instance, action: name } = asked;
    const action = actions.find(name);
    const search = asked.people && { organisation, atMs: this.at, matter: await facts.matter() };
    const named = search ? await withPeople(search, this.pools, asked) : { command: asked };
    if ('failure' in named) return this.feed({ type: 'action-failed', instance, message: named.failure });
    const { command } = named;
    if (!action) {
      this.feed({ type: 'action-failed', instance, message: `There is no action "${name}".` });
    } else if (action.mode === 'job') {
      const payload = { runId, documentId, startedBy, instance, action: name, params: command.params };
      this.gathered.jobs.set(instance, { name: runJobs.action, payload, key: `action:${runId}:${instance}` });
    } else this.waiting.push(command);
  }

  private async act(command: RunAction): Promise<void> {
    const { runId, documentId, startedBy, actions } = this.surroundings;
    const { instance, params } = command;
    const action = actions.find(command.action);
    // What follows from the same step may have withdrawn it before its turn.
    if (action?.mode !== 'immediate' || !Object.hasOwn(this.state.instances, instance)) return;
    if (this.goesRound) {
      const message = `The route goes round without ever waiting. Everything that it did by itself in ${mostSteps} steps was taken back.`;
      this.feed({ type: 'action-failed', instance, code: 'endless-loop', message });
      return;
    }
    await this.surroundings.beforeActing();
    const outcome = await this.runImmediately(action, { runId, documentId, instance, params, startedBy }, command);
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
  private async runImmediately(
    action: ImmediateAction,
    input: ActionInput,
    command: RunAction,
  ): Promise<ActionOutcome> {
    const { tx } = this.context;
    const saved = [...(this.before ? [] : [tx.query(`SAVEPOINT ${beforeActions}`)]), tx.query('SAVEPOINT action')];
    this.before ??= { state: this.state, gathered: this.gathered.copy(), waiting: [command, ...this.waiting] };
    await Promise.all(saved);
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

  /** Everything is again as it was before the first action; none is carried out after this. */
  private async takeBack({ state, gathered, waiting }: Before): Promise<void> {
    await this.context.tx.query(`ROLLBACK TO SAVEPOINT ${beforeActions}`);
    this.surroundings.facts.forget();
    this.state = state;
    this.gathered = gathered;
    this.waiting = [...waiting];
    // Whose turn it was is as it was, too.
    this.pools = this.newPools();
    this.goesRound = true;
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
    this.gathered.setTimer({ timer, element, dueAt: runAt.toISOString(), dueBecause: due.because });
    // A far timer is only a row until the sweep that comes before its time.
    if (due.dueAt - this.at > nearTimerMs) return;
    this.gathered.jobs.set(timer, {
      name: runJobs.timer,
      payload: { runId, timer },
      runAt,
      key: timerJobKey(runId, timer),
    });
  }

  /** Working time is that of whoever has the watched assignment; other timers need nobody. */
  private async performerOf({ instance, due }: SetTimer): Promise<string | null> {
    const issued = this.gathered.issued.get(instance);
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
type RunAction = Extract<RouteCommand, { type: 'run-action' }>;

interface Before {
  readonly state: RunState;
  readonly gathered: GatheredChanges;
  readonly waiting: readonly (RouteEvent | RunAction)[];
}

/** Where the transaction goes back to when the route goes round. */
const beforeActions = 'before_actions';

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
