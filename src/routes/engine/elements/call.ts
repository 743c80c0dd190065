import type { CallNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { beginScope, plainStarts } from '../containers.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { setVariables, valueFor } from '../scope.js';
import type { Instance } from '../state.js';

/** Deepest nesting of calls: a route that calls itself without end is stopped by it. */
const maxDepth = 20;

/** A call activity: another route runs inside this run, with variables of its own. */
export const call: ElementBehaviour<CallNode> = {
  enter(draft, node, instance) {
    const graph = draft.library.called.get(node.route);
    if (!graph) {
      raiseIncident(
        draft,
        instance,
        'enter',
        'unknown-route',
        `the route ${node.route} is not there; publish it and retry`,
      );
      return;
    }
    let depth = 0;
    for (let up: Instance | undefined = instance; up; up = up.parent === null ? undefined : draft.get(up.parent)) {
      if (up.isolated) depth += 1;
    }
    if (depth >= maxDepth) {
      raiseIncident(draft, instance, 'enter', 'calls-too-deep', `routes call each other more than ${maxDepth} deep`);
      return;
    }
    const variables: Record<string, unknown> = {};
    for (const mapping of node.inputs) {
      const result = valueFor(draft, instance, mapping.source);
      if ('failure' in result) {
        raiseIncident(draft, instance, 'enter', 'mapping-failed', `the input ${mapping.target}: ${result.failure}`);
        return;
      }
      variables[mapping.target] = result.value;
    }
    const process: Instance = {
      id: draft.nextId('i'),
      parent: instance.id,
      element: graph.root.id,
      state: 'active',
      since: draft.at,
      route: node.route,
      isolated: true,
      variables,
    };
    draft.add(process);
    draft.log('entered', graph.root, process);
    beginScope(draft, process, graph.root, plainStarts(graph.root));
  },
  /** `instance` is the process of the called route, which has just ended; its variables are still there. */
  proceed(draft, node, instance) {
    const caller = instance.parent === null ? undefined : draft.find(instance.parent);
    if (!caller) return;
    const values: Record<string, unknown> = {};
    for (const mapping of node.outputs) {
      const result = valueFor(draft, instance, mapping.source);
      if ('failure' in result) {
        raiseIncident(draft, instance, 'complete', 'mapping-failed', `the output ${mapping.target}: ${result.failure}`);
        return;
      }
      values[mapping.target] = result.value;
    }
    const process = draft.nodeOf(instance);
    draft.update(instance.id, { state: 'completing' });
    draft.remove(instance.id, 'completed');
    draft.log('completed', process, instance);
    if (instance.outcome !== undefined) draft.update(caller.id, { outcome: instance.outcome });
    setVariables(draft, caller, values);
    complete(draft, caller.id);
  },
};
