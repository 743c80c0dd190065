export const accountStates = ['active', 'invited', 'closed', 'all'] as const;
export type AccountState = (typeof accountStates)[number];

export const views = ['people', 'units', 'groups', 'calendars', 'access'] as const;
export type View = (typeof views)[number];

/** What the address says of the screen. */
export interface OrganisationSearch {
  readonly view?: View;
  readonly q?: string;
  readonly state?: AccountState;
  /** Login of the person who is open. */
  readonly person?: string;
}

/** Reads the address; what it does not know is left out. */
export function readOrganisationSearch({ view, q, state, person }: Record<string, unknown>): OrganisationSearch {
  const [knownView, knownState] = [views.find((one) => one === view), accountStates.find((one) => one === state)];
  return {
    ...(knownView !== undefined && { view: knownView }),
    ...(typeof q === 'string' && q !== '' && { q }),
    ...(knownState !== undefined && { state: knownState }),
    ...(typeof person === 'string' && { person }),
  };
}
