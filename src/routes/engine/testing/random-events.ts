import type { GraphNode } from '../../compile/route-graph.js';
import type { RouteEvent, RouteLibrary, TrailEntry } from '../protocol.js';
import type { Instance, RunState } from '../state.js';

/** The node that an instance is at. */
export function nodeAt(
  { main, called }: RouteLibrary,
  { element, route }: Pick<Instance, 'element' | 'route'>,
): GraphNode {
  const node = (route === undefined ? main : called.get(route))?.nodes.get(element);
  if (!node) throw new Error(`the route has no ${element}`);
  return node;
}

/** Instances in which nothing else is: where the run is now. */
export function leaves(state: RunState): Instance[] {
  const instances = Object.values(state.instances);
  const containers = new Set(instances.map(({ parent }) => parent));
  return instances.filter(({ id }) => !containers.has(id));
}

/** Everything that may happen to a run in its state, from people, timers, messages and administrators. */
export function possibleEvents(library: RouteLibrary, state: RunState, at: number, choice: number): RouteEvent[] {
  const variables = { n: choice % 6, again: choice % 3 === 0 };
  const events: RouteEvent[] = [
    { type: 'message', at, name: 'go', variables },
    { type: 'signal', at, name: 'alert' },
    { type: 'set-variables', at, variables },
    ...Object.keys(state.timers).map((timer): RouteEvent => ({ type: 'timer', at, timer })),
    ...Object.keys(state.incidents).map((incident): RouteEvent => ({ type: 'retry', at, incident, variables })),
  ];
  const inner = new Set(leaves(state).map(({ id }) => id));
  for (const instance of Object.values(state.instances))
    events.push(...eventsAt(library, instance, inner.has(instance.id), at, choice));
  return events;
}

function eventsAt(
  library: RouteLibrary,
  { id: instance, element, route, loop, state }: Instance,
  isLeaf: boolean,
  at: number,
  choice: number,
): RouteEvent[] {
  const node = nodeAt(library, { element, ...(route === undefined ? {} : { route }) });
  if (loop || state !== 'active') return [];
  const code = choice % 2 === 0 ? 'E' : 'other';
  const variables = { n: choice % 5, again: choice % 7 === 0 };
  const trigger = (target: string): RouteEvent => ({ type: 'trigger', at, instance, element: target });
  if (node.kind === 'user' && isLeaf)
    return [
      { type: 'complete', at, instance, variables },
      { type: 'complete', at, instance },
      { type: 'task-error', at, instance, code },
      { type: 'task-escalation', at, instance, code: 'U' },
    ];
  if (node.kind === 'action' && isLeaf)
    return [
      { type: 'action-done', at, instance, result: choice },
      { type: 'action-failed', at, instance, code, message: 'it failed' },
    ];
  if (node.kind === 'catch' || node.kind === 'receive') return [trigger(element)];
  if (node.kind === 'event-gateway') return node.outgoing.map(({ target }) => trigger(target));
  if (node.kind === 'scope' && node.variant === 'ad-hoc') {
    const tasks = [...(route === undefined ? library.main : library.called.get(route))!.nodes.values()];
    return [
      { type: 'complete', at, instance },
      ...tasks
        .filter(({ scope }) => scope === element)
        .map(({ id }): RouteEvent => ({ type: 'activate', at, instance, element: id })),
    ];
  }
  return [];
}

