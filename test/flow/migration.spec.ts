import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly step: { element: string; name: string };
  readonly outcomes: { key: string }[];
  readonly instruction: string;
}
interface Run {
  readonly id: string;
  readonly routeVersion: number;
  readonly state: string;
  readonly active: { element: string }[];
  readonly timers: { element: string; dueAt: string }[];
}
interface Preview {
  readonly items: {
    run: string;
    migrates: boolean;
    active: { element: string; to: string }[];
    problems: { element: string; code: string; message: string }[];
  }[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, performer: string, outcomes: string) =>
  `<userTask id="${id}" name="Step ${id}"><extensionElements><millrace:assignment performer='post("${performer}")'>${outcomes}</millrace:assignment></extensionElements></userTask>`;
const timer = (id: string, host: string, hours: number) =>
  `<boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="false"><timerEventDefinition><timeDuration>PT${hours}H</timeDuration></timerEventDefinition></boundaryEvent>${flow(id, `${id}-end`)}<endEvent id="${id}-end" />`;

const first = `<startEvent id="begin" />${flow('begin', 'check')}${task('check', 'lawyer', '<millrace:outcome key="approve" />')}${timer('late', 'check', 48)}
  ${flow('check', 'pay')}${task('pay', 'cfo', '')}${flow('pay', 'end')}<endEvent id="end" />`;
const second = `<startEvent id="begin" />${flow('begin', 'review')}${task('review', 'lawyer', '<millrace:outcome key="approve" /><millrace:outcome key="reject" />')}
  ${timer('late', 'review', 48)}${timer('veryLate', 'review', 96)}
  ${flow('review', 'sign')}${task('sign', 'ceo', '')}${flow('sign', 'end')}<endEvent id="end" />`;

/** Running runs are taken to another version of their route, where they stand. */
describe('migration of runs', () => {
  let app: RunningApp;
  let admin: Api;
  let lawyer: Api;
  let cfo: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, lawyer, cfo] = (await Promise.all(['admin', 'lawyer', 'cfo'].map((login) => app.api(login)))) as [
      Api,
      Api,
      Api,
    ];
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const publish = (key: string, elements: string) =>
    admin.put<{ version: number }>(`/api/routes/test/${key}`, drawRoute(key, elements), {
      'content-type': 'application/xml',
    });
  const start = async (key: string) => {
    const { id } = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Migrated ${(clients += 1)}` },
    });
    return { document: id, run: await admin.post<Run>(`/api/documents/${id}/runs`, { route: `test/${key}` }) };
  };
  const mine = async (api: Api, document: string) =>
    (await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`)).items[0];
  const runOf = (id: string) => admin.get<Run>(`/api/runs/${id}`);

  it('shows what would become of each run, then takes over those that fit and leaves the others', async () => {
    await publish('moving', first);
    const [one, two] = [await start('moving'), await start('moving')];
    await lawyer.post(`/api/assignments/${(await mine(lawyer, two.document)).id}/complete`, { outcome: 'approve' });
    const before = await runOf(one.run.id);
    const { version } = await publish('moving', second);

    const body = { from: one.run.routeVersion, mapping: { check: 'review' } };
    const preview = await admin.post<Preview>('/api/routes/test/moving/migrations/preview', body);
    expect(preview.items).toEqual([
      expect.objectContaining({
        run: one.run.id,
        migrates: true,
        active: [{ element: 'check', name: 'Step check', to: 'review' }],
      }),
      expect.objectContaining({
        run: two.run.id,
        migrates: false,
        problems: [expect.objectContaining({ element: 'pay' }) as unknown],
      }),
    ]);
    expect(await runOf(one.run.id)).toEqual(before);

    const done = await admin.post<{ migrated: { run: string }[]; refused: { run: string; problems: unknown[] }[] }>(
      '/api/routes/test/moving/migrations',
      body,
    );
    expect(done.migrated.map(({ run }) => run)).toEqual([one.run.id]);
    expect(done.refused).toEqual([
      expect.objectContaining({ run: two.run.id, problems: [expect.objectContaining({ path: 'pay' }) as unknown] }),
    ]);

    const after = await runOf(one.run.id);
    expect(after).toMatchObject({ routeVersion: version, active: [{ element: 'review' }] });
    expect(after.timers.find(({ element }) => element === 'late')).toEqual(before.timers[0]);
    expect(after.timers.map(({ element }) => element).sort()).toEqual(['late', 'veryLate']);
    const assignment = await mine(lawyer, one.document);
    expect(assignment).toMatchObject({ step: { element: 'review', name: 'Step review' }, instruction: 'Step review' });
    expect(assignment.outcomes.map(({ key }) => key)).toEqual(['approve', 'reject']);
    await lawyer.post(`/api/assignments/${assignment.id}/complete`, { outcome: 'reject' });
    expect((await runOf(one.run.id)).active.map(({ element }) => element)).toEqual(['sign']);
    expect(await runOf(two.run.id)).toMatchObject({ routeVersion: two.run.routeVersion, active: [{ element: 'pay' }] });
    expect(await mine(cfo, two.document)).toMatchObject({ step: { element: 'pay' } });
    const history = (await admin.get<List<{ event: string }>>(`/api/documents/${one.document}/history`)).items;
    expect(history.map(({ event }) => event)).toContain('route.migrated');
  });

