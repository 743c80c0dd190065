import { childOf, listOf, typeName } from '../model/moddle.js';
import type { ModdleElement } from '../model/moddle.js';
import type { CompileContext } from './compile-context.js';

/**
 * What the model leaves out, because nothing here runs it: attributes that would change the course of a route, and other kinds
 * of diagram. They are refused; what only tells other engines how to fill a task is a warning, so that nothing is passed over.
 */
export function checkUnsupported(context: CompileContext): void {
  if (context.options.publishing) checkComputedNames(context);
  for (const root of listOf(context.model.definitions, 'rootElements')) {
    const type = typeName(root);
    if (/[cC]horeography/.test(type)) refuseDiagram(context, root, 'choreographies are');
    if (listOf(root, 'conversations').length > 0 || type === 'globalConversation')
      refuseDiagram(context, listOf(root, 'conversations')[0] ?? root, 'conversations are');
    if (type === 'process' && root.id === context.process.id) visit(context, root);
  }
}

function refuseDiagram(context: CompileContext, element: ModdleElement, what: string): void {
  const message = `${what} not run; draw what is to be done as a process`;
  context.problem({ id: element.id ?? typeName(element) }, 'unsupported-diagram', message);
}

/** What things are told apart by is fixed; another engine would compute it. */
function checkComputedNames(context: CompileContext): void {
  for (const { node } of context.placed.values()) {
    const { event, message } = node;
    const name = event && 'name' in event ? event.name : event && 'code' in event ? event.code : message?.name;
    if (name === undefined || !/[$#]\{/.test(name)) continue;
    const what = event?.type ?? 'message';
    const text = `the ${what} "${name}" is computed, which is not supported; give it a fixed name${what === 'message' ? ', and tell its receivers apart by millrace:correlation' : ''}`;
    context.problem(node, 'computed-name', text);
  }
}

function visit(context: CompileContext, scope: ModdleElement): void {
  for (const element of listOf(scope, 'flowElements')) {
    const at = { id: element.id ?? '', ...(element.name === undefined ? {} : { name: element.name }) };
    for (const message of refusals(element)) context.problem(at, 'unsupported-attribute', message);
    for (const message of context.options.publishing ? leftOut(element) : []) context.warning(at, 'kept-only', message);
    if (element['flowElements'] !== undefined) visit(context, element);
  }
}

function refusals(element: ModdleElement): string[] {
  const found: string[] = [];
  const type = typeName(element);
  if (element['instantiate'] === true) {
    const what = type === 'receiveTask' ? 'a receive task' : 'an event-based gateway';
    found.push(`${what} that starts a process is not supported; begin with a message start event for each message`);
  }
  if (element['parallelMultiple'] === true)
    found.push(
      'an event that waits for several things together is not supported; draw one after another, or a parallel gateway',
    );
  for (const quantity of ['startQuantity', 'completionQuantity']) {
    const value = element[quantity];
    if (value !== undefined && value !== 1)
      found.push(`${quantity} ${String(value)} is not supported, only 1; draw gateways, or a multi-instance marker`);
  }
  const loop = childOf(element, 'loopCharacteristics');
  const behaviour = loop?.['behavior'];
  if (behaviour !== undefined && behaviour !== 'All')
    found.push(
      `a multi-instance marker that throws events of its own (behavior="${String(behaviour)}") is not supported; throw them after it`,
    );
  return found;
}

function leftOut(element: ModdleElement): string[] {
  const found: string[] = [];
  if (listOf(element, 'resources').length > 0)
    found.push(
      'its potential owners and other resources are kept but say nothing here; who does it is said by millrace:assignment',
    );
  const associations = [...listOf(element, 'dataInputAssociations'), ...listOf(element, 'dataOutputAssociations')];
  if (associations.some((data) => listOf(data, 'assignment').length > 0 || data['transformation'] !== undefined))
    found.push(
      'what its data associations assign is kept but not carried out; use millrace:in, millrace:out or a script task',
    );
  return found;
}
