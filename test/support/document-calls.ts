import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Api, List } from './api.js';

/** What a real call is made with. */
export interface Callers {
  readonly admin: Api;
  readonly clerk: Api;
  readonly manager: Api;
  as(login: string, password?: string): Promise<Api>;
  readonly url: string;
  readonly sql: pg.Client;
}

/** What the audit log says of a call, or that it says nothing and why; `real` makes one. */
export interface ChangingCall {
  /** A verb of the log; undefined for calls that it is not told of, for the reason given at the endpoint (NotAudited). */
  readonly verb?: string;
  real?(callers: Callers): Promise<unknown>;
}

export type Made = Readonly<Record<string, string>> & { readonly id: string };

export const name = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;
export const key = (what: string) => `${what}-${randomUUID().slice(0, 8)}`;
export const client = (who: Api) =>
  who.post<Made>('/api/streams/clients/documents', { fields: { name: name('Client') } });
export const seen = { 'if-match': '*' };
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

/** An assignment of the clerk, issued by hand by the manager. */
async function assignment({ manager }: Callers, more: object = {}): Promise<Made> {
  const { id } = await client(manager);
  await manager.post(`/api/documents/${id}/assignments`, { performers: ['clerk'], instruction: 'Look', ...more });
  const { items } = await manager.get<List<Made>>(`/api/assignments?document=${id}&state=all`);
  const [first] = items;
  if (!first) throw new Error('No assignment was issued.');
  return first;
}

const ofClerk =
  (what: string, body: object = {}, more: object = {}) =>
  async (callers: Callers) =>
    callers.clerk.post(`/api/assignments/${(await assignment(callers, more)).id}/${what}`, body);

async function extension(callers: Callers, what: string): Promise<unknown> {
  const { id } = await assignment(callers, { dueAt: tomorrow() });
  const dueAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const asked = await callers.clerk.post<Made>(`/api/assignments/${id}/extend`, { dueAt, reason: 'More to read' });
  const { items } = await callers.manager.get<List<Made>>('/api/extensions?mine=true&state=asked');
  const request = items.find((one) => one.id === asked.id) ?? items[0];
  return callers.manager.post(`/api/extensions/${request?.id}/${what}`, what === 'deny' ? { reason: 'No' } : {});
}

export const nothing: ChangingCall = {};
export const fallback: ChangingCall = { verb: 'call.made' };

