import { Clock } from '../../src/platform/clock.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { ApplySubstitutions } from '../../src/routes/runs/apply-substitutions.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly document: { id: string };
  readonly performer?: { login: string };
  readonly actingFor?: { login: string };
  readonly candidates: { login: string }[];
}
interface Entry {
  readonly event: string;
  readonly actor: { name: string };
  readonly detail: Record<string, unknown>;
}

const minuteMs = 60_000;

let app: RunningApp;
let admin: Api;
let lawyer: Api;
let clerk: Api;
let aheadMs = 0;
let clients = 0;

/** Only the clock is moved. */
async function start(worker: boolean): Promise<void> {
  app = await startApp({ worker });
  app.app.get(Clock).now = () => new Date(Date.now() + aheadMs);
  [admin, lawyer, clerk] = (await Promise.all(['admin', 'lawyer', 'clerk'].map((login) => app.api(login)))) as [
    Api,
    Api,
    Api,
  ];
  await publish('legal', `performer='post("lawyer")' editable="kind"`);
  await publish('either', `performer='[person("lawyer"), person("cfo")]'`);
}

const publish = (key: string, assignment: string) =>
  admin.put(
    `/api/routes/test/${key}`,
    drawRoute(
      key,
      `<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="check" />
       <userTask id="check" name="Legal check"><extensionElements><millrace:assignment ${assignment} round="true">
         <millrace:outcome key="approve" /><millrace:outcome key="reject" reasonRequired="true" />
       </millrace:assignment></extensionElements></userTask>
       <sequenceFlow id="b" sourceRef="check" targetRef="end" /><endEvent id="end" />`,
    ),
    { 'content-type': 'application/xml' },
  );
/** A new contract on its way; answers the document's id. */
const contract = async (amount: string | null, route = 'legal') => {
  const client = await admin.post<{ id: string }>('/api/streams/clients/documents', {
    fields: { name: `Client ${(clients += 1)}` },
  });
  const money = amount === null ? {} : { amount: { amount, currency: 'EUR' } };
  const fields = { client: client.id, subject: 'Pumps', ...money };
  const { id } = await admin.post<{ id: string }>('/api/streams/contracts/documents', { fields });
  await admin.post(`/api/documents/${id}/runs`, { route: `test/${route}` });
  return id;
};
const assignmentOn = async (id: string) => {
  const { items } = await admin.get<List<Assignment>>(`/api/assignments?state=all&document=${id}`);
  expect(items).toHaveLength(1);
  return items[0];
};
const holder = async (id: string) => {
  const { performer, actingFor } = await assignmentOn(id);
  return `${performer?.login} for ${actingFor?.login ?? 'oneself'}`;
};
const inbox = async (api: Api) => {
  const { items } = await api.get<List<Assignment>>('/api/assignments?mine=true&limit=200');
  return items.map(({ document }) => document.id);
};
const reads = async (api: Api, id: string) => (await api.call('GET', `/api/documents/${id}`)).status;
const story = async (id: string) => {
  const { items } = await admin.get<List<Entry>>(`/api/documents/${id}/history?limit=200`);
  return items.filter(({ event }) => event.startsWith('assignment.'));
};
const inMinutes = (minutes: number) => new Date(Date.now() + aheadMs + minutes * minuteMs).toISOString();
const absent = (fromMinutes: number, toMinutes: number, more: object = {}) =>
  lawyer.post<{ id: string }>('/api/substitutions', {
    substitute: 'clerk',
    startsAt: inMinutes(fromMinutes),
    endsAt: inMinutes(toMinutes),
    ...more,
  });
const apply = () => app.app.get(ApplySubstitutions).apply();
const upTo = { streams: ['contracts'], maxAmount: { amount: '10000', currency: 'EUR' } };

