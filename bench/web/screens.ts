/** Screens that are measured: where they are, and what is there once they can be used. */
export const desk = { name: 'desk', path: '/desk', login: 'lawyer', ready: 'article h1' } as const;

export const register = {
  name: 'register of clients',
  path: '/registers/clients',
  login: 'clerk',
  ready: '[role=row][data-index] [data-open]',
} as const;

export type Screen = typeof desk | typeof register;
