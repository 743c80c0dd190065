import type { ActionNode, ActionPlan, GraphNode } from '../../compile/route-graph.js';
import type { Draft, ElementBehaviour } from '../draft.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { scopeOf, valueFor } from '../scope.js';
import { sendMessage } from '../sending.js';
import type { Instance } from '../state.js';

/** The automatic action of an element, if it has one. */
export function actionOf(node: GraphNode): ActionPlan | undefined {
  if (node.kind === 'action') return node.action;
  return (node.kind === 'throw' || node.kind === 'end') && node.throws.type === 'message'
    ? node.throws.action
    : undefined;
}

/** Evaluates the parameters of an action and asks the shell to run it. */
export function runAction(draft: Draft, instance: Instance, action: ActionPlan): void {
  const params: Record<string, unknown> = {};
  const people: Record<string, string> = {};
  for (const param of action.params) {
    if ('performer' in param) {
      people[param.name] = param.performer;
      continue;
    }
    const result = typeof param.value === 'string' ? { value: param.value } : valueFor(draft, instance, param.value);
    if ('failure' in result) {
      raiseIncident(draft, instance, 'enter', 'parameter-failed', `the parameter ${param.name}: ${result.failure}`);
      return;
    }
    params[param.name] = result.value;
  }
  draft.command({
    type: 'run-action',
    instance: instance.id,
    element: instance.element,
    ...(instance.route === undefined ? {} : { route: instance.route }),
    action: action.name,
    params,
    ...(Object.keys(people).length > 0 && { people, scope: scopeOf(draft, instance) }),
  });
}

/** A service or send task: an automatic action, or a message; with neither it completes at once. */
export const action: ElementBehaviour<ActionNode> = {
  enter(draft, node, instance) {
    if (node.action) runAction(draft, instance, node.action);
    else if (!node.message || sendMessage(draft, instance, node.message)) complete(draft, instance.id);
  },
  proceed: (draft, _node, instance) => complete(draft, instance.id),
  withdraw(draft, node, instance) {
    if (node.action && !instance.loop)
      draft.command({ type: 'cancel-action', instance: instance.id, element: node.id });
  },
};
