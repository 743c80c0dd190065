import { URI } from 'otpauth';
import type { List } from './api.js';
import { drawRoute } from './draw-route.js';
import { client, key, seen, type Callers, type ChangingCall, type Made } from './document-calls.js';

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, performer: string) => `<userTask id="${id}" name="${id}"><extensionElements>
  <millrace:assignment ${performer}><millrace:outcome key="approve" /></millrace:assignment></extensionElements></userTask>`;
const xml = { 'content-type': 'application/xml' };

/** A route with two tasks, one after the other; answers its key. */
async function route({ admin }: Callers, first = `performer='person("clerk")'`): Promise<string> {
  const name = key('audited');
  const elements = `<startEvent id="begin" />${flow('begin', 'one')}${task('one', first)}${flow('one', 'two')}
    ${task('two', `performer='person("lawyer")'`)}${flow('two', 'end')}<endEvent id="end" />`;
  await admin.put(`/api/routes/test/${name}`, drawRoute(name, elements), xml);
  return `test/${name}`;
}

interface Run {
  readonly id: string;
  readonly document: string;
  readonly route: string;
  readonly assignment: string;
  readonly incident: string;
}

/** A run that waits at the first task. */
async function run(callers: Callers, first?: string): Promise<Run> {
  const { admin } = callers;
  const [name, document] = [await route(callers, first), await client(admin)];
  const started = await admin.post<{ id: string; incidents: Made[] }>(`/api/documents/${document.id}/runs`, {
    route: name,
  });
  const { items } = await admin.get<List<Made>>(`/api/assignments?document=${document.id}&state=all`);
  return {
    ...{ id: started.id, document: document.id, route: name },
    ...{ assignment: items[0]?.id ?? '', incident: started.incidents[0]?.id ?? '' },
  };
}

const onRun =
  (what: string, body: object): ChangingCall['real'] =>
  async (callers) =>
    callers.admin.post(`/api/runs/${(await run(callers)).id}/${what}`, body);

/** An assignment of the clerk that the manager controls, of which the clerk has reported. */
async function reported({ manager, clerk }: Callers): Promise<string> {
  const { id } = await client(manager);
  const issued = { performers: ['clerk'], instruction: 'Look', controller: 'manager' };
  await manager.post(`/api/documents/${id}/assignments`, issued);
  const { items } = await manager.get<List<Made>>(`/api/assignments?document=${id}&state=all`);
  await clerk.post(`/api/assignments/${items[0]?.id}/report`, {});
  return items[0]?.id ?? '';
}

/** Sets a second factor up for the login, which has none. */
async function factor({ as }: Callers, login: string) {
  const api = await as(login);
  const { uri } = await api.post<{ uri: string }>('/api/me/second-factor');
  await api.post('/api/me/second-factor/confirm', { code: URI.parse(uri).generate() });
  return api;
}

const candidates = `candidates='[person("clerk"), person("lawyer")]'`;

