import type { Actor } from '../../platform/context.js';

/** Acts when no person does: jobs, timers, autoprocessing. May do everything. */
export const systemActor: Actor = {
  id: '00000000-0000-0000-0000-000000000001',
  kind: 'system',
  login: 'system',
  name: 'Millrace',
  language: 'en',
  roles: [],
  unitIds: [],
  headedUnitIds: [],
  withinUnitIds: [],
  groupIds: [],
  colleagueIds: [],
};

/** Whoever fills in a public form. May register where a stream grants that to the role `public`, and nothing else. */
export const publicActor: Actor = {
  id: '00000000-0000-0000-0000-000000000002',
  kind: 'public',
  login: 'public',
  name: 'Public form',
  language: 'en',
  roles: ['public'],
  unitIds: [],
  headedUnitIds: [],
  withinUnitIds: [],
  groupIds: [],
  colleagueIds: [],
};
