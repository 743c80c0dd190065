import type { ModelNode, ModelScope } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import { nextElements } from './reach.js';

/**
 * Every step can come to an end. Steps of a scope that something else ends (a terminate or error end, an interrupting event
 * sub-process or boundary event) may go round for as long as it lasts.
 */
export function checkEnds(context: CompileContext): void {
  const next = nextElements(context);
  const visit = (scope: ModelScope, host: ModelNode | undefined): void => {
    if (host?.type !== 'adHocSubProcess' && !endedByOthers(context, scope, host)) checkScope(context, scope, next);
    for (const node of scope.nodes) if (node.scope) visit(node.scope, node);
  };
  visit(context.process, undefined);
}

function checkScope(context: CompileContext, scope: ModelScope, next: ReadonlyMap<string, readonly string[]>): void {
  const ending = new Set(scope.nodes.filter((node) => isOver(node, next)).map(({ id }) => id));
  for (let grown = true; grown;) {
    grown = false;
    for (const { id } of scope.nodes) {
      if (ending.has(id) || !(next.get(id) ?? []).some((target) => ending.has(target))) continue;
      ending.add(id);
      grown = true;
    }
  }
  for (const node of scope.nodes) {
    if (ending.has(node.id)) continue;
    context.problem(
      node,
      'no-end',
      'no way from it leads to an end event: what follows goes round for ever; draw a way out of the circle',
    );
  }
}

/** Elements after which nothing has to come. */
function isOver(node: ModelNode, next: ReadonlyMap<string, readonly string[]>): boolean {
  return (
    node.type === 'endEvent' || node.triggeredByEvent || node.forCompensation || (next.get(node.id) ?? []).length === 0
  );
}

function endedByOthers(context: CompileContext, scope: ModelScope, host: ModelNode | undefined): boolean {
  const killed = scope.nodes.some(
    (node) => node.type === 'endEvent' && ['terminate', 'error', 'cancel'].includes(node.event?.type ?? ''),
  );
  const taken = scope.nodes.some((node) =>
    node.scope?.nodes.some((start) => node.triggeredByEvent && start.type === 'startEvent' && start.interrupting),
  );
  const beside = host && context.placed.get(host.id)?.within;
  const interrupted = beside?.nodes.some((node) => node.attachedTo === host?.id && node.interrupting);
  return killed || taken || interrupted === true;
}
