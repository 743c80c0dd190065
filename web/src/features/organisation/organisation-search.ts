export const accountStates = ['active', 'invited', 'closed', 'all'] as const;
export type AccountState = (typeof accountStates)[number];

export const views = ['people', 'units', 'groups', 'calendars', 'access'] as const;
export type View = (typeof views)[number];

export const accessWays = ['rules', 'stream', 'person'] as const;
export type AccessWay = (typeof accessWays)[number];

/** What the address says of the screen. */
export interface OrganisationSearch {
  readonly view?: View;
  /** Of access: by what it is looked at. */
  readonly by?: AccessWay;
  readonly q?: string;
  readonly state?: AccountState;
  /** Login of the person who is open. */
  readonly person?: string;
}

/** Reads the address; what it does not know is left out. */
export function readOrganisationSearch({ view, by, q, state, person }: Record<string, unknown>): OrganisationSearch {
  const [knownView, knownState] = [views.find((one) => one === view), accountStates.find((one) => one === state)];
  const knownWay = accessWays.find((one) => one === by);
  return {
    ...(knownView !== undefined && { view: knownView }),
    ...(knownWay !== undefined && { by: knownWay }),
    ...(typeof q === 'string' && q !== '' && { q }),
    ...(knownState !== undefined && { state: knownState }),
    ...(typeof person === 'string' && { person }),
  };
}
