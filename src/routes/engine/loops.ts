import type { ActivityNode, LoopPlan } from '../compile/route-graph.js';
import type { Draft } from './draft.js';
import { raiseIncident } from './incidents.js';
import { complete, enter, terminate } from './life.js';
import { isHeld } from './parking.js';
import { holdsFor, roundsInside, roundsOf, setVariables, valueFor } from './scope.js';
import type { Instance, LoopOver, LoopState } from './state.js';

/** Most turns of one loop. */
const maxTurns = 1_000;

function fail(draft: Draft, instance: Instance, phase: 'enter' | 'complete', message: string): void {
  raiseIncident(draft, instance, phase, 'loop-failed', message);
}

/** What a multi-instance activity runs over: a collection, or a number of turns. */
function extent(
  draft: Draft,
  instance: Instance,
  plan: LoopPlan,
): { items?: readonly unknown[]; total: number } | { failure: string } {
  if (plan.collection) {
    const result = valueFor(draft, instance, plan.collection);
    if ('failure' in result) return { failure: `the collection: ${result.failure}` };
    if (!Array.isArray(result.value))
      return { failure: `the collection "${plan.collection.source}" does not give a list` };
    return { items: result.value, total: result.value.length };
  }
  const result = plan.cardinality ? valueFor(draft, instance, plan.cardinality) : { value: 0 };
  if ('failure' in result) return { failure: `the number of turns: ${result.failure}` };
  const total = typeof result.value === 'string' ? Number(result.value) : result.value;
  if (typeof total !== 'number' || !Number.isInteger(total) || total < 0)
    return { failure: 'the number of turns is not a whole number' };
  return { total };
}

/** Makes the instance of an element with a loop marker the container of its turns. */
export function startLoop(draft: Draft, node: ActivityNode, instance: Instance): void {
  const plan = node.loop;
  if (!plan) return;
  const begun = { started: 0, completed: 0 };
  if (plan.kind === 'while') {
    draft.update(instance.id, { loop: { ...begun, total: null } });
    if (!plan.testBefore) startTurn(draft, node, instance.id);
    else repeat(draft, node, plan, instance.id);
    return;
  }
  const size = extent(draft, instance, plan);
  if ('failure' in size) return fail(draft, instance, 'enter', size.failure);
  if (size.total > maxTurns)
    return fail(draft, instance, 'enter', `${size.total} turns; at most ${maxTurns} are allowed`);
  const loop: LoopState = {
    ...begun,
    ...(node.kind === 'user' ? { round: roundsOf(draft, instance) + 1 } : {}),
    ...(node.kind === 'scope' ? { rounds: roundsInside(draft, instance) } : {}),
    ...(size.items ? { items: size.items } : {}),
    total: size.total,
    ...(plan.into === undefined ? {} : { collected: [] }),
  };
  draft.update(instance.id, { loop, variables: counters(loop, plan) });
  if (size.total === 0) return finish(draft, instance.id, plan);
  const turns = plan.kind === 'parallel' ? size.total : 1;
  for (let turn = 0; turn < turns && draft.find(instance.id)?.state === 'active'; turn += 1)
    startTurn(draft, node, instance.id);
}

/** Variables that completion conditions read, by the names in use for BPMN. */
function counters(loop: LoopState, plan: LoopPlan): Record<string, unknown> {
  return {
    nrOfInstances: loop.total,
    nrOfActiveInstances: loop.started - loop.completed,
    nrOfCompletedInstances: loop.completed,
    ...(plan.into === undefined ? {} : { [plan.into]: loop.collected ?? [] }),
  };
}

function startTurn(draft: Draft, node: ActivityNode, containerId: string): void {
  const container = draft.get(containerId);
  const { loop } = container;
  if (!loop || !node.loop) return;
  const started = { ...loop, started: loop.started + 1 };
  const variables =
    loop.total === null ? container.variables : { ...container.variables, ...counters(started, node.loop) };
  draft.update(containerId, { loop: started, ...(variables ? { variables } : {}) });
  const item = loop.items && node.loop.item !== undefined ? { [node.loop.item]: loop.items[loop.started] } : {};
  enter(draft, node, draft.get(containerId), {
    turn: started.started,
    variables: { loopCounter: started.started, ...item },
    ...(container.outcome === undefined ? {} : { outcome: container.outcome }),
  });
}

