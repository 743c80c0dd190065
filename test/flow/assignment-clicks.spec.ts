import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly performer?: { login: string };
}
interface HistoryEntry {
  readonly event: string;
}

const clicks = 10;
const people = ['admin', 'manager', 'lawyer', 'cfo'] as const;
type Login = (typeof people)[number];

interface Move {
  readonly move: string;
  readonly route: string;
  /** Who clicks; the lawyer, who has it, unless said. */
  readonly login?: Login;
  readonly body?: object;
  /** What the lawyer does first. */
  readonly before?: readonly string[];
  /** What it comes to, and what the story of the document tells. */
  readonly state: string;
  readonly event: string;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (attributes: string) =>
  `<startEvent id="begin" />${flow('begin', 'one')}<userTask id="one"><extensionElements><millrace:assignment ${attributes} /></extensionElements></userTask>
   ${flow('one', 'two')}<userTask id="two"><extensionElements><millrace:assignment performer='post("cfo")' /></extensionElements></userTask>${flow('two', 'end')}<endEvent id="end" />`;

/** Each move of an assignment, made many times at the same moment over two servers. */
describe('a move that is clicked many times', () => {
  let app: RunningApp;
  let other: RunningApp;
  let here: Record<Login, Api>;
  let there: Record<Login, Api>;
  let clients = 0;

  const signIn = async (server: RunningApp) =>
    Object.fromEntries(
      await Promise.all(people.map(async (login) => [login, await server.api(login)] as const)),
    ) as Record<Login, Api>;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    other = await startApp({ worker: false, databaseUrl: app.databaseUrl });
    [here, there] = await Promise.all([signIn(app), signIn(other)]);
    const publish = (key: string, elements: string) =>
      here.admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    await publish('plain', task(`performer='post("lawyer")' skippable="true" due="2 working days"`));
    await publish('offered', task(`candidates='[post("lawyer"), post("cfo")]'`));
    await publish('controlled', task(`performer='post("lawyer")' controller='post("manager")' acceptance="true"`));
  }, 90_000);

  afterAll(async () => {
    await other?.stop();
    await app?.stop();
  }, 30_000);

