import type { GraphNode, RouteGraph } from '../compile/route-graph.js';
import { actionOf } from './elements/action.js';
import type { MigrationMap } from './migration-map.js';
import type { Instance, Rounds, RunState, StepRecord, UndoRecord } from './state.js';
import { leadingTo } from './ways.js';

type Steps = Readonly<Record<string, StepRecord>>;

/**
 * The instances and results of a run with the elements of another version; timers, incidents and conditions are still the
 * old ones. Everything that has no place there is reported to the map.
 */
export function mapElements(map: MigrationMap, state: RunState): RunState {
  const instances: Record<string, Instance> = {};
  for (const instance of Object.values(state.instances)) {
    checkWaits(map, state, instance);
    const node = map.demand(instance.route, instance.element);
    if (!node) continue;
    const parent = instance.parent === null ? undefined : instances[instance.parent];
    // where the container has no place, that is problem enough
    if (instance.parent !== null && !parent) continue;
    if (parent && instance.turn === undefined && !instance.isolated)
      checkScope(map, instance.route, instance.element, node, parent.element);
    instances[instance.id] = mapInstance(map, instance, node);
  }
  const mapped = { ...state, instances, steps: mapSteps(map, undefined, state.steps) };
  if (map.problems.length === 0) checkJoins(map, state, mapped);
  return mapped;
}

/** A run can only change over where nothing is under way but waiting. */
function checkWaits(map: MigrationMap, state: RunState, instance: Instance): void {
  const node = map.source(instance.route)?.nodes.get(instance.element);
  if (!node) return;
  const title = node.name ?? node.id;
  const failed = Object.values(state.incidents).some(
    (incident) => incident.instance === instance.id && incident.phase === 'enter',
  );
  if (instance.state !== 'active') map.report(node, 'not-waiting', `${title} cannot be completed; mend it first`);
  else if (instance.undoes !== undefined || instance.undoing !== undefined)
    map.report(node, 'not-waiting', `${title} takes part in undoing what has been done; wait until that is over`);
  else if (actionOf(node) && !instance.loop && !failed)
    map.report(node, 'not-waiting', `the automatic action of ${title} is under way; wait until it is done`);
}

function checkScope(
  map: MigrationMap,
  route: string | undefined,
  element: string,
  node: GraphNode,
  container: string,
): boolean {
  if (node.scope === container) return true;
  const source = map.source(route)?.nodes.get(element) ?? { id: element };
  map.report(source, 'other-scope', `${node.name ?? node.id} is not inside ${container} in the new version`);
  return false;
}

function mapInstance(map: MigrationMap, instance: Instance, node: GraphNode): Instance {
  const { route, arrived, parked, undo, over, steps, rounds, loop } = instance;
  const container = node.id;
  return {
    ...instance,
    element: container,
    ...(arrived ? { arrived: mapArrived(map, route, arrived, container) } : {}),
    ...(parked
      ? { parked: parked.map((token) => ({ ...token, flow: mapParked(map, route, token.flow, container) })) }
      : {}),
    ...(undo ? { undo: mapUndo(map, route, undo, container) } : {}),
    ...(over ? { over: mapOver(map, route, over) } : {}),
    ...(steps ? { steps: mapSteps(map, route, steps) } : {}),
    ...(rounds ? { rounds: mapRounds(map, route, rounds) } : {}),
    ...(loop?.rounds ? { loop: { ...loop, rounds: mapRounds(map, route, loop.rounds) } } : {}),
  };
}

function mapRounds(map: MigrationMap, route: string | undefined, rounds: Rounds): Rounds {
  return Object.fromEntries(
    Object.entries(rounds).map(([element, round]) => [map.find(route, element)?.id ?? element, round]),
  );
}

function mapArrived(
  map: MigrationMap,
  route: string | undefined,
  arrived: NonNullable<Instance['arrived']>,
  container: string,
): NonNullable<Instance['arrived']> {
  const joins: Record<string, string[]> = {};
  for (const [id, flows] of Object.entries(arrived)) {
    const node = map.demand(route, id);
    if (!node || !checkScope(map, route, id, node, container)) continue;
    const source = map.source(route)?.nodes.get(id) ?? { id };
    if (node.incoming.length < 2) {
      map.report(source, 'not-a-join', `${node.name ?? node.id} does not join anything in the new version`);
      continue;
    }
    const now = flows.flatMap((flow) => {
      const found = map.flow(route, flow);
      if (!found)
        map.report(source, 'unknown-flow', `the flow ${flow}, by which a token has come, is not in the new version`);
      return found ? [found.id] : [];
    });
    if (node.kind === 'parallel' && node.incoming.every((flow) => now.includes(flow.id)))
      map.report(
        source,
        'join-complete',
        `in the new version ${node.name ?? node.id} would not wait for anything more`,
      );
    joins[node.id] = [...(joins[node.id] ?? []), ...now];
  }
  return joins;
}

