import type { RouteGraph } from '../compile/route-graph.js';
import type { RouteLibrary, TrailEntry } from '../engine/protocol.js';
import type { Instance, RunState } from '../engine/state.js';

/** What a drawing shows of one element of a run. Times are epoch milliseconds. */
export interface ElementState {
  readonly element: string;
  readonly name: string;
  /** Key of the called route that has it; absent for the main one. */
  readonly route?: string;
  readonly state: 'active' | 'done' | 'incident' | 'cancelled';
  /** How often it has been completed. */
  readonly times: number;
  /** When it was entered last. */
  readonly since: number;
  /** When that ended. */
  readonly until?: number;
}

/** A flow that was taken, and how often. */
export interface TakenFlow {
  readonly flow: string;
  readonly route?: string;
  readonly times: number;
}

/** An element, or a flow, of one of the drawings of a run. */
type Place = Pick<TrailEntry, 'element' | 'route'>;

interface Course {
  readonly place: Place;
  times: number;
  since: number;
  until: number | undefined;
  last: 'entered' | 'completed' | 'cancelled';
}

/** What has become of the elements of a run, in the order in which they were entered first. */
export function elementStates(
  library: RouteLibrary,
  state: RunState,
  recorded: readonly TrailEntry[],
  incidents: readonly { readonly instance: string; readonly element: string }[],
): ElementState[] {
  const trail = inThisVersion(recorded);
  const active = new Set(Object.values(state.instances).map(keyOf));
  const failed = new Set(
    incidents.map(({ instance, element }) => keyOf({ ...routeOf(state.instances[instance]), element })),
  );
  const taken = new Map(trail.flatMap((entry) => (entry.event === 'taken' ? [[keyOf(entry), entry.at]] : [])));
  return [...coursesOf(trail).values()].flatMap((course): ElementState[] => {
    const { place, times, since, until, last } = course;
    const node = graphOf(library, place)?.nodes.get(place.element);
    // Elements of a version that the run has left are in no drawing of it.
    if (!node || (node.kind === 'scope' && node.variant === 'process')) return [];
    const under = active.has(keyOf(place));
    // A gateway that waits for events is left without another word.
    const left = node.outgoing.some(({ id }) => (taken.get(keyOf({ ...place, element: id })) ?? -1) >= since);
    const ended = last === 'completed' || (last === 'entered' && left) ? 'done' : 'cancelled';
    const route = place.route === undefined ? {} : { route: place.route };
    return [
      {
        element: place.element,
        name: node.name ?? place.element,
        ...route,
        state: failed.has(keyOf(place)) ? 'incident' : under ? 'active' : ended,
        times,
        since,
        ...(under || until === undefined ? {} : { until }),
      },
    ];
  });
}

/** The flows that a run has taken. */
export function takenFlows(recorded: readonly TrailEntry[]): TakenFlow[] {
  const taken = new Map<string, { place: Place; times: number }>();
  for (const entry of inThisVersion(recorded)) {
    if (entry.event !== 'taken') continue;
    const known = taken.get(keyOf(entry));
    taken.set(keyOf(entry), { place: entry, times: (known?.times ?? 0) + 1 });
  }
  return [...taken.values()].map(({ place: { element, route }, times }) => ({
    flow: element,
    ...(route === undefined ? {} : { route }),
    times,
  }));
}

/** The trail as the drawing of now tells it: before a migration elements and flows may have had other ids. */
function inThisVersion(recorded: readonly TrailEntry[]): readonly TrailEntry[] {
  return recorded.reduce<TrailEntry[]>((before, entry) => {
    const { renamed } = entry;
    if (renamed === undefined) {
      before.push(entry);
      return before;
    }
    // What had the id that something else has now is not in the drawing any more.
    const given = new Set(Object.values(renamed));
    const told = before.flatMap((one) => {
      if (one.route !== undefined) return [one];
      if (Object.hasOwn(renamed, one.element)) return [{ ...one, element: renamed[one.element] ?? one.element }];
      return given.has(one.element) ? [] : [one];
    });
    return [...told, entry];
  }, []);
}

function coursesOf(trail: readonly TrailEntry[]): ReadonlyMap<string, Course> {
  const courses = new Map<string, Course>();
  for (const entry of trail) {
    const { event, at } = entry;
    if (event !== 'entered' && event !== 'completed' && event !== 'cancelled') continue;
    const course = courses.get(keyOf(entry)) ?? { place: entry, times: 0, since: at, until: undefined, last: event };
    courses.set(keyOf(entry), course);
    course.last = event;
    if (event === 'entered') course.since = at;
    else course.until = at;
    if (event === 'completed') course.times += 1;
  }
  return courses;
}

function routeOf(instance: Instance | undefined): Pick<Place, 'route'> {
  return instance?.route === undefined ? {} : { route: instance.route };
}

function keyOf({ element, route }: Place): string {
  return `${route ?? ''} ${element}`;
}

function graphOf(library: RouteLibrary, { route }: Place): RouteGraph | undefined {
  return route === undefined ? library.main : library.called.get(route);
}
