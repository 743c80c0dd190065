import type { CompileContext } from './compile-context.js';
import type { ModelScope } from '../model/route-model.js';

/** Pass 1: every element by id, every flow by id, by source and by target. Unsound references are problems. */
export function indexModel(context: CompileContext): void {
  indexScope(context, context.process.id, context.process);
  for (const flow of context.flows.values()) {
    for (const [end, id] of [
      ['source', flow.source],
      ['target', flow.target],
    ] as const) {
      if (!context.placed.has(id))
        context.problem(flow, 'dangling-flow', `its ${end} is not an element of the process`);
    }
    const source = context.placed.get(flow.source);
    const target = context.placed.get(flow.target);
    if (!source || !target) continue;
    if (source.scope !== target.scope) {
      context.problem(flow, 'crossing-flow', 'a sequence flow must not cross the border of a sub-process');
      continue;
    }
    push(context.outgoing, flow.source, flow);
    push(context.incoming, flow.target, flow);
  }
}

function indexScope(context: CompileContext, id: string, scope: ModelScope): void {
  for (const node of scope.nodes) {
    context.placed.set(node.id, { node, scope: id, within: scope });
    if (node.scope) indexScope(context, node.id, node.scope);
  }
  for (const flow of scope.flows) context.flows.set(flow.id, flow);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
