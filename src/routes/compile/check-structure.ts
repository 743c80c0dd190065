import type { ModelNode } from '../model/route-model.js';
import type { CompileContext, Placed } from './compile-context.js';

const activities = /^(task|.+Task|callActivity|subProcess|transaction|adHocSubProcess)$/;
const allowedTriggers: Readonly<Record<string, readonly string[]>> = {
  startEvent: ['none', 'message', 'timer', 'signal', 'conditional'],
  eventStart: ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensation'],
  intermediateCatchEvent: ['none', 'message', 'timer', 'signal', 'conditional', 'link'],
  boundaryEvent: ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensation', 'cancel'],
  intermediateThrowEvent: ['none', 'message', 'signal', 'escalation', 'link', 'compensation'],
  endEvent: ['none', 'terminate', 'error', 'message', 'signal', 'escalation', 'compensation', 'cancel'],
};

/** Pass 4: what could not run whatever the purpose: checked for drawings of any origin. */
export function checkStructure(context: CompileContext): void {
  const { process } = context;
  if (process.nodes.length === 0) context.problem(process, 'empty-process', 'the process has no elements');
  for (const placed of context.placed.values()) {
    checkEventKind(context, placed);
    checkBoundary(context, placed);
    checkGateway(context, placed);
  }
}

function checkEventKind(context: CompileContext, { node, scope }: Placed): void {
  if (!node.event) return;
  const container = context.placed.get(scope)?.node;
  const position = node.type === 'startEvent' && container?.triggeredByEvent ? 'eventStart' : node.type;
  const allowed = allowedTriggers[position];
  const { type } = node.event;
  if (!allowed || type === 'unsupported' || allowed.includes(type)) return;
  if (position === 'eventStart' && type === 'none' && !context.strict) return;
  if (position === 'boundaryEvent' && type === 'none' && !context.strict) return;
  context.problem(
    node,
    'unsupported-event',
    `a ${position === 'eventStart' ? 'start event of an event sub-process' : node.type} cannot be of the kind ${type}`,
  );
}

function checkBoundary(context: CompileContext, { node, scope }: Placed): void {
  if (node.type !== 'boundaryEvent') return;
  const host = node.attachedTo === undefined ? undefined : context.placed.get(node.attachedTo);
  if (!host || host.scope !== scope || !activities.test(host.node.type)) {
    context.problem(node, 'dangling-boundary', 'the boundary event is not attached to an activity beside it');
  }
  if ((context.incoming.get(node.id) ?? []).length > 0)
    context.problem(node, 'boundary-incoming', 'nothing may lead to a boundary event');
}

function checkGateway(context: CompileContext, { node }: Placed): void {
  const outgoing = context.outgoing.get(node.id) ?? [];
  if (node.defaultFlow !== undefined && !outgoing.some(({ id }) => id === node.defaultFlow)) {
    context.problem(node, 'default-flow', `its default flow "${node.defaultFlow}" does not begin at it`);
  }
  if (node.type !== 'eventBasedGateway') return;
  for (const flow of outgoing) {
    const target = context.placed.get(flow.target)?.node;
    if (target && !isAwaitable(target)) {
      context.problem(
        node,
        'event-gateway',
        `"${target.name ?? target.id}" behind the event-based gateway is not an event or a receive task`,
      );
    }
  }
}

function isAwaitable(node: ModelNode): boolean {
  return node.type === 'intermediateCatchEvent' || node.type === 'receiveTask';
}
