import { Clock } from '../../src/platform/clock.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { ResumeAssignments } from '../../src/routes/runs/resume-assignments.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly step: { element: string };
  readonly performer?: { login: string };
  readonly openedAt?: string;
  readonly suspendedUntil?: string;
  readonly returnedReason?: string;
  readonly report?: { outcome: string; by: { login: string } };
  readonly outcome?: string;
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { element: string }[];
  readonly incidents: { id: string; element: string; message: string }[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, attributes: string, outcomes = '') =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment ${attributes}>${outcomes}</millrace:assignment></extensionElements></userTask>`;
const two = (first: string) =>
  `<startEvent id="begin" />${flow('begin', 'one')}${first}${flow('one', 'two')}${task('two', `performer='post("cfo")'`)}${flow('two', 'end')}<endEvent id="end" />`;

/** What happens to an assignment besides being decided. */
describe('the life of an assignment', () => {
  let app: RunningApp;
  let admin: Api;
  let lawyer: Api;
  let cfo: Api;
  let warehouse: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, lawyer, cfo, warehouse] = (await Promise.all(
      ['admin', 'lawyer', 'cfo', 'warehouse'].map((login) => app.api(login)),
    )) as [Api, Api, Api, Api];
    const publish = (key: string, elements: string) =>
      admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    await publish('plain', two(task('one', `performer='post("lawyer")' skippable="true"`)));
    await publish('private', two(task('one', `performer='post("lawyer")'`)));
    await publish(
      'caught',
      `${two(task('one', `performer='post("lawyer")'`))}
       <boundaryEvent id="impossible" attachedToRef="one"><errorEventDefinition /></boundaryEvent>${flow('impossible', 'other')}
       ${task('other', `performer='post("manager")'`)}${flow('other', 'other-end')}<endEvent id="other-end" />`,
    );
    await publish(
      'apart',
      `<startEvent id="begin" />${flow('begin', 'one')}${task('one', `performer='post("lawyer")'`)}${flow('one', 'two')}
       ${task('two', `candidates='[post("lawyer"), post("cfo"), post("manager")]' notSameAs="one"`)}${flow('two', 'end')}<endEvent id="end" />`,
    );
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const start = async (key: string) => {
    const { id } = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Living ${(clients += 1)}` },
    });
    return { document: id, run: await admin.post<Run>(`/api/documents/${id}/runs`, { route: `test/${key}` }) };
  };
  const open = async (api: Api, document: string) =>
    (await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`)).items;
  const first = async (api: Api, document: string) => (await open(api, document))[0];
  const active = async ({ id }: Run) => (await admin.get<Run>(`/api/runs/${id}`)).active.map(({ element }) => element);
  const post = (api: Api, id: string, what: string, body: object = {}) =>
    api.post<Assignment>(`/api/assignments/${id}/${what}`, body);
  const refused = (api: Api, id: string, what: string, body: object = {}) =>
    api.call<{ type: string; detail: string }>('POST', `/api/assignments/${id}/${what}`, body);

  it('is started once, and says what can be done in another state', async () => {
    const { document } = await start('plain');
    const { id } = await first(lawyer, document);
    expect(await refused(cfo, id, 'start')).toMatchObject({ status: 404 });
    const started = await post(lawyer, id, 'start');
    expect(started).toMatchObject({ state: 'in-progress' });
    expect((await post(lawyer, id, 'start')).openedAt).toBe(started.openedAt);
    const wrong = await refused(lawyer, id, 'resume');
    expect(wrong).toMatchObject({ status: 409, body: { type: 'urn:millrace:problem:wrong-state' } });
    expect(wrong.body.detail).toContain('complete');
  });

  it('is laid aside until a time, and comes back by itself', async () => {
    const { document } = await start('plain');
    const { id } = await first(lawyer, document);
    const clock = app.app.get(Clock);
    const later = new Date(clock.now().getTime() + 3_600_000);
    expect(await refused(lawyer, id, 'suspend', { until: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 422 });
    expect(
      await post(lawyer, id, 'suspend', { until: later.toISOString(), reason: 'Waiting for a call' }),
    ).toMatchObject({
      state: 'suspended',
      suspendedUntil: later.toISOString(),
    });
    expect(await refused(lawyer, id, 'complete')).toMatchObject({ status: 409 });
    const resume = (now: Date) =>
      app.app
        .get(UnitOfWork)
        .run(systemActor, (context) => app.app.get(ResumeAssignments).resumeDue({ ...context, now }));
    expect(await resume(clock.now())).toBe(0);
    expect(await resume(later)).toBe(1);
    expect(await first(lawyer, document)).toMatchObject({ id, state: 'reserved' });
    await post(lawyer, id, 'suspend');
    expect(await post(lawyer, id, 'resume')).toMatchObject({ state: 'reserved' });
  });

  it('is skipped where the route allows it, and the route goes on', async () => {
    const { document, run } = await start('plain');
    const { id } = await first(lawyer, document);
    expect(await post(lawyer, id, 'skip', { reason: 'A framework contract covers it' })).toMatchObject({
      state: 'obsolete',
    });
    expect(await active(run)).toEqual(['two']);
    expect(await refused(cfo, (await first(cfo, document)).id, 'skip')).toMatchObject({ status: 409 });
  });

  it('fails as an incident, whose retry issues it anew', async () => {
    const { document, run } = await start('plain');
    const { id } = await first(lawyer, document);
    expect(await refused(lawyer, id, 'fail', {})).toMatchObject({ status: 400 });
    expect(await post(lawyer, id, 'fail', { reason: 'The file cannot be opened' })).toMatchObject({
      state: 'failed',
      failedReason: 'The file cannot be opened',
    });
    const { incidents } = await admin.get<Run>(`/api/runs/${run.id}`);
    expect(incidents).toEqual([expect.objectContaining({ element: 'one', message: 'The file cannot be opened' })]);
    await admin.post(`/api/incidents/${incidents[0]?.id}/retry`, {});
    const again = await first(lawyer, document);
    expect(again.id).not.toBe(id);
    await post(lawyer, again.id, 'complete');
    expect(await active(run)).toEqual(['two']);
  });

  it('fails into the way that the route has drawn for it', async () => {
    const { document, run } = await start('caught');
    await post(lawyer, (await first(lawyer, document)).id, 'fail', { reason: 'Impossible' });
    expect(await active(run)).toEqual(['other']);
    expect(await open(lawyer, document)).toEqual([]);
  });

  it('is kept apart from who did the step before', async () => {
    const { document } = await start('apart');
    await post(lawyer, (await first(lawyer, document)).id, 'complete');
    expect(await open(lawyer, document)).toEqual([]);
    const { id } = await first(cfo, document);
    await post(cfo, id, 'claim');
    expect(await refused(cfo, id, 'forward', { to: 'lawyer' })).toMatchObject({
      status: 409,
      body: {
        type: 'urn:millrace:problem:not-the-same-person',
        detail: expect.stringMatching(/ did "one" and may not do "two" as well/) as string,
      },
    });
    expect(await post(cfo, id, 'forward', { to: 'manager' })).toMatchObject({ performer: { login: 'manager' } });
  });

  it('cannot be decided while it is laid aside, and says so', async () => {
    const { document } = await start('plain');
    const { id } = await first(lawyer, document);
    await post(lawyer, id, 'suspend');
    const answer = await refused(lawyer, id, 'complete');
    expect(answer).toMatchObject({ status: 409, body: { type: 'urn:millrace:problem:wrong-state' } });
    expect(answer.body.detail).toContain('suspended');
    expect(answer.body.detail).toContain('resume');
    await post(lawyer, id, 'resume');
    await post(lawyer, id, 'complete');
    expect(await refused(lawyer, id, 'complete')).toMatchObject({
      status: 409,
      body: { type: 'urn:millrace:problem:already-decided' },
    });
  });

  it('refuses times that are none, and hides from strangers', async () => {
    const { document } = await start('private');
    const { id } = await first(lawyer, document);
    expect(await refused(lawyer, id, 'suspend', { until: '2030-W10' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'until' }] },
    });
    for (const what of ['claim', 'release', 'start', 'suspend', 'resume', 'skip', 'report', 'accept', 'complete']) {
      expect(await refused(warehouse, id, what)).toMatchObject({ status: 404 });
    }
    for (const [what, body] of [
      ['delegate', { to: 'warehouse' }],
      ['forward', { to: 'lawyer' }],
      ['fail', { reason: 'x' }],
      ['return', { reason: 'x' }],
      ['cancel', { reason: 'x' }],
      ['extend', { reason: 'x', dueAt: '2099-01-01T00:00:00Z' }],
    ] as const) {
      expect(await refused(warehouse, id, what, body)).toMatchObject({ status: 404 });
    }
  });
});
