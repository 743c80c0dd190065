import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';

interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: {
    instance: string;
    element: string;
    assignments: { id: string; performer?: { login: string } }[];
  }[];
  readonly incidents: { id: string; element: string; message: string }[];
  readonly discretionary: { element: string; name: string }[];
  readonly variables: Record<string, unknown>;
  readonly trail: { event: string; element: string; detail?: string }[];
}

const task = (id: string, performer = 'post("manager")') =>
  `<userTask id="${id}"><extensionElements><millrace:assignment performer='${performer}' /></extensionElements></userTask>`;
const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;

/** Runs that do not go on, and how an administrator mends them over HTTP. */
describe('repair of runs', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp();
    admin = await app.api('admin');
    manager = await app.api('manager');
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const started = async (key: string, elements: string) => {
    await admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    const client = await admin.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Mended client ${(clients += 1)}` },
    });
    return { client, run: await admin.post<Run>(`/api/documents/${client.id}/runs`, { route: `test/${key}` }) };
  };
  const runOf = (id: string) => admin.get<Run>(`/api/runs/${id}`);
  const historyOf = async (document: string) =>
    (await admin.get<List<{ event: string; detail: Record<string, unknown> }>>(`/api/documents/${document}/history`))
      .items;

  it('retries an incident with the variable that was missing', async () => {
    const { client, run } = await started(
      'missing',
      `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask', 'person(chosen)')}${flow('ask', 'end')}<endEvent id="end" />`,
    );
    const [incident] = run.incidents;
    expect(incident).toMatchObject({ element: 'ask' });
    const still = await admin.post<Run>(`/api/incidents/${incident?.id}/retry`, {});
    expect(still.incidents).toHaveLength(1);
    const mended = await admin.post<Run>(`/api/incidents/${still.incidents[0]?.id}/retry`, {
      variables: { chosen: 'manager' },
    });
    expect(mended.incidents).toEqual([]);
    expect(mended.active[0]?.assignments[0]?.performer?.login).toBe('manager');
    expect(await historyOf(client.id)).toContainEqual(
      expect.objectContaining({
        event: 'incident.retried',
        detail: expect.objectContaining({ variables: { chosen: 'manager' } }) as unknown,
      }),
    );
  });

  it('sets variables, recorded with the reason, and refuses everybody but an administrator', async () => {
    const { client, run } = await started(
      'variables',
      `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`,
    );
    const change = { variables: { limit: 5 }, reason: 'The limit was raised' };
    expect(await manager.call('PATCH', `/api/runs/${run.id}/variables`, change)).toMatchObject({ status: 403 });
    const changed = await admin.patch<Run>(`/api/runs/${run.id}/variables`, change);
    expect(changed.variables).toEqual({ limit: 5 });
    expect(await historyOf(client.id)).toContainEqual(
      expect.objectContaining({
        event: 'route.variables-set',
        detail: expect.objectContaining({ reason: 'The limit was raised' }) as unknown,
      }),
    );
  });

  it('moves a run to an element beside, withdrawing what was issued', async () => {
    const { client, run } = await started(
      'moved',
      `<startEvent id="begin" />${flow('begin', 'one')}${task('one')}${flow('one', 'two')}${task('two')}${flow('two', 'three')}${task('three')}${flow('three', 'end')}<endEvent id="end" />`,
    );
    const first = run.active[0]?.assignments[0]?.id ?? '';
    const nowhere = { from: 'two', to: 'three', reason: 'Two is not needed' };
    expect(await admin.call('POST', `/api/runs/${run.id}/move`, nowhere)).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'from' }] },
    });
    const moved = await admin.post<Run>(`/api/runs/${run.id}/move`, {
      from: 'one',
      to: 'three',
      reason: 'Done by phone',
    });
    expect(moved.active.map(({ element }) => element)).toEqual(['three']);
    expect(moved.trail).toContainEqual(expect.objectContaining({ event: 'moved', element: 'three' }));
    expect(await admin.get(`/api/assignments/${first}`)).toMatchObject({ state: 'obsolete' });
    await manager.post(`/api/assignments/${moved.active[0]?.assignments[0]?.id}/complete`, {});
    expect(await runOf(run.id)).toMatchObject({ state: 'finished' });
    expect((await historyOf(client.id)).map(({ event }) => event)).toContain('route.moved');
  });

  it('issues discretionary tasks of an ad-hoc sub-process when somebody finds them needed', async () => {
    const { run } = await started(
      'discretionary',
      `<startEvent id="begin" />${flow('begin', 'free')}
       <adHocSubProcess id="free">${task('call')}${task('visit')}<completionCondition>steps.visit.outcome = null and steps.visit.round = 1</completionCondition></adHocSubProcess>
       ${flow('free', 'end')}<endEvent id="end" />`,
    );
    expect(run.discretionary.map(({ element }) => element)).toEqual(['call', 'visit']);
    expect(await admin.call('POST', `/api/runs/${run.id}/activate`, { element: 'begin' })).toMatchObject({
      status: 409,
    });
    const issued = await admin.post<Run>(`/api/runs/${run.id}/activate`, { element: 'visit' });
    expect(issued.active.map(({ element }) => element)).toEqual(['visit']);
    await manager.post(`/api/assignments/${issued.active[0]?.assignments[0]?.id}/complete`, {});
    expect(await runOf(run.id)).toMatchObject({ state: 'finished', discretionary: [] });
  });

  it('ends a circle that never waits as an incident, with everything taken back that it did by itself', async () => {
    const act = `<serviceTask id="act"><extensionElements><millrace:action name="set-fields"><millrace:param name="field.phone" value="+37060012345" /></millrace:action></extensionElements></serviceTask>`;
    await admin.put(
      '/api/routes/test/acts',
      drawRoute(
        'acts',
        `<startEvent id="begin" />${flow('begin', 'act')}${act}${flow('act', 'end')}<endEvent id="end" />`,
      ),
      { 'content-type': 'application/xml' },
    );
    const { client, run } = await started(
      'circle',
      `<extensionElements><millrace:variable name="stop" default="false" /></extensionElements><startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}${flow('ask', 'call')}<callActivity id="call" calledElement="test/acts" />
       ${flow('call', 'way')}<exclusiveGateway id="way" default="way-call" />${flow('way', 'call')}
       <sequenceFlow id="on" sourceRef="way" targetRef="end"><conditionExpression>stop = true</conditionExpression></sequenceFlow><endEvent id="end" />`,
    );
    const before = await admin.get<{ version: number }>(`/api/documents/${client.id}`);
    await manager.post(`/api/assignments/${run.active[0]?.assignments[0]?.id}/complete`, {});
    const stopped = await runOf(run.id);
    expect(stopped).toMatchObject({ state: 'running', active: [{ element: 'act' }], incidents: [{ element: 'act' }] });
    expect(stopped.incidents[0]?.message).toContain('without ever waiting');
    expect(await admin.get(`/api/documents/${client.id}`)).toMatchObject({ version: before.version });
    expect((await historyOf(client.id)).map(({ event }) => event)).not.toContain('document.edited');
    const [item] = (await admin.get<List<{ reason: string }>>(`/api/attention?document=${client.id}`)).items;
    expect(item).toMatchObject({ reason: 'route-failed', incident: stopped.incidents[0]?.id });

    await admin.patch(`/api/runs/${run.id}/variables`, { variables: { stop: true }, reason: 'It goes round' });
    const mended = await admin.post<Run>(`/api/incidents/${stopped.incidents[0]?.id}/retry`, {});
    expect(mended).toMatchObject({ state: 'finished', incidents: [] });
    expect(await admin.get(`/api/documents/${client.id}`)).toMatchObject({ fields: { phone: '+37060012345' } });
  });
});
