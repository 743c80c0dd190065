import type { ModelFlow, ModelNode, ModelScope } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import type { ScopeNode } from './route-graph.js';

/** The text of a flow's condition; where the flows of an element are chosen, whether it is among them. */
export function conditionOf(context: CompileContext, flow: ModelFlow): string | undefined {
  const chosen = context.options.choose?.get(flow.source);
  return chosen ? String(chosen.includes(flow.id)) : flow.condition;
}

/** Types that can be held: they would otherwise complete by themselves. */
export const heldTypes = new Set(['task', 'serviceTask', 'sendTask', 'scriptTask', 'businessRuleTask']);

/** Which kind of container a sub-process is. */
export function scopeVariant(node: ModelNode): ScopeNode['variant'] {
  if (node.triggeredByEvent) return 'event';
  if (node.type === 'transaction') return 'transaction';
  return node.type === 'adHocSubProcess' ? 'ad-hoc' : 'sub';
}

/** Associations of a scope and of those in it: some tools write them all at the outermost. */
function allAssociations(scope: ModelScope): readonly { readonly source: string; readonly target: string }[] {
  return [...scope.associations, ...scope.nodes.flatMap((node) => (node.scope ? allAssociations(node.scope) : []))];
}

/** Activity -> the activity that undoes it, by the association from its compensation boundary event. */
export function compensationHandlers(context: CompileContext): ReadonlyMap<string, string> {
  const handlers = new Map<string, string>();
  const associations = allAssociations(context.process);
  for (const { node } of context.placed.values()) {
    if (node.type !== 'boundaryEvent' || node.event?.type !== 'compensation' || node.attachedTo === undefined) continue;
    const handler =
      associations.find(({ source }) => source === node.id)?.target ?? context.outgoing.get(node.id)?.[0]?.target;
    if (handler !== undefined && context.placed.has(handler)) handlers.set(node.attachedTo, handler);
    else context.problem(node, 'compensation', 'the compensation event is not connected to the activity that undoes');
  }
  return handlers;
}

/** Types that begin by themselves when nothing leads to them and the scope begins. */
export const startable = new Set([
  'task',
  'userTask',
  'manualTask',
  'serviceTask',
  'sendTask',
  'receiveTask',
  'scriptTask',
  'businessRuleTask',
  'callActivity',
  'subProcess',
  'transaction',
  'adHocSubProcess',
  'exclusiveGateway',
  'parallelGateway',
  'inclusiveGateway',
  'eventBasedGateway',
  'intermediateThrowEvent',
  'intermediateCatchEvent',
  'endEvent',
]);