describe('substitution', () => {
  beforeAll(() => start(false), 60_000);
  afterEach(async () => {
    const { items } = await admin.get<List<{ id: string; state: string }>>('/api/substitutions?limit=200');
    for (const { id, state } of items) if (state !== 'ended') await admin.delete(`/api/substitutions/${id}`);
    aheadMs = 0;
  });
  afterAll(() => app?.stop(), 30_000);

  it('gives contracts up to a limit to the substitute while it lasts, and what is not started comes back', async () => {
    const early = { small: await contract('5000'), large: await contract('50000'), none: await contract(null) };
    await absent(60, 120, upTo);
    expect(await apply()).toBe(0);
    expect(await holder(early.small)).toBe('lawyer for oneself');
    expect(await reads(clerk, early.small)).toBe(404);

    aheadMs = 61 * minuteMs;
    expect(await apply()).toBe(2);
    expect(await apply()).toBe(0);
    expect(await holder(early.small)).toBe('clerk for lawyer');
    expect(await holder(early.none)).toBe('clerk for lawyer');
    expect(await holder(early.large)).toBe('lawyer for oneself');
    const late = { small: await contract('10000.00'), large: await contract('10000.01') };
    expect(await holder(late.small)).toBe('clerk for lawyer');
    expect(await holder(late.large)).toBe('lawyer for oneself');
    expect((await inbox(clerk)).sort()).toEqual([early.small, early.none, late.small].sort());
    for (const id of [early.small, late.small]) expect(await reads(clerk, id)).toBe(200);
    for (const id of [early.large, late.large]) expect(await reads(clerk, id)).toBe(404);

    // The substitute decides, and changes what the step lets its performer change.
    const { id } = await assignmentOn(early.none);
    await clerk.post(`/api/assignments/${id}/complete`, { outcome: 'approve', fields: { kind: 'Supply' } });
    expect(await admin.get(`/api/documents/${early.none}`)).toMatchObject({ fields: { kind: 'Supply' } });

    aheadMs = 121 * minuteMs;
    expect(await apply()).toBe(2);
    expect(await holder(early.small)).toBe('lawyer for oneself');
    expect(await holder(late.small)).toBe('lawyer for oneself');
    expect(await holder(early.none)).toBe('clerk for lawyer');
    // Reading ends with the substitution, except where something was decided.
    expect(await reads(clerk, early.small)).toBe(404);
    expect(await reads(clerk, late.small)).toBe(404);
    expect(await reads(clerk, early.none)).toBe(200);
    expect(await reads(lawyer, late.small)).toBe(200);
    expect(await inbox(clerk)).toEqual([]);

    const people = {
      lawyer: expect.objectContaining({ login: 'lawyer' }),
      clerk: expect.objectContaining({ login: 'clerk' }),
    };
    expect(await story(early.small)).toEqual([
      expect.objectContaining({
        event: 'assignment.substituted',
        detail: expect.objectContaining({
          from: people.lawyer,
          to: people.clerk,
          actingFor: people.lawyer,
          step: 'Legal check',
        }),
      }),
      expect.objectContaining({
        event: 'assignment.came-back',
        detail: expect.objectContaining({ from: people.clerk, to: people.lawyer, actingFor: null }),
      }),
    ]);
    expect(await story(late.large)).toEqual([]);
  });

  it('passes over a substitute who has left, and gives back what such a one had', async () => {
    const document = await contract('100');
    await absent(-1, 60);
    await apply();
    expect(await holder(document)).toBe('clerk for lawyer');
    const setActive = (active: boolean) =>
      app.app
        .get(UnitOfWork)
        .run(systemActor, ({ tx }) => tx.query(`UPDATE person SET active = $1 WHERE login = 'clerk'`, [active]));
    await setActive(false);
    try {
      await apply();
      expect(await holder(document)).toBe('lawyer for oneself');
      await admin.post('/api/substitutions', {
        absent: 'lawyer',
        substitute: 'cfo',
        startsAt: inMinutes(-1),
        endsAt: inMinutes(60),
      });
      await apply();
      expect(await holder(document)).toBe('cfo for lawyer');
    } finally {
      await setActive(true);
    }
  });

  it('replaces absent candidates, until they are back', async () => {
    const candidates = async (id: string) => (await assignmentOn(id)).candidates.map(({ login }) => login).sort();
    const before = await contract('100', 'either');
    expect(await candidates(before)).toEqual(['cfo', 'lawyer']);
    const { id } = await absent(-1, 60);
    await apply();
    expect(await candidates(before)).toEqual(['cfo', 'clerk']);
    const taken = await contract('100', 'either');
    const { id: offered } = await assignmentOn(taken);
    await clerk.post(`/api/assignments/${offered}/claim`);
    expect(await holder(taken)).toBe('clerk for lawyer');
    await clerk.post(`/api/assignments/${offered}/release`);
    await clerk.post(`/api/assignments/${offered}/complete`, { outcome: 'approve' });
    expect(await holder(taken)).toBe('clerk for lawyer');
    const decision = (await story(taken)).find(({ event }) => event === 'assignment.completed');
    expect(decision).toMatchObject({ detail: { actingFor: { login: 'lawyer' } } });
    const during = await contract('100', 'either');
    expect(await candidates(during)).toEqual(['cfo', 'clerk']);
    expect(await reads(clerk, during)).toBe(200);
    await lawyer.delete(`/api/substitutions/${id}`);
    await apply();
    for (const document of [before, during]) expect(await candidates(document)).toEqual(['cfo', 'lawyer']);
    for (const document of [before, during]) expect(await reads(clerk, document)).toBe(404);
    expect(await story(before)).toEqual([
      expect.objectContaining({ event: 'assignment.substituted' }),
      expect.objectContaining({ event: 'assignment.came-back' }),
    ]);
  });

  it('waits for nobody: what is being changed at the same moment is moved the next time', async () => {
    const [held, free] = [await contract('100'), await contract('200')];
    await absent(60, 120);
    aheadMs = 61 * minuteMs;
    const { id } = await assignmentOn(held);
    await app.app.get(UnitOfWork).run(systemActor, async ({ tx }) => {
      await tx.query('SELECT FROM assignment WHERE id = $1 FOR UPDATE', [id]);
      await apply();
      expect(await holder(free)).toBe('clerk for lawyer');
      expect(await holder(held)).toBe('lawyer for oneself');
    });
    const moved = await Promise.all([apply(), apply(), apply()]);
    expect(moved.reduce((sum, count) => sum + count)).toBe(1);
    expect(await holder(held)).toBe('clerk for lawyer');
    expect(await story(held)).toHaveLength(1);
  });

  it('lets the substitute decide before anything was moved, within the limits', async () => {
    const [small, large] = [await contract('100'), await contract('20000')];
    await absent(60, 120, upTo);
    aheadMs = 61 * minuteMs;
    const complete = async (document: string) => {
      const { id } = await assignmentOn(document);
      return (await clerk.call('POST', `/api/assignments/${id}/complete`, { outcome: 'approve' })).status;
    };
    expect(await complete(large)).toBe(404);
    expect(await complete(small)).toBe(200);
    expect(await holder(small)).toBe('clerk for lawyer');
    expect(await reads(clerk, small)).toBe(200);
  });
});

