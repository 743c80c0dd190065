import type { Run } from './runs.ts';

/** How far the run has come at an element. */
export type Progress = Run['elements'][number]['state'];

/** Somebody who has a step now. */
export interface Holder {
  readonly element: string;
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly since: string;
}

/** What a drawing shows of a run. */
export interface Painting {
  readonly progress: ReadonlyMap<string, Progress>;
  readonly taken: ReadonlySet<string>;
  readonly holders: readonly Holder[];
  /** Elements that were done more than once, and how often. */
  readonly times: ReadonlyMap<string, number>;
}

/** The part of a run that one of its drawings shows: the main one, or that of a route it calls. */
export function paintingOf({ elements, flows }: Pick<Run, 'elements' | 'flows'>, route?: string): Painting {
  const here = elements.filter((element) => element.route === route);
  return {
    progress: new Map(here.map(({ element, state }) => [element, state])),
    taken: new Set(flows.filter((flow) => flow.route === route).map(({ flow }) => flow)),
    holders: here
      .filter(({ state, people }) => state === 'active' && people.length > 0)
      .map(({ element, people, since }) => ({ element, names: people.map(({ name }) => name), since })),
    times: new Map(here.filter(({ times }) => times > 1).map(({ element, times }) => [element, times])),
  };
}

/** The drawing to look at first: where somebody has it now, else the run's own. Answers a key of a called route, or undefined. */
export function drawingNow(run: Pick<Run, 'elements'>): string | undefined {
  const held = run.elements.filter(({ state, people }) => state === 'active' && people.length > 0);
  return held.some(({ route }) => route === undefined) ? undefined : held.at(-1)?.route;
}

/** Keys of the routes whose drawings a run went through, besides its own, in the order in which it entered them. */
export function calledRoutes({ elements }: Pick<Run, 'elements'>): string[] {
  return [...new Set(elements.flatMap(({ route }) => route ?? []))];
}
