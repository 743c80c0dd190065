import { URI } from 'otpauth';
import type { List } from './api.js';
import {
  documentCalls,
  fallback,
  key,
  client,
  name,
  nothing,
  seen,
  type Callers,
  type ChangingCall,
  type Made,
} from './document-calls.js';
import { routeCalls } from './route-calls.js';

async function person({ admin }: Callers): Promise<string> {
  const login = key('person');
  await admin.post('/api/people', { login, name: 'New Person', email: `${login}@example.com` });
  return login;
}

/**
 * Every call of the OpenAPI document that is not GET. An endpoint that is not in here fails the test of the audit log; one
 * that is said to be told of, and is called here for real, has to leave the entry.
 */
export const changingCalls: Readonly<Record<string, ChangingCall>> = {
  ...documentCalls,
  ...routeCalls,
  'POST /api/first-run': nothing,
  'POST /api/forms/{form}': nothing,
  'POST /api/groups': {
    verb: 'group.added',
    real: ({ admin }) => admin.post('/api/groups', { key: key('group'), name: 'Group', members: ['lawyer'] }),
  },
  'DELETE /api/groups/{group}': {
    verb: 'group.removed',
    real: async ({ admin }) => {
      const group = key('group');
      await admin.post('/api/groups', { key: group, name: 'Group' });
      return admin.call('DELETE', `/api/groups/${group}`, undefined, seen);
    },
  },
  'PATCH /api/groups/{group}': {
    verb: 'group.changed',
    real: async ({ admin }) => {
      const group = key('group');
      await admin.post('/api/groups', { key: group, name: 'Group' });
      return admin.patch(`/api/groups/${group}`, { name: 'Renamed' }, seen);
    },
  },
  'POST /api/intake/{id}/retry': fallback,
  'POST /api/jobs/{id}/retry': {
    verb: 'job.retried',
    real: async ({ admin, sql }) => {
      const { rows } = await sql.query<{ id: string }>(
        `SELECT (graphile_worker.add_job('test.nothing', '{}'::json, max_attempts := 1)).id::text AS id`,
      );
      await sql.query('UPDATE graphile_worker._private_jobs SET attempts = 1 WHERE id = $1', [rows[0]?.id]);
      return admin.post(`/api/jobs/${rows[0]?.id}/retry`);
    },
  },
  'POST /api/mailboxes': {
    verb: 'mailbox.saved',
    real: ({ admin }) =>
      admin.post('/api/mailboxes', { url: 'imap://box:mailbox-secret@127.0.0.1:1/INBOX?stream=requests' }),
  },
  'PATCH /api/mailboxes/{id}': {
    verb: 'mailbox.changed',
    real: async ({ admin }) => {
      const { items } = await admin.get<List<Made>>('/api/mailboxes');
      return admin.patch(`/api/mailboxes/${items[0]?.id}`, { active: false });
    },
  },
  'POST /api/mailboxes/{id}/retry': fallback,
  'POST /api/mails/{id}/dismiss': { verb: 'mail.dismissed' },
  'POST /api/mails/{id}/send': { verb: 'mail.sent-again' },
  'PATCH /api/me': {
    verb: 'person.changed',
    real: async ({ as }) => (await as('secretary')).patch('/api/me', { language: 'en' }),
  },
  'POST /api/me/calendar-feed': {
    verb: 'calendar-feed.made',
    real: async ({ as }) => (await as('secretary')).post('/api/me/calendar-feed'),
  },
  'DELETE /api/me/calendar-feed': {
    verb: 'calendar-feed.revoked',
    real: async ({ as }) => (await as('secretary')).delete('/api/me/calendar-feed'),
  },
  'PATCH /api/me/notification-settings': {
    ...fallback,
    real: async ({ as }) => (await as('secretary')).patch('/api/me/notification-settings', {}),
  },
  'POST /api/me/passkeys': { verb: 'passkey.added' },
  'DELETE /api/me/passkeys/{id}': { verb: 'passkey.removed' },
  'PATCH /api/me/passkeys/{id}': fallback,
  'POST /api/me/passkeys/options': nothing,
  'DELETE /api/me/provider-link': {
    verb: 'identity.unlinked',
    real: async ({ as, sql }) => {
      await sql.query(
        `INSERT INTO person_identity SELECT 'https://provider.example', 'audited', id, now(), now() FROM person
         WHERE login = 'secretary'`,
      );
      return (await as('secretary')).delete('/api/me/provider-link');
    },
  },
  'POST /api/me/push/subscriptions': nothing,
  'POST /api/me/push/unsubscribe': nothing,
  'POST /api/me/second-factor': {
    ...fallback,
    real: async ({ as }) => (await as('secretary')).post('/api/me/second-factor'),
  },
  'POST /api/me/second-factor/confirm': {
    verb: 'second-factor.added',
    real: async ({ as }) => {
      const api = await as('accountant');
      const { uri } = await api.post<{ uri: string }>('/api/me/second-factor');
      return api.post('/api/me/second-factor/confirm', { code: URI.parse(uri).generate() });
    },
  },
  'DELETE /api/me/sessions': {
    verb: 'sessions.ended',
    real: async ({ as }) => {
      await as('warehouse');
      return (await as('warehouse')).delete('/api/me/sessions');
    },
  },
  'DELETE /api/me/sessions/{id}': {
    verb: 'session.ended',
    real: async ({ as }) => {
      const api = await as('warehouse');
      const { items } = await api.get<List<Made>>('/api/me/sessions');
      return api.delete(`/api/me/sessions/${items[0]?.id}`);
    },
  },
  'POST /api/me/tokens': {
    verb: 'api-token.made',
    real: ({ manager }) => manager.post('/api/me/tokens', { name: name('Token'), scopes: ['read'] }),
  },
  'DELETE /api/me/tokens/{id}': {
    verb: 'api-token.revoked',
    real: async ({ manager }) => {
      const { id } = await manager.post<Made>('/api/me/tokens', { name: name('Token'), scopes: ['read'] });
      return manager.delete(`/api/me/tokens/${id}`);
    },
  },
  'POST /api/messages': fallback,
  'POST /api/messages/{id}/dismiss': { verb: 'message.dismissed' },
  'POST /api/messages/{id}/resend': { verb: 'message.sent-again' },
  'POST /api/new-password': nothing,
  'POST /api/new-password/check': nothing,
  'PATCH /api/notification-policy': {
    verb: 'notification-policy.changed',
    real: ({ admin }) => admin.patch('/api/notification-policy', { linkDays: 9 }),
  },
  'POST /api/notifications/read': nothing,
  'POST /api/organisation/import': { verb: 'organisation.imported' },
  'POST /api/organisation/import/preview': nothing,
  'POST /api/password-reset': nothing,
  'POST /api/people': { verb: 'person.added', real: person },
  'PATCH /api/people/{person}': {
    verb: 'roles.changed',
    real: async (callers) => callers.admin.patch(`/api/people/${await person(callers)}`, { roles: ['auditor'] }, seen),
  },
  'POST /api/people/{person}/deactivate': {
    verb: 'person.closed',
    real: async (callers) => callers.admin.post(`/api/people/${await person(callers)}/deactivate`),
  },
  'POST /api/people/{person}/invitation': {
    verb: 'invitation.sent',
    real: async (callers) => callers.admin.post(`/api/people/${await person(callers)}/invitation`),
  },
  'POST /api/people/{person}/reactivate': {
    verb: 'person.reopened',
    real: async (callers) => {
      const login = await person(callers);
      await callers.admin.post(`/api/people/${login}/deactivate`);
      return callers.admin.post(`/api/people/${login}/reactivate`);
    },
  },
  'POST /api/posts': {
    verb: 'post.added',
    real: ({ admin }) => admin.post('/api/posts', { key: key('post'), name: 'Post', unit: 'sales' }),
  },
  'DELETE /api/posts/{post}': {
    verb: 'post.removed',
    real: async ({ admin }) => {
      const post = key('post');
      await admin.post('/api/posts', { key: post, name: 'Post', unit: 'sales' });
      return admin.call('DELETE', `/api/posts/${post}`, undefined, seen);
    },
  },
  'PATCH /api/posts/{post}': {
    verb: 'post.changed',
    real: async ({ admin }) => {
      const post = key('post');
      await admin.post('/api/posts', { key: post, name: 'Post', unit: 'sales' });
      return admin.patch(`/api/posts/${post}`, { holders: ['lawyer'] }, seen);
    },
  },
  'PUT /api/roles/{role}': {
    verb: 'role.added',
    real: ({ admin }) => admin.put(`/api/roles/${key('role')}`, { name: 'Role' }),
  },
  'PUT /api/routes/{route}': { verb: 'route.published' },
  'POST /api/routes/{route}/check': nothing,
  'POST /api/routes/{route}/migrations': { verb: 'route.migrated' },
  'POST /api/routes/{route}/migrations/preview': nothing,
  'POST /api/routes/{solution}/{route}/check': nothing,
  'POST /api/routes/{solution}/{route}/migrations/preview': nothing,
  'POST /api/runs/{id}/timers/{timer}/fire': { verb: 'route.timer-fired' },
  'POST /api/service-accounts': {
    verb: 'service-account.added',
    real: ({ admin }) => admin.post('/api/service-accounts', { login: key('robot'), name: 'Robot', roles: [] }),
  },
  'PATCH /api/service-accounts/{id}': {
    verb: 'service-account.changed',
    real: async ({ admin }) => {
      const { id } = await admin.post<Made>('/api/service-accounts', { login: key('robot'), name: 'Robot', roles: [] });
      return admin.patch(`/api/service-accounts/${id}`, { active: false }, seen);
    },
  },
  'POST /api/service-accounts/{id}/tokens': {
    verb: 'api-token.made',
    real: async ({ admin }) => {
      const { id } = await admin.post<Made>('/api/service-accounts', { login: key('robot'), name: 'Robot', roles: [] });
      return admin.post(`/api/service-accounts/${id}/tokens`, { name: 'Token', scopes: ['read'] });
    },
  },
  'DELETE /api/service-accounts/{id}/tokens/{token}': {
    verb: 'api-token.revoked',
    real: async ({ admin }) => {
      const { id } = await admin.post<Made>('/api/service-accounts', { login: key('robot'), name: 'Robot', roles: [] });
      const path = `/api/service-accounts/${id}/tokens`;
      const token = await admin.post<Made>(path, { name: 'Token', scopes: ['read'] });
      return admin.delete(`${path}/${token.id}`);
    },
  },
  'POST /api/session': { verb: 'session.begun', real: ({ as }) => as('warehouse') },
  'DELETE /api/session': {
    verb: 'session.ended',
    real: async ({ as }) => (await as('warehouse')).delete('/api/session'),
  },
  'POST /api/session/confirm': {
    verb: 'session.confirmed',
    real: async ({ as }) => (await as('warehouse')).post('/api/session/confirm', { password: 'demo' }),
  },
  'POST /api/session/passkey': nothing,
  'POST /api/session/passkey/options': nothing,
  'POST /api/signals': fallback,
  'POST /api/streams/{stream}/documents': { verb: 'document.registered', real: ({ manager }) => client(manager) },
  'POST /api/streams/{stream}/documents/bulk': {
    verb: 'document.responsible-changed',
    real: async ({ admin, manager }) =>
      admin.post('/api/streams/clients/documents/bulk', { ids: [(await client(manager)).id], responsible: 'manager2' }),
  },
  'POST /api/streams/{stream}/export': {
    verb: 'register.exported',
    real: async ({ manager }) =>
      manager.post('/api/streams/clients/export', { ids: [(await client(manager)).id], format: 'csv' }),
  },
  'POST /api/streams/{stream}/similar': nothing,
  'POST /api/substitutions': {
    verb: 'substitution.added',
    real: ({ admin }) => admin.post('/api/substitutions', substitution()),
  },
  'DELETE /api/substitutions/{id}': {
    verb: 'substitution.removed',
    real: async ({ admin }) => {
      const { id } = await admin.post<Made>('/api/substitutions', substitution());
      return admin.delete(`/api/substitutions/${id}`);
    },
  },
  'PATCH /api/substitutions/{id}': {
    verb: 'substitution.changed',
    real: async ({ admin }) => {
      const { id } = await admin.post<Made>('/api/substitutions', substitution());
      return admin.patch(`/api/substitutions/${id}`, { reason: 'Away' });
    },
  },
  'POST /api/units': {
    verb: 'unit.added',
    real: ({ admin }) => admin.post('/api/units', { key: key('unit'), name: 'Unit' }),
  },
  'DELETE /api/units/{unit}': {
    verb: 'unit.removed',
    real: async ({ admin }) => {
      const unit = key('unit');
      await admin.post('/api/units', { key: unit, name: 'Unit' });
      return admin.call('DELETE', `/api/units/${unit}`, undefined, seen);
    },
  },
  'PATCH /api/units/{unit}': {
    verb: 'unit.changed',
    real: async ({ admin }) => {
      const unit = key('unit');
      await admin.post('/api/units', { key: unit, name: 'Unit' });
      return admin.patch(`/api/units/${unit}`, { name: 'Renamed' }, seen);
    },
  },
  'POST /api/units/{unit}/close': {
    verb: 'unit.closed',
    real: async ({ admin }) => {
      const unit = key('unit');
      await admin.post('/api/units', { key: unit, name: 'Unit' });
      return admin.call('POST', `/api/units/${unit}/close`, {}, seen);
    },
  },
  'POST /api/units/{unit}/reopen': { verb: 'unit.reopened' },
  'POST /api/views': {
    ...fallback,
    real: ({ manager }) =>
      manager.post('/api/views', { stream: 'clients', name: name('View'), columns: [{ field: 'name' }] }),
  },
  'DELETE /api/views/{id}': fallback,
  'PATCH /api/views/{id}': fallback,
  'PUT /api/views/order': nothing,
};

let days = 100;

/** One that does not overlap with the others. */
function substitution(): object {
  days += 10;
  const at = (day: number) => new Date(Date.now() + day * 86_400_000).toISOString();
  return { absent: 'cfo', substitute: 'ceo', startsAt: at(days), endsAt: at(days + 5) };
}
