import type { CompileContext } from './compile-context.js';
import type { ModelLane, ModelScope } from '../model/route-model.js';

/** Pass 2: the FEEL text of the performer that the innermost lane of each element gives. */
export function lanePerformers(context: CompileContext): ReadonlyMap<string, string> {
  const performers = new Map<string, string>();
  const visitLane = (lane: ModelLane, outer: string | undefined): void => {
    const own =
      lane.assignment?.performer ?? (lane.name === undefined ? undefined : `lane(${JSON.stringify(lane.name)})`);
    const performer = own ?? outer;
    if (performer !== undefined) for (const id of lane.nodes) performers.set(id, performer);
    for (const inner of lane.lanes) visitLane(inner, performer);
  };
  const visitScope = (scope: ModelScope, outer: string | undefined): void => {
    for (const lane of scope.lanes) visitLane(lane, outer);
    for (const node of scope.nodes) {
      if (!performers.has(node.id) && outer !== undefined) performers.set(node.id, outer);
      if (node.scope) visitScope(node.scope, performers.get(node.id));
    }
  };
  visitScope(context.process, undefined);
  return performers;
}