  const start = async (route: string) => {
    const { id: document } = await here.manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Clicked ${(clients += 1)}` },
    });
    if (route === 'by-hand') {
      const body = { performers: ['lawyer'], instruction: 'Look into it' };
      const { id } = await here.manager.post<Assignment>(`/api/documents/${document}/assignments`, body);
      return { document, id };
    }
    await here.admin.post(`/api/documents/${document}/runs`, { route: `test/${route}` });
    const { items } = await here.lawyer.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`);
    return { document, id: items[0]?.id ?? '' };
  };
  const act = (login: Login, id: string, what: string) =>
    here[login].post<Assignment>(`/api/assignments/${id}/${what}`, {});
  const many = async (login: Login, path: string, body: object) => {
    const sent = Array.from({ length: clicks }, (_, index) =>
      (index % 2 === 0 ? here : there)[login].call('POST', path, body),
    );
    return (await Promise.all(sent)).map(({ status }) => status).sort();
  };
  const once = [200, ...Array.from({ length: clicks - 1 }, () => 409)];
  const told = async (document: string, event: string) => {
    const { items } = await here.admin.get<List<HistoryEntry>>(`/api/documents/${document}/history?limit=200`);
    return items.filter((entry) => entry.event === event).length;
  };

  const moves: readonly Move[] = [
    { move: 'claim', route: 'offered', state: 'reserved', event: 'claim' },
    { move: 'release', route: 'offered', before: ['claim'], state: 'ready', event: 'release' },
    { move: 'delegate', route: 'plain', body: { to: 'cfo' }, state: 'reserved', event: 'delegate' },
    { move: 'forward', route: 'plain', body: { to: 'cfo' }, state: 'reserved', event: 'forward' },
    { move: 'suspend', route: 'plain', state: 'suspended', event: 'suspended' },
    { move: 'resume', route: 'plain', before: ['suspend'], state: 'reserved', event: 'resumed' },
    { move: 'skip', route: 'plain', state: 'obsolete', event: 'skipped' },
    { move: 'fail', route: 'plain', body: { reason: 'No' }, state: 'failed', event: 'failed' },
    { move: 'complete', route: 'plain', state: 'completed', event: 'completed' },
    { move: 'complete', route: 'by-hand', state: 'completed', event: 'completed' },
    { move: 'fail', route: 'by-hand', body: { reason: 'No' }, state: 'failed', event: 'failed' },
    { move: 'report', route: 'controlled', state: 'reported', event: 'reported' },
    {
      move: 'accept',
      route: 'controlled',
      login: 'manager',
      before: ['report'],
      state: 'completed',
      event: 'accepted',
    },
    {
      move: 'return',
      route: 'controlled',
      login: 'manager',
      body: { reason: 'No' },
      before: ['report'],
      state: 'returned',
      event: 'returned',
    },
    {
      move: 'cancel',
      route: 'by-hand',
      login: 'manager',
      body: { reason: 'Settled' },
      state: 'obsolete',
      event: 'cancelled',
    },
  ];

  it.each(moves)('$move ($route) counts once', async ({ move, route, login = 'lawyer', body = {}, ...rest }) => {
    const { document, id } = await start(route);
    for (const what of rest.before ?? []) await act('lawyer', id, what);
    expect(await many(login, `/api/assignments/${id}/${move}`, body)).toEqual(once);
    expect(await here.admin.get<Assignment>(`/api/assignments/${id}`)).toMatchObject({ state: rest.state });
    expect(await told(document, `assignment.${rest.event}`)).toBe(1);
  });

  it('start may be said as often as one likes, and is told once', async () => {
    const { document, id } = await start('plain');
    const statuses = await many('lawyer', `/api/assignments/${id}/start`, {});
    expect(statuses).toEqual(statuses.map(() => 200));
    expect(await told(document, 'assignment.started')).toBe(1);
  });

  it('more time is asked for once and decided once', async () => {
    for (const [verb, body, event] of [
      ['grant', {}, 'extension.granted'],
      ['deny', { reason: 'It is urgent' }, 'extension.denied'],
    ] as const) {
      const { document, id } = await start('plain');
      const request = { dueAt: '2099-01-05T12:00:00Z', reason: 'The bank is closed' };
      expect(await many('lawyer', `/api/assignments/${id}/extend`, request)).toEqual(once);
      const { items } =
        await here.admin.get<List<{ id: string; document: { id: string } }>>('/api/extensions?mine=true');
      const asked = items.find((item) => item.document.id === document);
      expect(await many('admin', `/api/extensions/${asked?.id}/${verb}`, body)).toEqual(once);
      expect(await told(document, 'extension.asked')).toBe(1);
      expect(await told(document, event)).toBe(1);
    }
  });

  it('two candidates claim at the same moment: one of them has it', async () => {
    const { id } = await start('offered');
    const answers = await Promise.all(
      Array.from({ length: clicks }, (_, index) =>
        (index % 2 === 0 ? here.lawyer : there.cfo).call<Assignment>('POST', `/api/assignments/${id}/claim`, {}),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(once);
    const winner = answers.find(({ status }) => status === 200)?.body.performer?.login;
    expect(await here.admin.get<Assignment>(`/api/assignments/${id}`)).toMatchObject({ performer: { login: winner } });
  });

  it('a part is issued while the whole is completed: nothing stays open below what is closed', async () => {
    for (const route of ['by-hand', 'plain']) {
      for (let round = 0; round < clicks; round += 1) {
        const { document, id } = await start(route);
        const [completed, issued] = await Promise.all([
          here.lawyer.call('POST', `/api/assignments/${id}/complete`, {}),
          there.lawyer.call<Assignment>('POST', `/api/documents/${document}/assignments`, {
            performers: ['cfo'],
            instruction: 'A part of it',
            parent: id,
          }),
        ]);
        expect([completed.status, issued.status].sort()).toEqual(completed.status === 200 ? [200, 409] : [201, 409]);
      }
    }
  });

  it('more time is granted while the whole is completed: no request stays open behind it', async () => {
    for (let round = 0; round < clicks; round += 1) {
      const { id } = await start('plain');
      const asked = await here.lawyer.post<{ id: string }>(`/api/assignments/${id}/extend`, {
        dueAt: '2099-01-05T12:00:00Z',
        reason: 'The bank is closed',
      });
      const [completed, granted] = await Promise.all([
        here.lawyer.call('POST', `/api/assignments/${id}/complete`, {}),
        there.admin.call('POST', `/api/extensions/${asked.id}/grant`, {}),
      ]);
      expect([200, 409]).toContain(completed.status);
      const { items } = await here.admin.get<List<{ id: string; state: string }>>('/api/extensions');
      const state = items.find((item) => item.id === asked.id)?.state;
      expect(state).toBe(granted.status === 200 ? 'granted' : 'withdrawn');
    }
  });
});
