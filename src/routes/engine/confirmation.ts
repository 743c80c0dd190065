import type { Draft } from './draft.js';
import { clearIncident, clearIncidents, raiseIncident } from './incidents.js';
import { complete, terminate } from './life.js';
import { goOn } from './loops.js';
import { holdsFor, setVariables, valueFor, visibleVariables } from './scope.js';
import type { Confirmation, Instance, LoopOver } from './state.js';
import { leadingTo, waysOf } from './ways.js';

/**
 * A lapsed decision has been taken again. The same outcome (or none, where it was passed over) leaves everything as it is.
 * Another one makes the route go on from the task instead of from where it has come meanwhile.
 */
export function confirmed(draft: Draft, instance: Instance): void {
  const { confirms } = instance;
  if (!confirms) return;
  const changed = instance.outcome !== undefined && instance.outcome !== confirms.outcome;
  if (instance.turn !== undefined) return turnConfirmed(draft, instance, changed);
  if (!changed) return end(draft, instance);
  const decided = draft.update(instance.id, { confirms: { ...confirms, changed: true } });
  const over = confirms.turn === undefined ? undefined : loopOver(draft, decided);
  let othersCount = true;
  if (over && confirms.turn !== undefined) {
    const replaced = replaceCollected(draft, decided, over, confirms.turn);
    if ('failure' in replaced) {
      draft.update(instance.id, { confirms });
      return fail(draft, instance, replaced.failure);
    }
    othersCount = !replaced.settled;
  }
  makeWay(draft, draft.get(instance.id), othersCount);
  complete(draft, instance.id, undefined, `instead of ${confirms.outcome ?? 'no outcome'}`);
}

function fail(draft: Draft, instance: Instance, failure: string): void {
  if (instance.state === 'active') draft.update(instance.id, { state: 'completing' });
  raiseIncident(draft, instance, 'complete', 'loop-failed', failure);
}

function end(draft: Draft, instance: Instance): void {
  clearIncidents(draft, instance.id);
  draft.remove(instance.id, 'completed');
  draft.log('confirmed', draft.nodeOf(instance), instance);
}

function loopOver(draft: Draft, instance: Instance): LoopOver | undefined {
  const over = instance.parent === null ? undefined : draft.get(instance.parent).over;
  return over && Object.hasOwn(over, instance.element) ? over[instance.element] : undefined;
}

/** A turn of a loop that still runs: its place in what is collected is taken by the new result. */
function turnConfirmed(draft: Draft, instance: Instance, changed: boolean): void {
  const container = instance.parent === null ? undefined : draft.find(instance.parent);
  const node = draft.nodeOf(instance);
  if (!container?.loop || !('loop' in node) || !node.loop) return;
  const { loop: plan } = node;
  const place = container.loop.order?.indexOf(instance.turn ?? 0) ?? -1;
  let { loop } = container;
  if (changed && plan.collect && loop.collected && place >= 0) {
    const value = valueFor(draft, instance, plan.collect);
    if ('failure' in value) {
      return fail(draft, instance, value.failure);
    }
    loop = { ...loop, collected: loop.collected.with(place, value.value) };
  }
  end(draft, instance);
  const { collected } = loop;
  draft.update(container.id, {
    loop,
    ...(changed && instance.outcome !== undefined ? { outcome: instance.outcome } : {}),
    ...(collected && plan.into !== undefined ? { variables: { ...container.variables, [plan.into]: collected } } : {}),
  });
  goOn(draft, node, plan, container.id);
}

/**
 * A turn of a loop that is over: the new result takes its place in the list that the route has got. Answers whether the loop
 * has its result with that list, whatever its other turns say.
 */
function replaceCollected(
  draft: Draft,
  instance: Instance,
  over: LoopOver,
  turn: number,
): { settled: boolean } | { failure: string } {
  const node = draft.nodeOf(instance);
  const plan = 'loop' in node ? node.loop : undefined;
  const scope = instance.parent === null ? undefined : draft.get(instance.parent);
  if (!plan || !scope) return { settled: true };
  const place = over.order?.indexOf(turn) ?? -1;
  const list = plan.into === undefined ? undefined : visibleVariables(draft, scope)[plan.into];
  if (plan.into !== undefined && plan.collect && Array.isArray(list) && place >= 0 && place < list.length) {
    const value = valueFor(draft, instance, plan.collect);
    if ('failure' in value) return value;
    setVariables(draft, scope, { [plan.into]: list.with(place, value.value) });
  }
  const { into } = plan;
  const result = into === undefined ? {} : { [into]: visibleVariables(draft, scope)[into] };
  draft.update(instance.id, { variables: { ...instance.variables, ...result } });
  if (!plan.completion) return { settled: false };
  const holds = holdsFor(draft, draft.get(instance.id), plan.completion);
  return { settled: 'value' in holds && holds.value };
}