/** Anything at all: also what comes too late, at the wrong place, or makes no sense there. */
export function anyEvent(library: RouteLibrary, state: RunState, at: number, choice: number): RouteEvent {
  const instance = `i${choice % 23}`;
  const elements = [...library.main.nodes.keys()];
  const element = elements[choice % elements.length] ?? '';
  const value = [null, 'x', -1, [1], { a: 1 }, true][choice % 6];
  const variables = { n: value, again: value };
  const events: RouteEvent[] = [
    { type: 'start', at },
    { type: 'complete', at, instance, outcome: 'no', variables },
    { type: 'skip', at, instance },
    { type: 'trigger', at, instance, element, variables },
    { type: 'timer', at, timer: `t${choice % 29}` },
    { type: 'message', at, name: 'go', key: value, variables },
    { type: 'signal', at, name: 'alert', variables },
    { type: 'action-done', at, instance, result: value },
    { type: 'action-failed', at, instance, code: 'E', message: '' },
    { type: 'task-error', at, instance, code: 'E' },
    { type: 'task-escalation', at, instance, code: 'U' },
    { type: 'resolve-failed', at, instance, message: 'nobody' },
    { type: 'retry', at, incident: `n${choice % 31}` },
    { type: 'set-variables', at, variables, instance },
    { type: 'activate', at, instance, element },
    { type: 'move', at, instance, to: element },
    { type: 'reopen', at, container: instance, element, outcome: 'no', performer: null },
    { type: 'facts-changed', at },
    { type: 'restore', at, reason: 'recall', state },
    ...(choice % 97 === 0 ? [{ type: 'cancel', at, reason: 'enough' } as const] : []),
  ];
  return events[(choice >> 3) % events.length] ?? { type: 'facts-changed', at };
}

/** Elements that the run entered and has not left, by what its trail says; turns of loops have no trail. */
export class Balance {
  private readonly inside = new Map<string, TrailEntry>();
  readonly faults: string[] = [];

  constructor(private readonly library: RouteLibrary) {}

  /** Takes the trail of a step, and compares what is left with the state after it. */
  take(trail: readonly TrailEntry[], state: RunState): void {
    for (const entry of trail) {
      const { event, instance, element } = entry;
      if (instance === undefined) continue;
      if (event === 'entered' || event === 'compensated') {
        if (this.inside.has(instance)) this.faults.push(`${element} is entered twice`);
        this.inside.set(instance, entry);
      } else if (
        (event === 'completed' || event === 'cancelled' || event === 'finished') &&
        !this.inside.delete(instance)
      ) {
        this.faults.push(`${element} is left twice`);
      }
    }
    const quiet = (id: string): boolean => {
      const instance = state.instances[id];
      return instance?.turn !== undefined;
    };
    for (const id of Object.keys(state.instances))
      if (!this.inside.has(id) && !quiet(id)) this.faults.push(`${id} came from nowhere`);
    for (const [id, entry] of this.inside) if (!Object.hasOwn(state.instances, id)) this.vanished(id, entry);
    this.countTokens(trail);
  }

  /** An event says what came of the gateway before it; end and throw events may bring down their own scope. */
  private vanished(id: string, entry: TrailEntry): void {
    this.inside.delete(id);
    const { kind } = nodeAt(this.library, entry);
    if (kind !== 'end' && kind !== 'throw' && kind !== 'event-gateway')
      this.faults.push(`${id} is gone without a word`);
  }

  /** In a step that takes nothing away, every token that took a flow to something that does not join has arrived there once. */
  private countTokens(trail: readonly TrailEntry[]): void {
    const entered = new Map<string, number>();
    const came = new Map<string, number>();
    const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const { event, element, route } of trail) {
      if (event === 'entered') count(entered, `${route ?? ''} ${element}`);
      if (event !== 'taken') continue;
      const graph = route === undefined ? this.library.main : this.library.called.get(route);
      count(came, `${route ?? ''} ${graph?.flows.get(element)?.target ?? ''}`);
    }
    const isWhole = !trail.some(
      ({ event, ...entry }) =>
        event === 'cancelled' || (event === 'entered' && bringsDown(nodeAt(this.library, entry))),
    );
    for (const [key, tokens] of came) {
      const [route = '', element = ''] = key.split(' ');
      const node = nodeAt(this.library, { element, ...(route === '' ? {} : { route }) });
      const joins = (node.kind === 'parallel' || node.kind === 'inclusive') && node.incoming.length > 1;
      const arrived = entered.get(key) ?? 0;
      if (arrived > tokens && !joins) this.faults.push(`${element} is entered ${arrived} times by ${tokens} tokens`);
      if (isWhole && arrived < tokens && !joins) this.faults.push(`${element} has lost ${tokens - arrived} tokens`);
    }
  }
}

function bringsDown(node: GraphNode): boolean {
  return (node.kind === 'end' && node.throws.type !== 'none') || node.kind === 'throw' || node.kind === 'boundary';
}
