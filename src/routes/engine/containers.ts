import type { GraphNode, ScopeNode, StartNode } from '../compile/route-graph.js';
import type { Draft } from './draft.js';
import type { Instance } from './state.js';
import { armTimer } from './timers.js';

/**
 * Begins the content of a container: the given start events, and whatever nothing leads to. Event sub-processes are made
 * ready; their timers begin to run.
 */
export function beginScope(draft: Draft, container: Instance, scope: ScopeNode, starts: readonly GraphNode[]): void {
  for (const inner of scope.eventScopes) {
    for (const start of inner.starts) {
      if (start.trigger.type === 'timer') armTimer(draft, container, start.id, start.trigger.timer);
    }
  }
  const implicit = scope.implicitStarts.map((id) => draft.nodeById(id, container.route));
  for (const node of [...starts, ...implicit]) {
    draft.queue.push({ node, parent: container.id, flow: null, outcome: container.outcome });
  }
  draft.touched.add(container.id);
}

/** The start events with which an embedded sub-process begins. */
export function plainStarts(scope: ScopeNode): readonly StartNode[] {
  const plain = scope.starts.filter((start) => start.trigger.type === 'none');
  return plain.length > 0 ? plain : scope.starts;
}

/** Makes an instance of an event sub-process, begun by the start event that was triggered. */
export function beginEventScope(draft: Draft, container: Instance, scope: ScopeNode, start: StartNode): Instance {
  const instance: Instance = {
    id: draft.nextId('i'),
    parent: container.id,
    element: scope.id,
    state: 'active',
    since: draft.at,
    ...(container.route === undefined ? {} : { route: container.route }),
    ...(container.outcome === undefined ? {} : { outcome: container.outcome }),
  };
  draft.add(instance);
  draft.log('entered', scope, instance);
  beginScope(draft, instance, scope, [start]);
  return instance;
}