/**
 * Takes away the token that left a lapsed decision, wherever it has come to, so that another can leave it: what is under way
 * after it (or, round a circle, before it again), tokens parked or waiting at joins that came through there. What runs beside
 * stays; where it has already been joined with the token, the join gets its part back. Other confirmations stay, unless they
 * come after this decision; with `others` false, those of other turns of the same loop go as well.
 */
export function makeWay(draft: Draft, instance: Instance, others = true): void {
  if (instance.parent === null) return;
  const node = draft.nodeOf(instance);
  const { after, before } = waysOf(draft.graph(instance.route), node);
  const passed = (element: string): boolean => element === node.id || after.has(element) || before.has(element);
  const why = `${node.name ?? node.id} has been decided otherwise`;
  for (const child of draft.children(instance.parent)) {
    if (child.id === instance.id) continue;
    const stays = child.confirms && !after.has(child.element) && (others || child.element !== node.id);
    if (passed(child.element) && !stays) terminate(draft, child.id, why);
  }
  // what undoes for a thrower that is gone has nobody left to wait for it
  for (const child of draft.children(instance.parent)) {
    if (child.undoes !== undefined && child.undoes !== instance.parent && !draft.find(child.undoes))
      terminate(draft, child.id, why);
  }
  takeTokens(draft, instance.parent, passed);
  giveBack(draft, instance.parent, after, passed);
  for (const incident of Object.values(draft.incidents)) {
    if (incident.instance === instance.parent && incident.phase === 'join') clearIncident(draft, incident);
  }
  draft.touched.add(instance.parent);
}

/** Takes away tokens that came through elements of a way and are parked or wait at joins. */
function takeTokens(draft: Draft, containerId: string, passed: (element: string) => boolean): void {
  const container = draft.get(containerId);
  const { flows } = draft.graph(container.route);
  const kept = (flow: string): boolean => !passed(flows.get(flow)?.source ?? '');
  const parked = (container.parked ?? []).filter(({ flow }) => kept(flow));
  const arrived = Object.entries(container.arrived ?? {})
    .map(([join, ids]): [string, string[]] => [join, ids.filter(kept)])
    .filter(([, ids]) => ids.length > 0);
  draft.update(containerId, {
    parked: parked.length > 0 ? parked : undefined,
    arrived: arrived.length > 0 ? Object.fromEntries(arrived) : undefined,
  });
}

/** Parallel joins on the way get back what came from beside it and was used up when they went on before. */
function giveBack(
  draft: Draft,
  containerId: string,
  after: ReadonlySet<string>,
  passed: (element: string) => boolean,
): void {
  const container = draft.get(containerId);
  const arrived: Record<string, readonly string[]> = { ...container.arrived };
  for (const id of after) {
    const node = draft.nodeById(id, container.route);
    if (node.kind !== 'parallel' || node.incoming.length < 2) continue;
    const waiting = Object.hasOwn(arrived, id) ? (arrived[id] ?? []) : [];
    const missing = node.incoming.filter(
      ({ id: flow, source }) =>
        !passed(source) && !waiting.includes(flow) && !comesBy(draft, container, source, passed),
    );
    if (missing.length > 0) arrived[id] = [...waiting, ...missing.map((flow) => flow.id)];
  }
  if (Object.keys(arrived).length > 0) draft.update(containerId, { arrived });
}

/** Whether something is under way beside a way that will come to `source`. */
function comesBy(draft: Draft, container: Instance, source: string, passed: (element: string) => boolean): boolean {
  const graph = draft.graph(container.route);
  const leading = leadingTo(graph, draft.nodeById(source, container.route), passed);
  return positions(draft, container).some((element) => leading.has(element));
}

function positions(draft: Draft, container: Instance): string[] {
  const { flows } = draft.graph(container.route);
  return [
    ...draft.children(container.id).flatMap(({ confirms, element }) => (holdsNoToken(confirms) ? [] : [element])),
    ...Object.keys(container.arrived ?? {}),
    ...(container.parked ?? []).map(({ flow }) => flows.get(flow)?.source ?? ''),
  ];
}

const holdsNoToken = (confirms: Confirmation | undefined): boolean => confirms !== undefined && !confirms.changed;
