import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { DeliverMessages } from '../../src/routes/runs/deliver-messages.job.js';
import { StartTimers } from '../../src/routes/runs/start-timers.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { until } from '../support/until.js';

interface Run {
  readonly id: string;
  readonly route: string;
  readonly state: string;
  readonly active: { element: string }[];
  readonly incidents: { id: string; message: string }[];
  readonly variables: Record<string, unknown>;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string) =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>`;
const draw = (id: string, process: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="drawing" targetNamespace="urn:millrace:routes">
  <message id="paid" name="paid" /><message id="order" name="order" /><signal id="closing" name="closing" /><signal id="opening" name="opening" /><message id="sum" name="sum" />
  <process id="${id}" name="${id}" isExecutable="true">${process}</process>
</definitions>`;
const correlated = `<extensionElements><millrace:correlation key="card.phone" /></extensionElements><messageEventDefinition messageRef="paid" />`;
const drawings: Record<string, string> = {
  waits: `<startEvent id="begin" />${flow('begin', 'wait')}<intermediateCatchEvent id="wait">${correlated}</intermediateCatchEvent>
    ${flow('wait', 'after')}${task('after')}${flow('after', 'end')}<endEvent id="end" />`,
  tells: `<startEvent id="begin" />${flow('begin', 'tell')}<intermediateThrowEvent id="tell">${correlated}</intermediateThrowEvent>${flow('tell', 'end')}<endEvent id="end" />`,
  later: `<startEvent id="begin" />${flow('begin', 'first')}${task('first')}${flow('first', 'wait')}<intermediateCatchEvent id="wait">${correlated}</intermediateCatchEvent>
    ${flow('wait', 'end')}<endEvent id="end" />`,
  hears: `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}
    <boundaryEvent id="closed" attachedToRef="ask"><signalEventDefinition signalRef="closing" /></boundaryEvent>
    ${flow('closed', 'gone')}<endEvent id="gone" />${flow('ask', 'end')}<endEvent id="end" />`,
  looks: `<startEvent id="begin" />${flow('begin', 'wait')}<intermediateCatchEvent id="wait"><conditionalEventDefinition><condition>card.industry = "retail"</condition></conditionalEventDefinition></intermediateCatchEvent>
    ${flow('wait', 'end')}<endEvent id="end" />`,
  'by-message': `<startEvent id="begin"><messageEventDefinition messageRef="order" /></startEvent>${flow('begin', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`,
  'by-signal': `<startEvent id="begin"><signalEventDefinition signalRef="opening" /></startEvent>${flow('begin', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`,
  'later-tells': `<startEvent id="begin" />${flow('begin', 'first')}${task('first')}${flow('first', 'tell')}<intermediateThrowEvent id="tell">${correlated}</intermediateThrowEvent>
    ${flow('tell', 'end')}<endEvent id="end" />`,
  beside: `<extensionElements><millrace:route runs="parallel" /></extensionElements>
    <startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`,
  told: `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}
    <boundaryEvent id="heard" attachedToRef="ask">${correlated}</boundaryEvent>${flow('heard', 'gone')}<endEvent id="gone" />
    ${flow('ask', 'end')}<endEvent id="end" />`,
  counts: `<startEvent id="begin" />${flow('begin', 'wait')}<intermediateCatchEvent id="wait">
    <extensionElements><millrace:correlation key="20 + 2" /></extensionElements><messageEventDefinition messageRef="sum" /></intermediateCatchEvent>${flow('wait', 'end')}<endEvent id="end" />`,
  'by-condition': `<extensionElements><millrace:route stream="clients" runs="parallel" /></extensionElements>
    <startEvent id="begin"><conditionalEventDefinition><condition>card.industry = "services"</condition></conditionalEventDefinition></startEvent>${flow('begin', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`,
  'by-time': `<extensionElements><millrace:route stream="clients" where='card.industry = "production"' /></extensionElements>
    <startEvent id="begin"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent>${flow('begin', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`,
};