/** One turn has ended: collect its result, then stop, go on or wait for the others. */
export function turnEnded(draft: Draft, turn: Instance): void {
  const container = turn.parent === null ? undefined : draft.find(turn.parent);
  const loop = container?.loop;
  if (!container || !loop) return;
  const node = draft.nodeOf(container);
  const plan = 'loop' in node ? node.loop : undefined;
  if (!plan || !('boundaries' in node)) return;
  const { collected, order } = loop;
  let more: Pick<LoopState, 'collected' | 'order'> = {};
  if (plan.collect && collected) {
    const value = valueFor(draft, turn, plan.collect);
    if ('failure' in value) return fail(draft, container, 'complete', value.failure);
    more = { collected: [...collected, value.value], order: [...(order ?? []), turn.turn ?? 0] };
  }
  const next: LoopState = { ...loop, completed: loop.completed + 1, ...more };
  draft.update(container.id, {
    loop: next,
    ...(turn.outcome === undefined ? {} : { outcome: turn.outcome }),
    ...(plan.kind === 'while' ? {} : { variables: { ...container.variables, ...counters(next, plan) } }),
  });
  goOn(draft, node, plan, container.id);
}

/** Decides what follows a turn; also done again when an incident of the loop is retried. */
export function goOn(draft: Draft, node: ActivityNode, plan: LoopPlan, containerId: string): void {
  const container = draft.get(containerId);
  const loop = container.loop;
  // the result of the loop cannot be known while one of its decisions is being confirmed
  if (!loop || isHeld(draft, containerId)) return;
  if (plan.kind === 'while') {
    if (loop.started === loop.completed) repeat(draft, node, plan, containerId);
    return;
  }
  if (loop.total === null) return;
  if (plan.completion) {
    const done = holdsFor(draft, container, plan.completion);
    if ('failure' in done) return fail(draft, container, 'complete', `the completion condition: ${done.failure}`);
    if (done.value) return finish(draft, containerId, plan);
  }
  if (loop.completed >= loop.total) return finish(draft, containerId, plan);
  if (plan.kind === 'sequential' && loop.started === loop.completed) startTurn(draft, node, containerId);
}

function repeat(draft: Draft, node: ActivityNode, plan: LoopPlan, containerId: string): void {
  const container = draft.get(containerId);
  const done = container.loop?.completed ?? 0;
  if (done >= Math.min(plan.maximum ?? maxTurns, maxTurns)) return finish(draft, containerId, plan);
  const again = plan.condition ? holdsFor(draft, container, plan.condition) : { value: plan.maximum !== undefined };
  if ('failure' in again) return fail(draft, container, 'complete', `the loop condition: ${again.failure}`);
  if (again.value) startTurn(draft, node, containerId);
  else finish(draft, containerId, plan);
}

/** Ends the loop: turns still open are taken away, the collected list becomes a variable of the route. */
function finish(draft: Draft, containerId: string, plan: LoopPlan): void {
  for (const turn of draft.children(containerId)) terminate(draft, turn.id, 'the loop has its result');
  const container = draft.get(containerId);
  const parent = container.parent === null ? undefined : draft.find(container.parent);
  if (parent && draft.nodeOf(container).kind === 'user') rememberLoop(draft, parent, container);
  if (plan.into !== undefined && parent) setVariables(draft, parent, { [plan.into]: container.loop?.collected ?? [] });
  complete(draft, containerId);
}

/** Keeps in the scope what is needed to ask for the decision of one turn again. */
function rememberLoop(draft: Draft, parent: Instance, container: Instance): void {
  const { loop, variables } = container;
  const over: LoopOver = {
    id: container.id,
    ...(loop?.items ? { items: loop.items } : {}),
    ...(loop?.order ? { order: loop.order } : {}),
    ...(variables ? { variables } : {}),
  };
  draft.update(parent.id, { over: { ...parent.over, [container.element]: over } });
}
