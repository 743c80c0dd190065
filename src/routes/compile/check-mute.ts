import { typeName, listOf } from '../model/moddle.js';
import type { ModelNode } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';

/** Before publishing: what would be passed over without a word, or wait for something that can never come. */
export function checkMute(context: CompileContext): void {
  for (const { node } of context.placed.values()) {
    checkWaiting(context, node);
    checkError(context, node);
    const isIdle =
      (node.type === 'serviceTask' || node.type === 'sendTask') && !node.action && node.message?.name === undefined;
    if (isIdle) context.warning(node, 'idle-task', 'it does nothing: name its action by millrace:action');
  }
  checkProcesses(context);
}

function checkWaiting(context: CompileContext, node: ModelNode): void {
  if (node.type === 'intermediateCatchEvent' && (node.event?.type ?? 'none') === 'none') {
    const message = 'it waits for nothing that could come; say for what: a message, a signal, a timer or a condition';
    context.problem(node, 'incomplete-event', message);
  }
  if (node.type === 'receiveTask' && node.message?.name === undefined)
    context.problem(node, 'incomplete-event', 'the receive task names no message: expected messageRef with a name');
}

/** BPMN 2.0.2, 10.5.6: what an error leaves cannot go on, so an event that catches one always interrupts. */
function checkError(context: CompileContext, node: ModelNode): void {
  const catches = node.type === 'boundaryEvent' || node.type === 'startEvent';
  if (!catches || node.event?.type !== 'error' || node.interrupting) return;
  const attribute = node.type === 'boundaryEvent' ? 'cancelActivity' : 'isInterrupting';
  const message = `an error always ends what it comes from; take ${attribute}="false" away`;
  context.problem(node, 'unsupported-attribute', message);
}

/** Of several pools one is run. Others may be drawn, for the eye; one that is meant to run is told of. */
function checkProcesses(context: CompileContext): void {
  const { model, process } = context;
  for (const root of listOf(model.definitions, 'rootElements')) {
    if (typeName(root) !== 'process' || root.id === process.id || listOf(root, 'flowElements').length === 0) continue;
    const at = { id: root.id ?? '', ...(root.name === undefined ? {} : { name: root.name }) };
    if (root['isExecutable'] === true)
      context.problem(
        at,
        'second-process',
        `of one drawing one process runs, here "${process.name ?? process.id}"; draw this one as a route of its own, or take isExecutable away from it`,
      );
    else context.warning(at, 'kept-only', 'the steps of this pool are kept but not carried out');
  }
}
