import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { ChangeFeed } from '../../src/platform/database/change-feed.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { EventListener } from '../support/event-listener.js';
import { until } from '../support/until.js';

interface Assignment {
  readonly id: string;
  readonly version: number;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, attributes: string) =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment ${attributes} /></extensionElements></userTask>`;

/** Two servers on one database: whoever is connected to one hears what is done on the other. */
describe('events as they happen', () => {
  let app: RunningApp;
  let other: RunningApp;
  let here: Record<string, Api>;
  let there: Record<string, Api>;
  let sql: pg.Client;
  let clients = 0;
  const open: EventListener[] = [];

  beforeAll(async () => {
    app = await startApp({ worker: false });
    other = await startApp({ worker: false, databaseUrl: app.databaseUrl });
    const people = ['admin', 'lawyer', 'cfo', 'manager', 'manager2', 'warehouse'];
    const signedIn = async (server: RunningApp) =>
      Object.fromEntries(await Promise.all(people.map(async (login) => [login, await server.api(login)] as const)));
    [here, there] = await Promise.all([signedIn(app), signedIn(other)]);
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
    await here.admin?.put(
      '/api/routes/test/heard',
      drawRoute(
        'heard',
        `<startEvent id="begin" />${flow('begin', 'one')}${task('one', `performer='post("lawyer")'`)}${flow('one', 'two')}
         ${task('two', `candidates='[post("cfo"), post("manager")]' controller='post("lawyer")'`)}${flow('two', 'end')}<endEvent id="end" />`,
      ),
      { 'content-type': 'application/xml' },
    );
  }, 90_000);

  afterEach(() => {
    for (const listener of open.splice(0)) listener.close();
  });

  afterAll(async () => {
    await sql?.end();
    await other?.stop();
    await app?.stop();
  }, 30_000);

  const as = (login: string, server = here): Api => {
    const api = server[login];
    if (!api) throw new Error(`${login} is not signed in.`);
    return api;
  };
  const listen = async (api: Api, query = '', headers = {}) => {
    const listener = await EventListener.open(api, query, headers);
    open.push(listener);
    return listener;
  };
  const register = async (api: Api) => {
    const fields = { name: `Heard ${(clients += 1)}` };
    return (await api.post<{ id: string; version: number }>('/api/streams/clients/documents', { fields })).id;
  };
  const begin = async (document: string) =>
    as('admin').post(`/api/documents/${document}/runs`, { route: 'test/heard' });
  const mine = async (api: Api, document: string) => {
    const { items } = await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`);
    const [first] = items;
    if (!first) throw new Error('Nothing is in the inbox.');
    return first;
  };

  it('tells performers, candidates and controllers on another server', async () => {
    const [lawyer, cfo, manager, warehouse] = await Promise.all(
      ['lawyer', 'cfo', 'manager', 'warehouse'].map((login) => listen(as(login, there))),
    );
    const document = await register(as('admin'));
    await begin(document);
    const issued = await lawyer?.hears({ type: 'inbox', document, kind: 'issued' });
    const first = await mine(as('lawyer'), document);
    expect(issued).toMatchObject({ assignment: first.id });

    await as('lawyer').post(`/api/assignments/${first.id}/complete`, {});
    await lawyer?.hears({ type: 'inbox', assignment: first.id, kind: 'closed' });
    const second = await mine(as('cfo'), document);
    for (const listener of [cfo, manager, lawyer]) {
      await listener?.hears({ type: 'inbox', assignment: second.id, kind: 'issued' });
    }

    // Who is offered it is told that somebody has taken it.
    await as('cfo').post(`/api/assignments/${second.id}/claim`);
    await manager?.hears({ type: 'inbox', assignment: second.id, kind: 'changed' });
    expect(warehouse?.heard).toEqual([]);
    expect(cfo?.heard.filter(({ type }) => type === 'document')).toEqual([]);
  });

  it('tells whom an assignment leaves and whom it reaches', async () => {
    const document = await register(as('admin'));
    await begin(document);
    const { id } = await mine(as('lawyer'), document);
    const [lawyer, manager2] = await Promise.all(['lawyer', 'manager2'].map((login) => listen(as(login, there))));
    await as('lawyer').post(`/api/assignments/${id}/forward`, { to: 'manager2' });
    await manager2?.hears({ type: 'inbox', assignment: id, kind: 'issued' });
    await lawyer?.hears({ type: 'inbox', assignment: id, kind: 'closed' });
  });

  it('tells as many people as there may be, each of them', async () => {
    const { rows } = await sql.query<{ id: string }>(
      `SELECT id FROM person WHERE login IN ('secretary', 'warehouse') ORDER BY login DESC`,
    );
    const [warehouse, secretary] = await Promise.all([other.api('warehouse'), other.api('secretary')]);
    const listeners = await Promise.all([listen(warehouse), listen(secretary)]);
    const document = await register(as('admin'));
    // The last of three hundred; a notification holds two hundred at most.
    await sql.query(
      `INSERT INTO assignment (id, document_id, state, instruction, outcomes, author_id, candidates, issued_at)
       SELECT $1, $1, 'ready', '"Who wants it?"', '[]', $1, array(SELECT gen_random_uuid() FROM generate_series(1, 300)) || $2::uuid[], now()`,
      [document, rows.map(({ id }) => id)],
    );
    for (const listener of listeners) await listener.hears({ type: 'inbox', document, kind: 'issued' });
    await sql.query(`UPDATE assignment SET candidates = array_remove(candidates, $2) WHERE id = $1`, [
      document,
      rows[0]?.id,
    ]);
    await listeners[0]?.hears({ type: 'inbox', document, kind: 'closed' });
    await listeners[1]?.hears({ type: 'inbox', document, kind: 'changed' });
    await sql.query(`UPDATE assignment SET state = 'obsolete', closed_at = now() WHERE id = $1`, [document]);
    await listeners[1]?.hears({ type: 'inbox', document, kind: 'closed' });
    expect(listeners[0]?.heard.map((event) => 'kind' in event && event.kind)).toEqual(['issued', 'closed']);
  });

  it('tells of documents that are named, to those who may read them, and of nothing that is rolled back', async () => {
    const document = await register(as('admin'));
    const quiet = await register(as('admin'));
    const admin = await listen(as('admin', there), `?document=${document}`);
    await expect(EventListener.open(as('warehouse'), `?document=${document}`)).rejects.toThrow('404');
    await expect(EventListener.open(as('admin'), '?document=no-id')).rejects.toThrow('400');

    await sql.query('BEGIN');
    await sql.query(
      `INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail)
       VALUES ($1, now(), $1, '', 'document.undone', '{}')`,
      [document],
    );
    await sql.query('ROLLBACK');
    await as('admin').post(`/api/documents/${quiet}/comments`, { text: 'Nobody listens.' });
    await as('admin').post(`/api/documents/${document}/comments`, { text: 'Who hears this?' });
    await admin.hears({ type: 'document', document, event: 'comment.added' });
    await as('admin').patch(`/api/documents/${document}`, { fields: { name: 'Changed' } }, { 'if-match': '*' });
    await admin.hears({ type: 'document', document, event: 'document.edited' });
    await begin(document);
    await admin.hears({ type: 'document', document, event: 'assignment.issued' });
    expect(admin.heard.map(({ type }) => type)).not.toContain('inbox');
    expect(admin.heard).not.toContainEqual(expect.objectContaining({ event: 'document.undone' }));
    expect(admin.heard).not.toContainEqual(expect.objectContaining({ document: quiet }));
  });

  it('tells what happened to a document before it was listened to, where that is asked, and nothing else', async () => {
    // Whatever happened before the other server listened it cannot know.
    const [first, second] = [await register(as('manager')), await register(as('manager'))];
    await listen(as('cfo', there));
    await as('manager').post(`/api/documents/${first}/comments`, { text: 'Before it was open.' });
    const heardOf = (event: string) => ({ type: 'document', document: first, event }) as const;
    const asked = await listen(as('manager', there), `?document=${first}&unheard=30`);
    await asked.hears(heardOf('comment.added'));
    const quiet = await listen(as('manager', there), `?document=${first}&document=${second}&unheard=0`);
    await as('manager').patch(`/api/documents/${first}`, { fields: { industry: 'it' } }, { 'if-match': '"v1"' });
    await quiet.hears(heardOf('document.edited'));
    expect(quiet.heard.filter(({ type }) => type === 'document')).toHaveLength(1);
    // A browser that comes back says so even where nothing has been told to it.
    expect(quiet.text).toMatch(/^id: \S+-0\nretry: /);
    await expect(listen(as('manager', there), '?unheard=61')).rejects.toThrow('400');
  });

  it('stops telling of a document that may not be read any more', async () => {
    const document = await register(as('manager'));
    const manager = await listen(as('manager', there), `?document=${document}`);
    await as('admin').post(`/api/documents/${document}/comments`, { text: 'Before' });
    await manager.hears({ type: 'document', document });
    manager.forget();
    await as('admin').patch(`/api/documents/${document}`, { responsible: 'manager2' }, { 'if-match': '*' });
    await sql.query('UPDATE document SET author_id = responsible_id, unit_id = NULL WHERE id = $1', [document]);
    await expect(as('manager').get(`/api/documents/${document}`)).rejects.toThrow('404');
    await as('admin').post(`/api/documents/${document}/comments`, { text: 'After' });
    // What the same connection hears later has been sent after that.
    const own = await register(as('admin'));
    await begin(own);
    await as('lawyer').post(`/api/assignments/${(await mine(as('lawyer'), own)).id}/complete`, {});
    await manager.hears({ type: 'inbox', document: own });
    expect(manager.heard).not.toContainEqual(expect.objectContaining({ event: 'comment.added' }));
  });

  it('says that something may have been missed: to a browser that comes back, and after the database was away', async () => {
    const [fresh, back] = await Promise.all([
      listen(as('cfo', there)),
      listen(as('cfo', there), '', { 'last-event-id': 'from-before-1' }),
    ]);
    await back?.hears({ type: 'resync' });
    expect(fresh?.heard).toEqual([]);
    await sql.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'millrace changes' AND datname = current_database()`,
    );
    await fresh?.hears({ type: 'resync' });
    const document = await register(as('admin'));
    await begin(document);
    await as('lawyer').post(`/api/assignments/${(await mine(as('lawyer'), document)).id}/complete`, {});
    await fresh?.hears({ type: 'inbox', document, kind: 'issued' });
  });

  it('tells twenty people at once, each only of what is theirs', async () => {
    const logins = ['lawyer', 'cfo', 'manager', 'warehouse'];
    const listeners = await Promise.all(
      Array.from({ length: 20 }, (_, index) => listen(as(logins[index % 4] ?? '', index % 2 === 0 ? here : there))),
    );
    const documents = await Promise.all(Array.from({ length: 8 }, () => register(as('admin'))));
    await Promise.all(documents.map(begin));
    const lawyers = listeners.filter((_, index) => index % 4 === 0);
    for (const lawyer of lawyers) {
      for (const document of documents) await lawyer.hears({ type: 'inbox', document, kind: 'issued' });
      // Each of them once.
      expect(lawyer.heard.filter(({ type }) => type === 'inbox')).toHaveLength(documents.length);
    }
    for (const [index, { heard }] of listeners.entries()) if (index % 4 !== 0) expect(heard).toEqual([]);
  });

  it('lets a person open so many and no more, and takes new ones when others are closed', async () => {
    const api = await app.api('secretary');
    const listeners = await Promise.all(Array.from({ length: 20 }, () => listen(api)));
    await expect(EventListener.open(api)).rejects.toThrow('429');
    listeners[0]?.close();
    open.push(await until('there is room again', () => EventListener.open(api)));
  });

  it('ends with the session, wherever that is ended', async () => {
    const [leaving, staying] = await Promise.all([other.api('accountant'), other.api('accountant')]);
    const [ended, kept] = await Promise.all([listen(leaving), listen(staying)]);
    await (await app.api('accountant')).get('/api/me');
    await fetch(`${app.url}/api/session`, { method: 'DELETE', headers: { authorization: `Bearer ${leaving.token}` } });
    await until('the stream has ended', () => ended?.ended);
    expect(kept?.ended).toBe(false);
    await expect(EventListener.open(leaving)).rejects.toThrow('401');
  });

  it('is closed by a server that stops, which does not wait for it', async () => {
    const third = await startApp({ worker: false, databaseUrl: app.databaseUrl });
    const apis = await Promise.all(['lawyer', 'cfo', 'manager'].map((login) => third.api(login)));
    const listeners = await Promise.all(apis.map((api) => listen(api)));
    // Browsers open connections ahead of need; those do not keep a server from stopping either.
    const unused = connect(Number(new URL(third.url).port), '127.0.0.1');
    await once(unused, 'connect');
    await Promise.all([third.stop(), once(unused, 'close')]);
    await until('all have ended', () => listeners.every(({ ended }) => ended));
  });

  it('asks the database for nothing before somebody listens', async () => {
    const quiet = await startApp({ worker: false, databaseUrl: app.databaseUrl });
    try {
      const heard: string[] = [];
      const feed = quiet.app.get(ChangeFeed);
      const { tell } = feed as unknown as { tell(channel: string, topic: string): void };
      Object.assign(feed, {
        tell: (channel: string, topic: string) => (heard.push(channel), tell.call(feed, channel, topic)),
      });
      await begin(await register(as('admin')));
      await sql.query(`SELECT pg_notify('millrace_changed', 'mark')`);
      await until('it has heard the usual channel', () => heard.includes('millrace_changed'));
      expect(heard).not.toContain('millrace_live');
    } finally {
      await quiet.stop();
    }
  });
});
