import type { ActivityNode, ElementKind, GraphFlow, GraphNode, NodeOf, RouteGraph } from '../compile/route-graph.js';
import { assertTransition } from './lifecycle.js';
import type { Facts, RouteCommand, RouteEvent, RouteLibrary, TrailEntry } from './protocol.js';
import type { IncidentState, Instance, RunState, StepRecord, TimerState } from './state.js';

/** What an element does; one file each under `elements/`. */
export interface ElementBehaviour<N> {
  /**
   * Called when an instance has become active, and again when an incident of phase `enter` is retried. Either completes the
   * instance, or leaves it waiting, or raises an incident.
   */
  enter(draft: Draft, node: N, instance: Instance): void;
  /** Containers: all children have ended. */
  childrenEnded?(draft: Draft, node: N, instance: Instance): void;
  /** Waiting instances: the event they waited for has come, or a person has done the task. */
  proceed?(draft: Draft, node: N, instance: Instance): void;
  /** The instance is taken away before its end: tell the shell what becomes void. */
  withdraw?(draft: Draft, node: N, instance: Instance): void;
}

/** One behaviour for every kind of element: the compiler names what is missing. */
export type ElementRegistry = { readonly [K in ElementKind]: ElementBehaviour<NodeOf<K>> };

/** What a draft needs to know of the layers above it. */
export interface Machinery {
  readonly elements: ElementRegistry;
  /** Turns the instance of an element with a loop marker into the container of its turns. */
  startLoop(draft: Draft, node: ActivityNode, instance: Instance): void;
  /** One turn of a loop has completed; its instance is gone already. */
  turnEnded(draft: Draft, turn: Instance): void;
  /** A lapsed decision has been taken again: it stands, or the route goes on from it once more. */
  confirmed(draft: Draft, instance: Instance): void;
  /** A compensation handler has completed; its instance is gone already. */
  handlerEnded(draft: Draft, handler: Instance): void;
}

/** A token on its way: it will arrive at `node` inside the container `parent`. */
export interface Token {
  readonly node: GraphNode;
  readonly parent: string;
  readonly flow: GraphFlow | null;
  readonly outcome: string | undefined;
}

const noFacts: Facts = { document: null, card: {} };

/**
 * The state of a run while one event is being worked in: a copy that elements change, with the commands and the trail they
 * leave. Nothing outside a step ever sees it; what was not changed is shared with the state before.
 */
export class Draft {
  readonly commands: RouteCommand[] = [];
  readonly trail: TrailEntry[] = [];
  readonly queue: Token[] = [];
  /** Containers that may have come to their end. */
  readonly touched = new Set<string>();
  readonly facts: Facts;
  readonly at: number;
  status: RunState['status'];
  variables: Readonly<Record<string, unknown>>;
  steps: Readonly<Record<string, StepRecord>>;
  /** In the order in which they began. A map, since plain objects are slow to copy once something was deleted. */
  instances: Map<string, Instance>;
  timers: Record<string, TimerState>;
  incidents: Record<string, IncidentState>;
  /** Elements entered in this step; a loop without a wait is stopped by it. */
  entered = 0;
  private counter: number;

  constructor(
    readonly library: RouteLibrary,
    readonly machinery: Machinery,
    state: RunState,
    event: RouteEvent,
  ) {
    this.at = event.at;
    this.facts = event.facts ?? noFacts;
    this.status = state.status;
    this.counter = state.counter;
    this.variables = state.variables;
    this.steps = state.steps;
    this.instances = mapOf(state.instances);
    this.timers = { ...state.timers };
    this.incidents = { ...state.incidents };
  }

  toState(): RunState {
    return {
      format: 1,
      status: this.status,
      counter: this.counter,
      variables: this.variables,
      steps: this.steps,
      instances: objectOf(this.instances),
      timers: this.timers,
      incidents: this.incidents,
    };
  }

  /** Puts another state in the place of this one; numbers given are never given again. */
  replace(state: RunState): void {
    this.status = state.status;
    this.counter = Math.max(this.counter, state.counter);
    this.variables = state.variables;
    this.steps = state.steps;
    this.instances = mapOf(state.instances);
    this.timers = { ...state.timers };
    this.incidents = { ...state.incidents };
  }

