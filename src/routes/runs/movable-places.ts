import { activeElements } from '../engine/active-elements.js';
import type { RouteLibrary } from '../engine/protocol.js';
import type { Instance, RunState } from '../engine/state.js';

/** Where a run waits, as the event that moves it names the place. */
export interface MovablePlace {
  readonly instance: string;
  readonly element: string;
  /** Tokens wait at this join inside the instance. */
  readonly join?: string;
}

/** Where a run can be moved from, and how people call these places. */
export interface MoveFrom {
  /** Id of an element, or of its instance. */
  readonly from: string;
  /** Of several containers with tokens at the join `from`, the one that is meant. */
  readonly inside?: string;
}

/** The places that are meant; one is needed to move from. */
export function placesFrom(state: RunState, { from, inside }: MoveFrom): MovablePlace[] {
  const waiting = activeElements(state).filter(({ instance, element }) => from === instance || from === element);
  if (waiting.length > 0 && inside === undefined)
    return waiting.map(({ instance, element }) => ({ instance, element }));
  const instances = Object.values(state.instances);
  const joins = instances.filter(
    ({ id, arrived }) => Object.hasOwn(arrived ?? {}, from) && (inside === undefined || inside === id),
  );
  if (joins.length > 0) return joins.map(({ id }) => ({ instance: id, element: from, join: from }));
  // A sub-process, a called route or a loop as a whole.
  return inside === undefined
    ? instances
        .filter(({ id, element, parent }) => parent !== null && (from === id || from === element))
        .map(({ id, element }) => ({ instance: id, element }))
    : [];
}

/** The instance to name in order to move what is under way at `held` elsewhere; undefined where nothing can be moved. */
export function movableInstance(held: Instance): string | undefined {
  if (held.turn !== undefined) return held.parent ?? undefined;
  return held.parent === null || held.isolated || held.confirms ? undefined : held.id;
}

/** An element that a run can be moved to. */
export interface MoveTarget {
  readonly element: string;
  readonly name: string;
}

/** The elements beside one of a route that a run can go on at. */
export function moveTargets(library: RouteLibrary, route: string | undefined, element: string): MoveTarget[] {
  const graph = route === undefined ? library.main : library.called.get(route);
  const source = graph?.nodes.get(element);
  if (!graph || !source) return [];
  // An event at the edge of a task stands where the task stands.
  return [...graph.nodes.values()].flatMap((node) => {
    if (node.scope !== source.scope || node.id === element) return [];
    if (node.kind === 'boundary' || node.kind === 'start') return [];
    if (node.kind === 'scope' && node.variant === 'event') return [];
    if ('forCompensation' in node && node.forCompensation) return [];
    return [{ element: node.id, name: node.name ?? node.id }];
  });
}
