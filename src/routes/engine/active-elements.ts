import type { RunState } from './state.js';

/** An element at which the run is now. */
export interface ActiveElement {
  readonly instance: string;
  readonly element: string;
  readonly route?: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** The elements at which a run is, oldest first: tasks and events that wait, not the containers around them. */
export function activeElements(state: RunState): ActiveElement[] {
  const instances = Object.values(state.instances);
  const containers = new Set(instances.map(({ parent }) => parent));
  return instances
    .filter(({ id }) => !containers.has(id))
    .map(({ id, element, route, since }) => ({
      instance: id,
      element,
      since,
      ...(route === undefined ? {} : { route }),
    }));
}