/** Calls that move runs and their assignments, and some that need something made first. */
export const routeCalls: Readonly<Record<string, ChangingCall>> = {
  'POST /api/assignments/{id}/accept': {
    verb: 'assignment.accepted',
    real: async (callers) => callers.manager.post(`/api/assignments/${await reported(callers)}/accept`, {}),
  },
  'POST /api/assignments/{id}/return': {
    verb: 'assignment.returned',
    real: async (callers) =>
      callers.manager.post(`/api/assignments/${await reported(callers)}/return`, { reason: 'Not yet' }),
  },
  'POST /api/assignments/{id}/report': { verb: 'assignment.reported', real: reported },
  'POST /api/assignments/{id}/claim': {
    verb: 'assignment.claim',
    real: async (callers) =>
      callers.clerk.post(`/api/assignments/${(await run(callers, candidates)).assignment}/claim`, {}),
  },
  'POST /api/assignments/{id}/release': {
    verb: 'assignment.release',
    real: async (callers) => {
      const { assignment } = await run(callers, candidates);
      await callers.clerk.post(`/api/assignments/${assignment}/claim`, {});
      return callers.clerk.post(`/api/assignments/${assignment}/release`, {});
    },
  },
  'POST /api/assignments/{id}/resume': {
    verb: 'assignment.resumed',
    real: async (callers) => {
      const { assignment } = await run(callers);
      await callers.clerk.post(`/api/assignments/${assignment}/suspend`, {});
      return callers.clerk.post(`/api/assignments/${assignment}/resume`, {});
    },
  },
  'POST /api/assignments/{id}/fail': {
    verb: 'assignment.failed',
    real: async (callers) =>
      callers.clerk.post(`/api/assignments/${(await run(callers)).assignment}/fail`, { reason: 'Not possible' }),
  },
  'POST /api/assignments/{id}/recall': {
    verb: 'decision.recalled',
    real: async (callers) => {
      const { assignment } = await run(callers);
      await callers.clerk.post(`/api/assignments/${assignment}/complete`, { outcome: 'approve' });
      return callers.clerk.post(`/api/assignments/${assignment}/recall`, { reason: 'Wrong button' });
    },
  },
  'POST /api/assignments/decisions': {
    verb: 'assignment.completed',
    real: async (callers) => {
      const { assignment } = await run(callers);
      return callers.clerk.post('/api/assignments/decisions', { items: [{ id: assignment, outcome: 'approve' }] });
    },
  },
  'DELETE /api/calendars/{calendar}': {
    verb: 'calendar.removed',
    real: async ({ admin }) => {
      const path = `/api/calendars/${key('calendar')}`;
      const week = { mon: [{ from: '08:00', to: '12:00' }] };
      await admin.put(path, { timeZone: 'Europe/Vilnius', week, exceptions: [] }, seen);
      return admin.call('DELETE', path, undefined, seen);
    },
  },
  'POST /api/documents/{id}/runs': { verb: 'route.started', real: run },
  'POST /api/incidents/{id}/retry': {
    verb: 'incident.retried',
    real: async (callers) => {
      const { incident } = await run(callers, `performer='person(chosen)'`);
      return callers.admin.post(`/api/incidents/${incident}/retry`, { variables: { chosen: 'clerk' } });
    },
  },
  'DELETE /api/me/second-factor': {
    verb: 'second-factor.removed',
    real: async (callers) =>
      (await factor(callers, 'manager2')).call('DELETE', '/api/me/second-factor', { password: 'demo' }),
  },
  'POST /api/me/second-factor/recovery-codes': {
    verb: 'second-factor.codes-renewed',
    real: async (callers) =>
      (await factor(callers, 'cfo')).post('/api/me/second-factor/recovery-codes', { password: 'demo' }),
  },
  'PUT /api/routes/{solution}/{route}': { verb: 'route.published', real: route },
  'POST /api/routes/{solution}/{route}/migrations': {
    verb: 'route.migrated',
    real: async (callers) => {
      const { route: name } = await run(callers);
      const drawn = await callers.admin.call<string>('GET', `/api/routes/${name}`, undefined, {
        accept: 'application/xml',
      });
      const text = typeof drawn.body === 'string' ? drawn.body : (drawn.body as { xml: string }).xml;
      await callers.admin.put(`/api/routes/${name}`, text.replace('name="two"', 'name="Second"'), xml);
      return callers.admin.post(`/api/routes/${name}/migrations`, { from: 1 });
    },
  },
  'POST /api/runs/{id}/activate': { verb: 'route.task-issued' },
  'POST /api/runs/{id}/cancel': { verb: 'route.cancelled', real: onRun('cancel', { reason: 'Not needed' }) },
  'POST /api/runs/{id}/move': {
    verb: 'route.moved',
    real: onRun('move', { from: 'one', to: 'two', reason: 'Not needed' }),
  },
  'PATCH /api/runs/{id}/variables': {
    verb: 'route.variables-set',
    real: async (callers) =>
      callers.admin.patch(`/api/runs/${(await run(callers)).id}/variables`, { variables: { a: 1 }, reason: 'Missing' }),
  },
};