describe('the job of substitutions', () => {
  beforeAll(() => start(true), 60_000);
  afterAll(() => app?.stop(), 30_000);

  it('moves what is open at the beginning, at the end and after a change by itself', async () => {
    const document = await contract('100');
    const startsAt = new Date(Date.now() + 1500).toISOString();
    const { id } = await lawyer.post<{ id: string }>('/api/substitutions', {
      substitute: 'clerk',
      startsAt,
      endsAt: inMinutes(60),
    });
    await until('it has begun', async () => (await holder(document)) === 'clerk for lawyer');
    await admin.patch(`/api/substitutions/${id}`, { substitute: 'accountant' });
    await until('another substitute has it', async () => (await holder(document)) === 'accountant for lawyer');
    await until('the first one lost access', async () => (await reads(clerk, document)) === 404);
    await admin.patch(`/api/substitutions/${id}`, { endsAt: new Date(Date.now() + 1500).toISOString() });
    await until('it has ended', async () => (await holder(document)) === 'lawyer for oneself');
    const { id: second } = await absent(-1, 60);
    await until('the second one is in force', async () => (await holder(document)) === 'clerk for lawyer');
    await lawyer.delete(`/api/substitutions/${second}`);
    await until('it was ended', async () => (await holder(document)) === 'lawyer for oneself');
  }, 60_000);
});
