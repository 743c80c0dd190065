import type { RouteCommand, RouteEvent, RouteLibrary } from './protocol.js';
import type { Instance, RunState } from './state.js';
import { replay, step } from './step.js';

/** Why a decision cannot be taken back, for people. */
interface Refused {
  readonly refused: string;
}

/**
 * The state that a run would be in, had one decision never been taken: everything before it as recorded, then everything
 * after it that does not rest on it. `recorded` are the steps of the run in order, each with the event from outside first
 * and the answers to its commands behind it; an event without facts has those of the event before. What both histories have
 * keeps its identifier; a run that the decision has brought to its end goes on again. Refused where the route has acted on
 * the decision, or what came after cannot be had without it.
 */
export function recall(
  library: RouteLibrary,
  recorded: readonly (readonly RouteEvent[])[],
  index: number,
  current: RunState,
): { readonly state: RunState } | Refused {
  const steps = withFacts(recorded);
  const decision = steps[index]?.[0];
  if (current.status !== 'active' && current.status !== 'finished') return refused('the run was given up');
  if (decision?.type !== 'complete' && decision?.type !== 'skip') return refused('this step is not a decision');
  const later = steps.slice(index + 1).flat();
  if (later.some(({ type }) => type === 'restore'))
    return refused('the run has been put into another state since then');
  const before = replay(library, steps.slice(0, index).flat());
  const taken = take(library, before, steps[index] ?? []);
  if (taken.acted) return refused('the route has acted on it');
  const without = new Rewriting(library, taken.state, before);
  for (const event of later) {
    const problem = without.take(event);
    if (problem !== null) return refused(problem);
  }
  return without.result(current);
}

function refused(reason: string): Refused {
  return { refused: reason };
}

/** Every event with its facts; those that are the same as before are not recorded again. */
function withFacts(recorded: readonly (readonly RouteEvent[])[]): RouteEvent[][] {
  let facts: RouteEvent['facts'];
  return recorded.map((events) =>
    events.map((event) => {
      facts = event.facts ?? facts;
      return facts === undefined ? event : { ...event, facts };
    }),
  );
}

/** Takes the events of the decision as they were recorded, and looks whether anything has left the run. */
function take(
  library: RouteLibrary,
  from: RunState,
  events: readonly RouteEvent[],
): { readonly state: RunState; readonly acted: boolean } {
  let state = from;
  let acted = false;
  for (const event of events) {
    const result = step(library, state, event);
    if ('refused' in result) throw new Error(`a recorded event (${event.type}) is refused: ${result.refused.message}`);
    ({ state } = result);
    acted ||= event.type === 'action-done' || event.type === 'action-failed';
    acted ||= result.commands.some((command) => isSent(command) || command.type === 'run-action');
  }
  return { state, acted };
}

function isSent({ type }: RouteCommand): boolean {
  return type === 'throw-message' || type === 'throw-signal';
}

/** Two histories of a run side by side: as it was, and as it would have been. */
class Rewriting {
  /** Actions by instance, as they were asked for. */
  private readonly wereRun = new Map<string, string[]>();
  private readonly wouldRun = new Map<string, string[]>();

  constructor(
    private readonly library: RouteLibrary,
    private was: RunState,
    private would: RunState,
  ) {}

  /** Takes a later event in both; answers why that cannot be. */
  take(event: RouteEvent): string | null {
    const was = step(this.library, this.was, event);
    if ('refused' in was) throw new Error(`a recorded event (${event.type}) is refused: ${was.refused.message}`);
    // the same numbers are free in both, so that what both begin is numbered alike
    const counter = Math.max(this.was.counter, this.would.counter);
    const would = step(this.library, { ...this.would, counter }, event);
    this.was = was.state;
    if ('refused' in would) {
      // an assignment for which nobody was found and that would never have been issued
      if (event.type === 'resolve-failed' && would.refused.code === 'unknown-instance') return null;
      return `what was done after it rests on it: ${would.refused.message}`;
    }
    this.would = would.state;
    if (textOf(was.commands.filter(isSent)) !== textOf(would.commands.filter(isSent)))
      return 'the route has sent messages that rest on it';
    collectActions(this.wereRun, was.commands);
    collectActions(this.wouldRun, would.commands);
    return alike(this.was, this.would) ? null : 'what was begun after it cannot be told apart from what rests on it';
  }

  result(current: RunState): { readonly state: RunState } | Refused {
    if (textOf(Object.keys(this.was.instances).sort()) !== textOf(Object.keys(current.instances).sort()))
      return refused('the record of the run does not lead to the state that it is in');
    for (const [instance, actions] of this.wouldRun) {
      const were = this.wereRun.get(instance);
      if (were && textOf(were) !== textOf(actions)) return refused('the route has acted on it');
    }
    if (hasTwins(this.was, this.would))
      return refused('assignments that do not rest on it could not be kept as they are');
    return { state: { ...this.would, counter: Math.max(this.would.counter, this.was.counter, current.counter) } };
  }
}

function collectActions(into: Map<string, string[]>, commands: readonly RouteCommand[]): void {
  for (const command of commands) {
    if (command.type !== 'run-action') continue;
    into.set(command.instance, [...(into.get(command.instance) ?? []), textOf(command)]);
  }
}

/** Whether the same identifier means the same thing in both states. */
function alike(one: RunState, other: RunState): boolean {
  return (
    shared(one.instances, other.instances).every(([a, b]) => a.parent === b.parent && placeOf(a) === placeOf(b)) &&
    shared(one.timers, other.timers).every(([a, b]) => textOf(a) === textOf(b)) &&
    shared(one.incidents, other.incidents).every(([a, b]) => textOf(a) === textOf(b))
  );
}

function shared<T>(one: Readonly<Record<string, T>>, other: Readonly<Record<string, T>>): [T, T][] {
  return Object.entries(one).flatMap(([id, a]): [T, T][] => {
    const b = Object.hasOwn(other, id) ? other[id] : undefined;
    return b === undefined ? [] : [[a, b]];
  });
}

/** Whether something that both states have is under another identifier in each. */
function hasTwins(one: RunState, other: RunState): boolean {
  const own = (instances: RunState['instances'], others: RunState['instances']): string[] =>
    Object.values(instances)
      .filter(({ id }) => !Object.hasOwn(others, id))
      .map(placeOf);
  const places = new Set(own(one.instances, other.instances));
  return own(other.instances, one.instances).some((place) => places.has(place));
}

/** What an instance is, apart from its identifier: where it is, since when, which turn, and what it confirms. */
function placeOf({ element, route, since, turn, confirms }: Instance): string {
  return textOf([element, route ?? null, since, turn ?? null, confirms?.turn ?? confirms !== undefined]);
}

const textOf = (value: unknown): string => JSON.stringify(value);
