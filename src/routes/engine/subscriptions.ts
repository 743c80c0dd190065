import type { GraphNode, RouteGraph, Trigger } from '../compile/route-graph.js';
import { Draft } from './draft.js';
import { machinery } from './machinery.js';
import type { Facts, RouteLibrary } from './protocol.js';
import { valueFor } from './scope.js';
import type { RunState } from './state.js';
import { allWaiting } from './triggers.js';
import type { Waiting } from './triggers.js';

/** A place of a run where something from outside is waited for. */
export interface Subscription {
  /** The waiting instance: the event itself, the host of a boundary event, an event gateway, the scope of an event sub-process. */
  readonly instance: string;
  /** The event that would be triggered. */
  readonly element: string;
  readonly kind: 'message' | 'signal' | 'conditional';
  /** Of the message or signal; null for a condition. */
  readonly name: string | null;
  /** What the message must be correlated with; undefined takes any, or (with `problem`) none at present. */
  readonly key: unknown;
  /** Why the correlation cannot be evaluated now. */
  readonly problem?: string;
}

/**
 * Everything that a run waits for from outside but time and people: messages, with their correlation as it is now, signals
 * and conditions, in the order in which they began to wait. `at`: epoch milliseconds, for correlations that ask for the time.
 */
export function subscriptions(library: RouteLibrary, state: RunState, facts: Facts, at = 0): Subscription[] {
  if (state.status !== 'active' || !listens(library)) return [];
  const draft = new Draft(library, machinery, state, { type: 'facts-changed', at, facts });
  return allWaiting(draft).flatMap((waiting) => subscription(draft, waiting));
}

function subscription(draft: Draft, { instance, node, trigger }: Waiting): Subscription[] {
  if (!isHeard(trigger)) return [];
  const place = { instance: instance.id, element: node.id, kind: trigger.type };
  if (trigger.type === 'conditional') return [{ ...place, name: null, key: undefined }];
  if (trigger.type === 'signal' || !trigger.key) return [{ ...place, name: trigger.name, key: undefined }];
  const key = valueFor(draft, instance, trigger.key);
  return 'failure' in key
    ? [{ ...place, name: trigger.name, key: undefined, problem: key.failure }]
    : [{ ...place, name: trigger.name, key: key.value }];
}

type Heard = Extract<Trigger, { type: Subscription['kind'] }>;

const isHeard = (trigger: Trigger): trigger is Heard =>
  trigger.type === 'message' || trigger.type === 'signal' || trigger.type === 'conditional';

const known = new WeakMap<RouteGraph, boolean>();

/** Whether runs of a library can wait for messages, signals or conditions at all; looked at once for each graph. */
export function listens(library: RouteLibrary): boolean {
  if (graphListens(library.main)) return true;
  for (const graph of library.called.values()) if (graphListens(graph)) return true;
  return false;
}

function graphListens(graph: RouteGraph): boolean {
  let answer = known.get(graph);
  if (answer === undefined) {
    answer = [...graph.nodes.values()].some((node) => waits(node, graph));
    known.set(graph, answer);
  }
  return answer;
}

function waits(node: GraphNode, graph: RouteGraph): boolean {
  if (node.kind === 'receive') return node.message !== undefined;
  if (node.kind === 'catch' || node.kind === 'boundary') return isHeard(node.trigger);
  if (node.kind !== 'start' || !isHeard(node.trigger)) return false;
  // what begins the process itself begins other runs, and is not waited for by this one
  const scope = node.scope === null ? undefined : graph.nodes.get(node.scope);
  return scope?.kind === 'scope' && scope.variant === 'event';
}