  it('until then it shows the drawing that it is pinned to, with who did and who has what, to those who take part', async () => {
    await publish('shown', first);
    const { document, run } = await start('shown');
    await lawyer.post(`/api/assignments/${(await mine(lawyer, document)).id}/complete`, { outcome: 'approve' });
    await publish('shown', second);
    const seen = await cfo.get<
      Run & { route: string; elements: { element: string }[]; flows: unknown[]; calledVersions: object }
    >(`/api/runs/${run.id}`);
    expect(seen).toMatchObject({ routeVersion: run.routeVersion, calledVersions: {} });
    expect(seen.elements).toMatchObject([
      { element: 'begin', state: 'done', people: [] },
      { element: 'check', state: 'done', times: 1, outcome: 'approve', people: [{ login: 'lawyer' }] },
      { element: 'pay', state: 'active', times: 0, people: [{ login: 'cfo' }] },
    ]);
    expect(seen.flows).toEqual([
      { flow: 'begin-check', times: 1 },
      { flow: 'check-pay', times: 1 },
    ]);
    const drawing = async (version: unknown) =>
      cfo.call<string>('GET', `/api/routes/${seen.route}?version=${String(version)}`);
    const pinned = await drawing(seen.routeVersion);
    expect(pinned).toMatchObject({ status: 200, body: expect.stringContaining('Step check') as unknown });
    expect(pinned.body).not.toContain('Step review');
    expect((await drawing(seen.routeVersion + 1)).body).toContain('Step review');
    expect((await cfo.call<string>('GET', `/api/routes/${seen.route}`)).body).toContain('Step review');
    expect([(await drawing(99)).status, (await drawing('x')).status]).toEqual([404, 400]);
  });

  it('shows what was done before by the ids that it has in the new version', async () => {
    await publish('renamed', first);
    const { document, run } = await start('renamed');
    await lawyer.post(`/api/assignments/${(await mine(lawyer, document)).id}/complete`, { outcome: 'approve' });
    const mapping = { begin: 'started', check: 'review', late: 'tooLate', pay: 'payment' };
    const renamed = Object.entries(mapping).reduce(
      (xml, [from, to]) => xml.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to),
      first,
    );
    await publish('renamed', renamed);
    await admin.post('/api/routes/test/renamed/migrations', { from: run.routeVersion, mapping });
    const seen = await cfo.get<Run & { elements: object[]; flows: object[] }>(`/api/runs/${run.id}`);
    expect(seen.elements).toMatchObject([
      { element: 'started', state: 'done' },
      { element: 'review', state: 'done', times: 1, outcome: 'approve', people: [{ login: 'lawyer' }] },
      { element: 'payment', state: 'active', people: [{ login: 'cfo' }] },
    ]);
    expect(seen.flows).toEqual([
      { flow: 'started-review', times: 1 },
      { flow: 'review-payment', times: 1 },
    ]);
  });

  it('lets a decision be taken back only as far as the migration', async () => {
    await publish('then', first);
    const { document, run } = await start('then');
    const checked = await mine(lawyer, document);
    await lawyer.post(`/api/assignments/${checked.id}/complete`, { outcome: 'approve' });
    await publish('then', first.replace('Step pay', 'Pay at last'));
    await admin.post('/api/routes/test/then/migrations', { from: run.routeVersion });
    expect(await mine(cfo, document)).toMatchObject({ step: { name: 'Pay at last' } });
    expect(await lawyer.call('POST', `/api/assignments/${checked.id}/recall`, {})).toMatchObject({ status: 409 });
  });

  it('is for administrators, and says what is wrong with versions and mappings', async () => {
    const path = '/api/routes/test/moving/migrations';
    expect(await lawyer.call('POST', path, { from: 1 })).toMatchObject({ status: 403 });
    expect(await admin.call('POST', path, { from: 1, to: 99 })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'to' }] },
    });
    expect(await admin.call('POST', path, { from: 1, mapping: { check: 7 } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'mapping.check' }] },
    });
  });

  it('and decisions at the same moment: each run ends up on one way, nothing twice', async () => {
    await publish('racing', first);
    const started = [];
    for (let count = 0; count < 6; count += 1) started.push(await start('racing'));
    const { version } = await publish('racing', second);
    const assignments = await Promise.all(started.map(({ document }) => mine(lawyer, document)));
    const [, ...decided] = await Promise.all([
      admin.post('/api/routes/test/racing/migrations', {
        from: started[0]?.run.routeVersion,
        mapping: { check: 'review' },
      }),
      ...assignments.map(({ id }) => lawyer.call('POST', `/api/assignments/${id}/complete`, { outcome: 'approve' })),
    ]);
    expect(decided.map(({ status }) => status)).toEqual(decided.map(() => 200));
    for (const { run } of started) {
      const { routeVersion, active } = await runOf(run.id);
      // Decided before the migration it stays behind at "pay", decided after it goes on to "sign".
      expect(active.map(({ element }) => element)).toEqual([routeVersion === version ? 'sign' : 'pay']);
    }
  });
});