  nextId(prefix: 'i' | 't' | 'n'): string {
    this.counter += 1;
    return `${prefix}${this.counter}`;
  }

  graph(route: string | undefined): RouteGraph {
    const graph = route === undefined ? this.library.main : this.library.called.get(route);
    if (!graph) throw new Error(`route ${route ?? ''} is not in the library of this run`);
    return graph;
  }

  nodeOf(instance: Instance): GraphNode {
    return this.nodeById(instance.element, instance.route);
  }

  nodeById(id: string, route: string | undefined): GraphNode {
    const node = this.graph(route).nodes.get(id);
    if (!node) throw new Error(`element ${id} is not in the route`);
    return node;
  }

  behaviour(node: GraphNode): ElementBehaviour<GraphNode> {
    return this.machinery.elements[node.kind];
  }

  /** The instance as it is now; undefined once it has ended. */
  find(id: string): Instance | undefined {
    return this.instances.get(id);
  }

  get(id: string): Instance {
    const instance = this.instances.get(id);
    if (!instance) throw new Error(`instance ${id} has ended`);
    return instance;
  }

  /** Replaces an instance by a copy with `change`; a property changed to undefined is left out. */
  update(id: string, change: Partial<Instance>): Instance {
    const current = this.get(id);
    if (change.state !== undefined && change.state !== current.state) {
      assertTransition(current.state, change.state, id);
    }
    const next: { -readonly [K in keyof Instance]: Instance[K] } = { ...current };
    // One by one: a second spread is slow, and a change has one or two properties.
    for (const key in change) put(next, key as keyof Instance, change[key as keyof Instance]);
    this.instances.set(id, next);
    return next;
  }

  add(instance: Instance): void {
    assertTransition('created', instance.state, instance.id);
    this.instances.set(instance.id, instance);
  }

  remove(id: string, as: 'completed' | 'terminated'): void {
    const instance = this.get(id);
    if (as === 'completed' && instance.state === 'active') assertTransition('active', 'completing', id);
    assertTransition(as === 'completed' ? 'completing' : 'terminating', as, id);
    this.instances.delete(id);
    if (instance.parent !== null) this.touched.add(instance.parent);
  }

  children(id: string): Instance[] {
    const found: Instance[] = [];
    for (const instance of this.instances.values()) if (instance.parent === id) found.push(instance);
    return found;
  }

  hasChildren(id: string): boolean {
    for (const instance of this.instances.values()) if (instance.parent === id) return true;
    return false;
  }

  command(command: RouteCommand): void {
    this.commands.push(command);
  }

  log(event: TrailEntry['event'], node: { id: string; name?: string }, instance?: Instance, detail?: string): void {
    const entry: { -readonly [K in keyof TrailEntry]: TrailEntry[K] } = { at: this.at, event, element: node.id };
    if (node.name !== undefined) entry.name = node.name;
    if (instance !== undefined) {
      entry.instance = instance.id;
      if (instance.route !== undefined) entry.route = instance.route;
    }
    if (detail !== undefined) entry.detail = detail;
    this.trail.push(entry);
  }

  /** A token goes along a flow of the main route, or of a called one. */
  logTaken({ id, name }: { id: string; name?: string }, route: string | undefined): void {
    const named = name === undefined ? {} : { name };
    this.trail.push({ at: this.at, event: 'taken', element: id, ...named, ...(route === undefined ? {} : { route }) });
  }
}

function put<K extends keyof Instance>(
  instance: { -readonly [P in keyof Instance]: Instance[P] },
  key: K,
  value: Instance[K] | undefined,
): void {
  if (value === undefined) Reflect.deleteProperty(instance, key);
  else instance[key] = value;
}

function mapOf(instances: RunState['instances']): Map<string, Instance> {
  const map = new Map<string, Instance>();
  for (const id in instances) {
    const instance = instances[id];
    if (instance) map.set(id, instance);
  }
  return map;
}

function objectOf(instances: ReadonlyMap<string, Instance>): RunState['instances'] {
  const object: Record<string, Instance> = {};
  for (const [id, instance] of instances) object[id] = instance;
  return object;
}
