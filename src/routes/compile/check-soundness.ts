import type { ModelNode, ModelScope } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import { nextElements } from './reach.js';

/** Elements that never wait: a circle made only of these would run for ever. */
const neverWaits = new Set([
  'task',
  'scriptTask',
  'businessRuleTask',
  'exclusiveGateway',
  'parallelGateway',
  'inclusiveGateway',
  'intermediateThrowEvent',
]);

/** Pass 5: what a route for real work must not have. */
export function checkSoundness(context: CompileContext): void {
  checkScope(context, context.process.id, context.process);
  checkLoops(context);
}

function checkScope(context: CompileContext, id: string, scope: ModelScope): void {
  const adHoc = context.placed.get(id)?.node.type === 'adHocSubProcess';
  const next = nextElements(context);
  const reached = new Set<string>();
  const open = scope.nodes
    .filter((node) => node.type === 'startEvent' || node.triggeredByEvent || node.forCompensation)
    .map((node) => node.id);
  if (!adHoc && !scope.nodes.some((node) => node.type === 'startEvent')) {
    context.problem(
      context.placed.get(id)?.node ?? context.process,
      'no-start',
      'it has no start event; draw one, and a flow from it to the first step',
    );
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    open.push(...(next.get(at) ?? []));
  }
  for (const node of scope.nodes) {
    if (!adHoc && !reached.has(node.id))
      context.problem(node, 'unreachable', 'nothing leads to it from a start event; draw a flow to it, or take it out');
    if (!adHoc) checkWayOn(context, node);
    checkConditions(context, node);
    if (node.scope) checkScope(context, node.id, node.scope);
  }
}

function checkWayOn(context: CompileContext, node: ModelNode): void {
  const ends = node.type === 'endEvent' || node.triggeredByEvent || node.forCompensation;
  const outside = node.event?.type === 'link' && node.type === 'intermediateThrowEvent';
  const undoing = node.type === 'boundaryEvent' && node.event?.type === 'compensation';
  if (ends || outside || undoing || (context.outgoing.get(node.id) ?? []).length > 0) return;
  context.problem(
    node,
    'no-way-on',
    'nothing follows it, and it is not an end event; draw a flow to the next step, or to an end event',
  );
}

function checkConditions(context: CompileContext, node: ModelNode): void {
  if (node.type !== 'exclusiveGateway' && node.type !== 'inclusiveGateway') return;
  const outgoing = context.outgoing.get(node.id) ?? [];
  if (outgoing.length < 2) return;
  for (const flow of outgoing) {
    if (flow.condition === undefined && flow.id !== node.defaultFlow) {
      context.problem(
        flow,
        'no-condition',
        `it leaves the gateway "${node.name ?? node.id}" without a condition and is not its default flow; give it a condition, or make it the default`,
      );
    }
  }
}

/** Whether a token goes through without waiting; before publishing also over links and through scopes in which nothing waits. */
function isPassed({ options }: Pick<CompileContext, 'options'>, node: ModelNode): boolean {
  if (neverWaits.has(node.type)) return true;
  if (node.type === 'serviceTask' || node.type === 'sendTask')
    return !node.action || (options.atOnce?.has(node.action.name) ?? false);
  if (!options.publishing) return false;
  if (node.type === 'intermediateCatchEvent') return node.event?.type === 'link';
  if ((node.type !== 'subProcess' && node.type !== 'transaction') || !node.scope) return false;
  return node.scope.nodes.every(
    (inner) => isPassed({ options }, inner) || /^(start|end)Event$/.test(inner.type) || inner.triggeredByEvent,
  );
}

/** Circles that never wait: found as what is left after taking away, again and again, elements with no way on inside. */
function checkLoops(context: CompileContext): void {
  const next = nextElements(context);
  const passing = (id: string): boolean => {
    const node = context.placed.get(id)?.node;
    return node !== undefined && isPassed(context, node);
  };
  const left = new Set([...context.placed.keys()].filter(passing));
  for (let changed = true; changed;) {
    changed = false;
    for (const id of left) {
      const on = (next.get(id) ?? []).some((target) => left.has(target));
      const into = [...left].some((source) => (next.get(source) ?? []).includes(id));
      if (on && into) continue;
      left.delete(id);
      changed = true;
    }
  }
  const first = [...left][0];
  const node = first === undefined ? undefined : context.placed.get(first)?.node;
  if (node)
    context.problem(
      node,
      'endless-loop',
      `a circle that never waits for anything runs through ${[...left].join(', ')}; put a task or a timer into it`,
    );
}
