import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { StartTimers } from '../../src/routes/runs/start-timers.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { until } from '../support/until.js';

interface Run {
  readonly id: string;
  readonly route: string;
  readonly state: string;
  readonly active: { element: string }[];
  readonly variables: Record<string, unknown>;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string) =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>`;
const draw = (id: string, process: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="drawing" targetNamespace="urn:millrace:routes">
  <message id="paid" name="paid" /><message id="order" name="order" /><signal id="closing" name="closing" />
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
  'by-condition': `<extensionElements><millrace:route stream="clients" /></extensionElements>
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
    for (const { id } of [late, later]) {
      const { items } = await manager.get<List<{ id: string; run: string }>>('/api/assignments?mine=true&limit=200');
      await manager.post(`/api/assignments/${items.find((one) => one.run === id)?.id}/complete`, {});
    }
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

  it('a condition that comes true begins a route, once', async () => {
    const document = await register();
    await edit(document, { industry: 'services' });
    await until('it has begun', async () => (await startedOf(document, 'by-condition')).length === 1);
    await edit(document, { name: 'Still in services' });
    expect(await startedOf(document, 'by-condition')).toHaveLength(1);
  });

  it('the clock begins a route for the documents that it is meant for', async () => {
    const [meant, other] = [await register({ industry: 'production' }), await register()];
    const sweep = (now?: Date) =>
      app.app
        .get(UnitOfWork)
        .run(systemActor, (context) => app.app.get(StartTimers).sweep(now ? { ...context, now } : context));
    await sweep();
    expect(await startedOf(meant, 'by-time')).toEqual([]);
    expect(await sweep(new Date(Date.now() + 25 * 3_600_000))).toBe(1);
    await until('it has begun', async () => (await startedOf(meant, 'by-time')).length === 1);
    expect(await startedOf(other, 'by-time')).toEqual([]);
    expect(await sweep(new Date(Date.now() + 25 * 3_600_000))).toBe(0);
  });
});
