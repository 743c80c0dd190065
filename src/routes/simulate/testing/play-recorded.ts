import type { ModelNode, ModelScope, RouteModel } from '../../model/route-model.js';
import { World } from '../world.js';
import type { RecordedCase, RecordedStep } from './material.js';

/** Where a recorded case went another way: what was recorded, and what happened here. */
export interface Difference {
  readonly step: number;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Plays a recorded case; the elements left between two looks must be those of the record, in any order. */
export function playRecorded(model: RouteModel, { steps }: Pick<RecordedCase, 'steps'>): Difference[] {
  const hold = new Set(steps.flatMap((step) => (step.do === 'wait_at' && step.element ? [step.element] : [])));
  const world = new World({ model, hold, facts: { document: null, card: {} } });
  const problems = world.compile();
  if (problems.length > 0) return [{ step: -1, expected: [], actual: problems }];
  const differences: Difference[] = [];
  let from = 0;
  for (const [index, step] of steps.entries()) {
    if (step.do === 'expect_trace') {
      const [wanted, left] = [expected(model, step.visited ?? []), exits(world, from)];
      if (wanted.join() !== left.join()) differences.push({ step: index, expected: wanted, actual: left });
      from = world.trail.length;
    } else {
      const problem = act(world, step);
      if (problem !== null) differences.push({ step: index, expected: null, actual: problem });
    }
  }
  return differences;
}

function act(world: World, step: RecordedStep): unknown {
  if (step.do === 'choose') {
    const problems = world.choose(step.gateway ?? '', step.active_outgoing ?? []);
    return problems.length > 0 ? problems : null;
  }
  return step.do === 'trigger' || step.do === 'signal' ? world.trigger(step.element ?? '') : null;
}

/**
 * What was left, in any order: completed elements, message flows, processes, and activities that a boundary event or an event
 * sub-process ended. The simulator does not report what else such an event ended, so that is left out here.
 */
function exits(world: World, from: number): string[] {
  const entries = world.trail.slice(from);
  const ended = entries.flatMap(({ event, element }, index) => {
    if (event === 'completed' || event === 'finished') return [element];
    if (event === 'taken') return world.model.messageFlows.some(({ id }) => id === element) ? [element] : [];
    if (event !== 'cancelled') return [];
    const next = entries.slice(index + 1).find((entry) => entry.event === 'entered');
    const host = world.model.processes.flatMap(allNodes).find(({ id }) => id === next?.element)?.attachedTo;
    return host === element ? [element] : [];
  });
  return ended.sort();
}

/** All elements of a scope and of those in it. */
export function allNodes(scope: ModelScope): ModelNode[] {
  return scope.nodes.flatMap((node) => [node, ...(node.scope ? allNodes(node.scope) : [])]);
}

/** The simulator names a pool where we name its process, and in places the sequence flows or the plane of a sub-process. */
function expected(model: RouteModel, visited: readonly string[]): string[] {
  const flows = new Set(model.processes.flatMap(allFlows));
  return visited
    .filter((id) => !flows.has(id))
    .map((id) => model.participants.find((participant) => participant.id === id)?.process ?? id.replace(/_plane$/, ''))
    .sort();
}

function allFlows(scope: ModelScope): string[] {
  return [
    ...scope.flows.map(({ id }) => id),
    ...scope.nodes.flatMap((node) => (node.scope ? allFlows(node.scope) : [])),
  ];
}