/** Calls that change documents and assignments, and some others at the beginning of the alphabet. */
export const documentCalls: Readonly<Record<string, ChangingCall>> = {
  'POST /api/access/rules/{stream}/preview': nothing,
  'PUT /api/access/rules/{stream}': {
    verb: 'stream.access-changed',
    real: async ({ admin }) => {
      const { rules } = await admin.get<{ rules: object[] }>('/api/access/rules/works');
      const more = { role: 'lawyer', verbs: ['read'], level: 'company', when: 'status = "done"' };
      return admin.put('/api/access/rules/works', { rules: [...rules, more], fields: [] }, seen);
    },
  },
  'POST /api/assignments/{id}/cancel': {
    verb: 'assignment.cancelled',
    real: async (callers) =>
      callers.manager.post(`/api/assignments/${(await assignment(callers)).id}/cancel`, { reason: 'Not needed' }),
  },
  'POST /api/assignments/{id}/complete': { verb: 'assignment.completed', real: ofClerk('complete', {}) },
  'POST /api/assignments/{id}/delegate': {
    verb: 'assignment.delegate',
    real: ofClerk('delegate', { to: 'secretary' }),
  },
  'POST /api/assignments/{id}/dismiss-lapse': { verb: 'decision.lapse-dismissed' },
  'POST /api/assignments/{id}/extend': {
    verb: 'extension.asked',
    real: ofClerk('extend', { dueAt: tomorrow(), reason: 'More to read' }),
  },
  'POST /api/assignments/{id}/forward': { verb: 'assignment.forward', real: ofClerk('forward', { to: 'secretary' }) },
  'POST /api/assignments/{id}/refuse': {
    verb: 'assignment.completed',
    real: ofClerk(
      'refuse',
      { reason: 'Not mine' },
      { outcomes: [{ key: 'approve' }, { key: 'reject', reasonRequired: true }] },
    ),
  },
  'POST /api/assignments/{id}/remind': {
    verb: 'assignment.reminded',
    real: async (callers) => callers.manager.post(`/api/assignments/${(await assignment(callers)).id}/remind`),
  },
  'POST /api/assignments/{id}/skip': { verb: 'assignment.skipped' },
  'POST /api/assignments/{id}/start': { verb: 'assignment.started', real: ofClerk('start') },
  'POST /api/assignments/{id}/suspend': {
    verb: 'assignment.suspended',
    real: ofClerk('suspend', { until: tomorrow() }),
  },
  'POST /api/audit/verify': { verb: 'audit.verified', real: ({ admin }) => admin.post('/api/audit/verify') },
  'PUT /api/audit/retention': {
    verb: 'audit.retention-changed',
    real: ({ admin }) => admin.put('/api/audit/retention', { rules: [] }),
  },
  'PUT /api/calendars/{calendar}': {
    verb: 'calendar.added',
    real: ({ admin }) =>
      admin.put(
        `/api/calendars/${key('calendar')}`,
        { timeZone: 'Europe/Vilnius', week: { mon: [{ from: '08:00', to: '12:00' }] }, exceptions: [] },
        seen,
      ),
  },
  'POST /api/calls': {
    verb: 'document.registered',
    real: ({ clerk }) => clerk.post('/api/calls', { phone: '+370 600 11111', matter: 'A question' }),
  },
  'PATCH /api/documents/{id}': {
    verb: 'document.edited',
    real: async ({ manager }) =>
      manager.patch(`/api/documents/${(await client(manager)).id}`, { fields: { name: name('Renamed') } }, seen),
  },
  'POST /api/documents/{id}/restore': {
    verb: 'document.restored',
    real: async ({ manager }) => {
      const { id } = await client(manager);
      await manager.patch(`/api/documents/${id}`, { fields: { name: name('Renamed') } }, seen);
      return manager.post(`/api/documents/${id}/restore`, { version: 1 }, seen);
    },
  },
  'POST /api/documents/{id}/assignments': { verb: 'assignment.issued', real: assignment },
  'POST /api/documents/{id}/comments': {
    verb: 'comment.added',
    real: async ({ manager }) =>
      manager.post(`/api/documents/${(await client(manager)).id}/comments`, { text: 'Hello' }),
  },
  'POST /api/documents/{id}/files': {
    verb: 'file.added',
    real: async ({ manager }) =>
      manager.upload(`/api/documents/${(await client(manager)).id}/files`, 'a.txt', new Uint8Array([97]), 'text/plain'),
  },
  'POST /api/documents/{id}/generate': { verb: 'file.added' },
  'POST /api/documents/{id}/individual-runs': {
    verb: 'route.started',
    real: async ({ manager }) =>
      manager.post(`/api/documents/${(await client(manager)).id}/individual-runs`, {
        ...{ purpose: 'approve', stages: [{ people: ['lawyer'] }] },
      }),
  },
  'POST /api/documents/{id}/links': {
    verb: 'link.added',
    real: async ({ manager }) =>
      manager.post(`/api/documents/${(await client(manager)).id}/links`, {
        ...{ to: (await client(manager)).id, kind: 'related' },
      }),
  },
  'POST /api/documents/{id}/runs/preview': nothing,
  'POST /api/documents/{id}/shares': {
    verb: 'document.shared',
    real: async ({ manager }) =>
      manager.post(`/api/documents/${(await client(manager)).id}/shares`, { person: 'lawyer' }),
  },
  'DELETE /api/documents/{id}/shares/{share}': {
    verb: 'document.share-taken-back',
    real: async ({ manager }) => {
      const { id } = await client(manager);
      const share = await manager.post<Made>(`/api/documents/${id}/shares`, { person: 'lawyer' });
      return manager.delete(`/api/documents/${id}/shares/${share.id}`);
    },
  },
  'POST /api/extensions/{id}/deny': { verb: 'extension.denied', real: (callers) => extension(callers, 'deny') },
  'POST /api/extensions/{id}/grant': { verb: 'extension.granted', real: (callers) => extension(callers, 'grant') },
};