/** What runs tell each other, and routes that begin by themselves. */
describe('messages, signals and conditions', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp();
    admin = await app.api('admin');
    manager = await app.api('manager');
    for (const [key, process] of Object.entries(drawings)) {
      await admin.put(`/api/routes/test/${key}`, draw(key, process), { 'content-type': 'application/xml' });
    }
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const register = async (fields: object = {}) => {
    clients += 1;
    const phone = `+3706001${String(1000 + clients)}`;
    const all = { name: `Told client ${clients}`, phone, ...fields };
    return (await manager.post<{ id: string }>('/api/streams/clients/documents', { fields: all })).id;
  };
  const start = (document: string, key: string) =>
    manager.post<Run>(`/api/documents/${document}/runs`, { route: `test/${key}` });
  const run = ({ id }: Run) => admin.get<Run>(`/api/runs/${id}`);
  const reaches = (of: Run, element: string) =>
    until(`the run is at ${element}`, async () => (await run(of)).active.some((place) => place.element === element));
  const ends = (of: Run) => until('the run has ended', async () => (await run(of)).state === 'finished');
  const edit = async (id: string, fields: object) => {
    const { headers } = await manager.call('GET', `/api/documents/${id}`);
    await manager.call('PATCH', `/api/documents/${id}`, { fields }, { 'if-match': headers.get('etag') ?? '' });
  };
  const startedOf = async (document: string, key: string) =>
    (await admin.get<List<Run>>(`/api/documents/${document}/runs`)).items.filter(
      ({ route }) => route === `test/${key}`,
    );

  const completeOf = async ({ id }: Run) => {
    const { items } = await manager.get<List<{ id: string; run: string }>>('/api/assignments?mine=true&limit=200');
    await manager.post(`/api/assignments/${items.find((one) => one.run === id)?.id}/complete`, {});
  };

  const sql = <Row>(text: string, values: unknown[] = []) =>
    app.app.get(UnitOfWork).run(systemActor, ({ tx }) => tx.query<Row>(text, values));
  const message = async (id: string) =>
    (
      await sql<{ state: string; delivered_to: string | null }>(
        'SELECT state, delivered_to FROM route_message WHERE id = $1',
        [id],
      )
    )[0];
  const jobsOf = (name: string) =>
    sql('SELECT id FROM graphile_worker.jobs WHERE task_identifier = $1', [`routes.${name}`]);

  it('a message of one run reaches the run that it is correlated with, and no other', async () => {
    const phone = '+37061234567';
    const [one, two] = [await register({ phone }), await register()];
    const [waiting, other] = [await start(one, 'waits'), await start(two, 'waits')];
    await ends(await start(await register({ phone }), 'tells'));
    await reaches(waiting, 'after');
    expect((await run(other)).active).toEqual([expect.objectContaining({ element: 'wait' })]);
  });

  it('a message that was sent before is there when a run comes to wait for it, once', async () => {
    const phone = '+37061234999';
    await ends(await start(await register({ phone }), 'tells'));
    const [late, later] = [
      await start(await register({ phone }), 'later'),
      await start(await register({ phone }), 'later'),
    ];
    for (const one of [late, later]) await completeOf(one);
    const states = () => Promise.all([late, later].map(async (one) => (await run(one)).state));
    await until('one has had it', async () => (await states()).includes('finished'));
    expect((await states()).sort()).toEqual(['finished', 'running']);
  });

  it('a signal reaches everybody who waits', async () => {
    const runs = [];
    for (let count = 0; count < 3; count += 1) runs.push(await start(await register(), 'hears'));
    expect(await manager.call('POST', '/api/signals', { name: 'closing' })).toMatchObject({ status: 403 });
    expect(await admin.call('POST', '/api/signals', { name: 'closing' })).toMatchObject({ status: 202 });
    for (const one of runs) await ends(one);
  });

  it('a condition on the document is looked at when the document changes', async () => {
    const document = await register();
    const waiting = await start(document, 'looks');
    await edit(document, { name: 'Nothing to do with it' });
    await edit(document, { industry: 'retail' });
    await ends(waiting);
  });

  it('a message begins a route for its document', async () => {
    const document = await register();
    await manager.post('/api/messages', { name: 'order', document, variables: { amount: 5 } });
    const [begun] = await until('it has begun', async () => {
      const found = await startedOf(document, 'by-message');
      return found.length > 0 ? found : undefined;
    });
    expect((await run(begun)).variables).toEqual({ amount: 5 });
    expect(await manager.call('POST', '/api/messages', { name: 'order' })).toMatchObject({ status: 403 });
  });

  it('a message that can begin nothing now is kept, and its job is no failure', async () => {
    const document = await register();
    const send = () => manager.post<{ id: string }>('/api/messages', { name: 'order', document });
    await send();
    await until('it has begun', async () => (await startedOf(document, 'by-message')).length === 1);
    const { id } = await send();
    await until('it has been looked at', async () => (await jobsOf('deliver-message')).length === 0);
    expect(await message(id)).toMatchObject({ state: 'waiting', delivered_to: null });
    expect(await app.app.get(DeliverMessages).deliver(id)).toBe(false);
    const [first, another] = await startedOf(document, 'by-message');
    expect(another).toBeUndefined();
    await completeOf(first);
    await until('it begins the next run', async () => (await message(id))?.state === 'delivered');
    expect(await startedOf(document, 'by-message')).toHaveLength(2);
  });

  it('a message is correlated by what is on the card when it comes', async () => {
    const [before, after] = ['+37061200001', '+37061200002'];
    const document = await register({ phone: before });
    const waiting = await start(document, 'waits');
    const { id } = await admin.post<{ id: string }>('/api/messages', { name: 'paid', key: after });
    await until('it has been looked at', async () => (await jobsOf('deliver-message')).length === 0);
    expect(await message(id)).toMatchObject({ state: 'waiting' });
    await edit(document, { phone: after });
    await reaches(waiting, 'after');
    expect(await message(id)).toMatchObject({ state: 'delivered', delivered_to: waiting.id });
  });

  it('a message can be correlated by a number, and by nothing that is not one value', async () => {
    const waiting = await start(await register(), 'counts');
    for (const key of [{ any: 1 }, ['22']])
      expect(await admin.call('POST', '/api/messages', { name: 'sum', key })).toMatchObject({ status: 400 });
    await admin.post('/api/messages', { name: 'sum', key: 22 });
    await ends(waiting);
  });

  it('a message whose time is over reaches nobody', async () => {
    const phone = '+37061200009';
    const { id } = await admin.post<{ id: string }>('/api/messages', { name: 'paid', key: phone });
    await until('it has been looked at', async () => (await jobsOf('deliver-message')).length === 0);
    await sql(`UPDATE route_message SET expires_at = sent_at WHERE id = $1`, [id]);
    const waiting = await start(await register({ phone }), 'waits');
    await until('it has expired', async () => (await message(id))?.state === 'expired');
    expect((await run(waiting)).active).toEqual([expect.objectContaining({ element: 'wait' })]);
  });

  it('a message that is delivered several times at once is delivered once', async () => {
    const phone = '+37061200010';
    const { id } = await admin.post<{ id: string }>('/api/messages', { name: 'paid', key: phone });
    await until('it has been looked at', async () => (await jobsOf('deliver-message')).length === 0);
    const runs: Run[] = [];
    for (let count = 0; count < 3; count += 1) runs.push(await start(await register({ phone }), 'waits'));
    const deliver = () => app.app.get(DeliverMessages).deliver(id);
    expect(await Promise.all([deliver(), deliver(), deliver()])).toEqual([true, true, true]);
    const active = await Promise.all(runs.map(async (one) => (await run(one)).active[0]?.element));
    expect(active.sort()).toEqual(['after', 'wait', 'wait']);
  });

  it('a message tells its sender what became of it, and nobody else who may not', async () => {
    const phone = '+37061200011';
    const clerk = await app.api('warehouse');
    const { id, state } = await admin.post<{ id: string; state: string }>('/api/messages', {
      name: 'paid',
      key: phone,
    });
    expect(state).toBe('waiting');
    const read = () => admin.get<Record<string, unknown>>(`/api/messages/${id}`);
    expect(await read()).toMatchObject({ id, name: 'paid', key: phone, state: 'waiting', document: null, run: null });
    const waiting = await start(await register({ phone }), 'waits');
    await until('it was delivered', async () => (await read()).state === 'delivered');
    expect(await read()).toMatchObject({ run: waiting.id, deliveredAt: expect.any(String) });
    for (const path of [id, waiting.id, 'nothing'])
      expect(await clerk.call('GET', `/api/messages/${path}`)).toMatchObject({ status: 404 });
  });

  it('more variables than travel are refused, and thrown ones become an incident to be mended', async () => {
    const variables = { text: 'x'.repeat(70_000) };
    for (const path of ['messages', 'signals']) {
      const answer = await admin.call('POST', `/api/${path}`, { name: 'paid', variables });
      expect(answer).toMatchObject({ status: 413, body: { errors: [{ path: 'variables' }] } });
    }
    const phone = '+37061200012';
    const sender = await start(await register({ phone }), 'later-tells');
    await admin.call('PATCH', `/api/runs/${sender.id}/variables`, { variables, reason: 'To see what becomes of it' });
    await completeOf(sender);
    const [incident] = (await run(sender)).incidents;
    expect(incident?.message).toContain('at most 65536');
    await admin.post(`/api/incidents/${incident?.id}/retry`, { variables: { text: 'short' } });
    await ends(sender);
  });

  it('a job that was carried out before, and is begun again, does nothing', async () => {
    const document = await register();
    const tries = async (name: string, payload: object) => {
      const [row] = await sql<{ id: string }>(
        `SELECT id FROM graphile_worker.add_job($1, $2::json, run_at := now() + interval '1 day')`,
        [name, JSON.stringify(payload)],
      );
      const handler = app.app.get(JobRegistry).all().get(name);
      for (let attempt = 1; attempt < 4; attempt += 1)
        await handler?.(payload, { id: String(row?.id), attempt, maxAttempts: 25 });
    };
    await tries('routes.start-route', { route: 'test/beside', documentId: document, start: 'begin' });
    expect(await startedOf(document, 'beside')).toHaveLength(1);
  });

  it('a message reaches a task at its boundary', async () => {
    const phone = '+37061200013';
    const waiting = await start(await register({ phone }), 'told');
    await ends(await start(await register({ phone }), 'tells'));
    await ends(waiting);
    const { items } = await manager.get<List<{ run: string }>>('/api/assignments?mine=true&limit=200');
    expect(items.filter((one) => one.run === waiting.id)).toEqual([]);
  });

  it('a NUL character is refused where it stands, and a text that only spells it is taken', async () => {
    const refused = async (path: string, body: object) => {
      const { status, body: problem } = await admin.call('POST', `/api/${path}`, body);
      return { status, paths: (problem as { errors: { path: string }[] }).errors.map((one) => one.path) };
    };
    for (const path of ['messages', 'signals']) {
      expect(await refused(path, { name: 'a\u0000' })).toEqual({ status: 400, paths: ['name'] });
      const variables = { deep: [{ a: '\u0000' }] };
      expect(await refused(path, { name: 'a', variables })).toEqual({ status: 400, paths: ['variables'] });
    }
    expect(await refused('messages', { name: 'a', key: 'x\u0000' })).toEqual({ status: 400, paths: ['key'] });
    await admin.post('/api/messages', { name: 'a', variables: { spelt: '\\u0000' } });
  });

  it('a signal begins a route for its document', async () => {
    const document = await register();
    await manager.post('/api/signals', { name: 'opening', document, variables: { amount: 7 } });
    const [begun] = await until('it has begun', async () => {
      const found = await startedOf(document, 'by-signal');
      return found.length > 0 ? found : undefined;
    });
    expect((await run(begun)).variables).toEqual({ amount: 7 });
  });

  it('a condition that comes true begins a route, once', async () => {
    const document = await register();
    await edit(document, { industry: 'services' });
    await until('it has begun', async () => (await startedOf(document, 'by-condition')).length === 1);
    await edit(document, { name: 'Still in services' });
    await until('nothing is about to begin', async () => (await jobsOf('start-route')).length === 0);
    expect(await startedOf(document, 'by-condition')).toHaveLength(1);
  });

  it('a condition that holds from the beginning begins a route when the document is registered, once', async () => {
    const document = await register({ industry: 'services' });
    await until('it has begun', async () => (await startedOf(document, 'by-condition')).length === 1);
    await edit(document, { name: 'In services for ever' });
    await until('nothing is about to begin', async () => (await jobsOf('start-route')).length === 0);
    expect(await startedOf(document, 'by-condition')).toHaveLength(1);
    const [trigger] = (await admin.get<List<{ key: string; starts: unknown[] }>>('/api/routes')).items.flatMap(
      ({ key, starts }) => (key === 'test/by-condition' ? starts : []),
    );
    expect(trigger).toEqual({ element: 'begin', name: null, type: 'conditional', when: 'card.industry = "services"' });
  });

  it('the clock begins a route for the documents that it is meant for', async () => {
    const [meant, other] = [await register({ industry: 'production' }), await register()];
    const sweep = (now?: Date) =>
      app.app
        .get(UnitOfWork)
        .run(systemActor, (context) => app.app.get(StartTimers).sweep(now ? { ...context, now } : context));
    await sweep();
    expect(await startedOf(meant, 'by-time')).toEqual([]);
    const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
    const next = () => sql<{ next_at: Date }>(`SELECT next_at FROM route_start_timer WHERE route = 'test/by-time'`);
    const [first] = await next();
    expect(await sweep(hours(25))).toBe(1);
    await until('it has begun', async () => (await startedOf(meant, 'by-time')).length === 1);
    expect(await startedOf(other, 'by-time')).toEqual([]);
    expect(await sweep(hours(25))).toBe(0);
    // a cycle goes on from its time, not from that of the sweep
    expect((await next())[0].next_at.getTime() - first.next_at.getTime()).toBe(24 * 3_600_000);
    const without = draw('by-time', drawings.hears);
    await admin.put('/api/routes/test/by-time', without, { 'content-type': 'application/xml' });
    expect(await sweep(hours(49))).toBe(0);
    expect(await next()).toEqual([]);
  });
});