function mapParked(map: MigrationMap, route: string | undefined, flow: string, container: string): string {
  const source = map.source(route)?.flows.get(flow)?.source ?? flow;
  const found = map.flow(route, flow);
  const start = found && map.target(route)?.nodes.get(found.source);
  if (!start)
    map.report({ id: source }, 'unknown-flow', `the flow ${flow}, which is to be taken, is not in the new version`);
  else checkScope(map, route, source, start, container);
  return found?.id ?? flow;
}

function mapUndo(
  map: MigrationMap,
  route: string | undefined,
  records: readonly UndoRecord[],
  container: string,
): UndoRecord[] {
  return records.flatMap((record) => {
    const node = map.demand(route, record.element);
    if (!node) return [];
    // what the turns of a loop have done is kept under the loop's own element
    if (node.id !== container) checkScope(map, route, record.element, node, container);
    const inner = record.inner && mapUndo(map, route, record.inner, node.id);
    return [{ ...record, element: node.id, ...(inner ? { inner } : {}) }];
  });
}

/** Loops that are over are only remembered for decisions in them that may lapse; a loop that is gone is forgotten. */
function mapOver(
  map: MigrationMap,
  route: string | undefined,
  over: NonNullable<Instance['over']>,
): NonNullable<Instance['over']> {
  return Object.fromEntries(
    Object.entries(over).flatMap(([element, loop]) => {
      const node = map.find(route, element);
      return node?.kind === 'user' && node.loop ? [[node.id, loop]] : [];
    }),
  );
}

/** Results of tasks that the new version does not have stay under the id that they have. */
function mapSteps(map: MigrationMap, route: string | undefined, steps: Steps): Steps {
  const mapped: Record<string, StepRecord> = {};
  for (const [element, record] of Object.entries(steps)) {
    const id = map.find(route, element)?.id ?? element;
    if (Object.hasOwn(mapped, id)) {
      const node = map.source(route)?.nodes.get(element) ?? { id: element };
      map.report(node, 'two-results', `two tasks that have been done would both be ${id} in the new version`);
    } else mapped[id] = record;
  }
  return mapped;
}

/** Parallel joins that would wait for ever in the new version, for a token that nothing brings, though they did not before. */
function checkJoins(map: MigrationMap, before: RunState, after: RunState): void {
  for (const instance of Object.values(after.instances)) {
    const { route } = instance;
    const old = before.instances[instance.id];
    const [source, target] = [map.source(route), map.target(route)];
    if (instance.loop || !source || !target || !old) continue;
    const known = new Set(deadJoins(source, before, old).map(({ join }) => map.idOf(route, join.id)));
    for (const { join, missing } of deadJoins(target, after, instance)) {
      if (known.has(join.id)) continue;
      const node = source.nodes.get(old.element) ?? { id: old.element };
      const title = join.name ?? join.id;
      map.report(
        node,
        'dead-join',
        `in the new version ${title} would wait for ${missing}, where nothing is under way`,
      );
    }
  }
}

function deadJoins(
  graph: RouteGraph,
  state: RunState,
  container: Instance,
): { readonly join: GraphNode; readonly missing: string }[] {
  const here = Object.values(state.instances).filter(
    ({ parent, confirms }) => parent === container.id && (!confirms || confirms.changed),
  );
  const arrived = container.arrived ?? {};
  const parked = (container.parked ?? []).map(({ flow }) => flow);
  const positions = [
    ...here.map(({ element }) => element),
    ...Object.keys(arrived),
    ...parked.map((flow) => graph.flows.get(flow)?.target ?? flow),
  ];
  return [...graph.nodes.values()].flatMap((join) => {
    if (join.kind !== 'parallel' || join.incoming.length < 2 || join.scope !== container.element) return [];
    const present = new Set([...(Object.hasOwn(arrived, join.id) ? (arrived[join.id] ?? []) : []), ...parked]);
    const missing = join.incoming.filter(({ id, source }) => {
      const node = graph.nodes.get(source);
      if (present.has(id) || !node) return false;
      const leading = leadingTo(graph, node, (element) => element === join.id);
      return !positions.some((element) => leading.has(element));
    });
    if (missing.length === 0 || missing.length === join.incoming.length) return [];
    return [{ join, missing: missing.map(({ name, id }) => name ?? id).join(', ') }];
  });
}
