import { resolve } from 'node:path';
import { PublishConfiguration } from '../../src/configuration/publish-configuration.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { Directory } from '../../src/organisation/directory/directory.js';
import { RouteRegistry } from '../../src/routes/definitions/route-registry.service.js';
import type { RouteEvent } from '../../src/routes/engine/protocol.js';
import { replay } from '../../src/routes/engine/step.js';
import type { RunState } from '../../src/routes/engine/state.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly step: { element: string };
  readonly performer?: { login: string };
  readonly actingFor?: { login: string };
  readonly candidates: { login: string }[];
  readonly owner?: { login: string };
}
interface Run {
  readonly id: string;
  readonly routeVersion: number;
  readonly state: string;
  readonly active: { element: string }[];
  readonly timers: { element: string; dueAt: string }[];
  readonly incidents: { id: string; element: string; message: string }[];
}

/** Routes drawn in the test, published over HTTP and run on the real database with the real worker. */
describe('routes', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let manager2: Api;
  let head: Api;

  beforeAll(async () => {
    app = await startApp();
    [admin, manager, manager2, head] = (await Promise.all(
      ['admin', 'manager', 'manager2', 'head'].map((login) => app.api(login)),
    )) as [Api, Api, Api, Api];
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const publish = (key: string, content: string) =>
    admin.put<{ version: number }>(`/api/routes/test/${key}`, drawRoute(key, content), {
      'content-type': 'application/xml',
    });
  const start = async (key: string, variables: object = {}) => {
    const { id } = await newDocument();
    return {
      documentId: id,
      run: await admin.post<Run>(`/api/documents/${id}/runs`, { route: `test/${key}`, variables }),
    };
  };
  let clients = 0;
  const newDocument = () =>
    admin.post<{ id: string }>('/api/streams/clients/documents', { fields: { name: `Client ${(clients += 1)}` } });
  const assignmentOf = async (api: Api, documentId: string) =>
    (await api.get<List<Assignment>>(`/api/assignments?mine=true&document=${documentId}`)).items[0];
  const mine = (api: Api, documentId: string) => until('an assignment is there', () => assignmentOf(api, documentId));
  const complete = (api: Api, id: string, outcome?: string) =>
    api.post<Assignment>(`/api/assignments/${id}/complete`, outcome === undefined ? {} : { outcome });
  const runOf = (id: string) => admin.get<Run>(`/api/runs/${id}`);

  it('keeps a run on the version it was started with when a newer one is published', async () => {
    const task = (performer: string) => `
      <startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="one" />
      <userTask id="one"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>
      <sequenceFlow id="b" sourceRef="one" targetRef="two" />
      <userTask id="two"><extensionElements><millrace:assignment performer='post("${performer}")' /></extensionElements></userTask>
      <sequenceFlow id="c" sourceRef="two" targetRef="end" /><endEvent id="end" />`;
    const first = await publish('pinned', task('manager'));
    const old = await start('pinned');
    const second = await publish('pinned', task('head'));
    expect([first.version, second.version]).toEqual([1, 2]);
    const fresh = await start('pinned');
    await complete(manager, (await mine(manager, old.documentId)).id);
    await complete(manager, (await mine(manager, fresh.documentId)).id);
    expect((await mine(manager, old.documentId)).step.element).toBe('two');
    expect((await mine(head, fresh.documentId)).step.element).toBe('two');
    expect((await runOf(old.run.id)).routeVersion).toBe(1);
  });

  it('does not let a broken drawing replace a working one, and says what is wrong where', async () => {
    await publish(
      'sound',
      '<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="end" /><endEvent id="end" />',
    );
    const broken = [
      ['<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="nowhere" />', 'nowhere'],
      [
        '<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="say" /><serviceTask id="say"><extensionElements><millrace:action name="explode" /></extensionElements></serviceTask><sequenceFlow id="b" sourceRef="say" targetRef="end" /><endEvent id="end" />',
        'explode',
      ],
    ] as const;
    for (const [content, named] of broken) {
      const answer = await admin.call<{ errors: { message: string; path: string }[] }>(
        'PUT',
        '/api/routes/test/sound',
        drawRoute('sound', content),
        { 'content-type': 'application/xml' },
      );
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body.errors)).toContain(named);
    }
    const hostile = await admin.call('PUT', '/api/routes/test/sound', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', {
      'content-type': 'application/xml',
    });
    expect(hostile.status).toBe(422);
    expect(await admin.get<string>('/api/routes/test/sound')).toContain('id="end"');
    expect((await start('sound')).run.state).toBe('finished');
    expect(
      (
        await manager.call('PUT', '/api/routes/test/sound', drawRoute('sound', ''), {
          'content-type': 'application/xml',
        })
      ).status,
    ).toBe(403);
  });

  it('makes an incident of a performer that nobody is, and goes on after the retry', async () => {
    await publish(
      'nobody',
      `<extensionElements><millrace:variable name="who" byHand="true" /></extensionElements>
      <startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="ask" />
      <userTask id="ask" name="Ask"><extensionElements><millrace:assignment performer='post(who)' /></extensionElements></userTask>
      <sequenceFlow id="b" sourceRef="ask" targetRef="end" /><endEvent id="end" />`,
    );
    const { run } = await start('nobody', { who: 'astronaut' });
    expect(run.incidents).toEqual([
      expect.objectContaining({ element: 'ask', message: expect.stringContaining('post(who)') }),
    ]);
    const work = app.app.get(UnitOfWork);
    await work.run(systemActor, async ({ tx }) => {
      await tx.query(
        `INSERT INTO post (id, key, name, unit_id) SELECT gen_random_uuid(), 'astronaut', '"Astronaut"', unit_id FROM post WHERE key = 'manager'`,
      );
      await tx.query(
        `INSERT INTO post_holder (post_id, person_id) SELECT p.id, m.id FROM post p, person m WHERE p.key = 'astronaut' AND m.login = 'manager2'`,
      );
    });
    await app.app.get(Directory).reload();
    const [incident] = run.incidents;
    expect((await manager.call('POST', `/api/incidents/${incident?.id}/retry`)).status).toBe(403);
    const mended = await admin.post<Run>(`/api/incidents/${incident?.id}/retry`);
    expect(mended.incidents).toEqual([]);
    expect(mended.active.map(({ element }) => element)).toEqual(['ask']);
    expect((await admin.call('POST', `/api/incidents/${incident?.id}/retry`)).status).toBe(409);
  });

  it('offers an assignment to candidates: the first to claim has it, release gives it back, forward passes it on', async () => {
    await publish(
      'offered',
      `
      <startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="ask" />
      <userTask id="ask"><extensionElements><millrace:assignment performer='[person("manager"), person("manager2")]' /></extensionElements></userTask>
      <sequenceFlow id="b" sourceRef="ask" targetRef="end" /><endEvent id="end" />`,
    );
    const { documentId, run } = await start('offered');
    const offered = await mine(manager, documentId);
    expect(offered).toMatchObject({ state: 'ready' });
    expect(offered.candidates.map(({ login }) => login).sort()).toEqual(['manager', 'manager2']);
    const claims = await Promise.all(
      [manager, manager2].map((api) => api.call('POST', `/api/assignments/${offered.id}/claim`)),
    );
    expect(claims.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner, loser] = claims[0]?.status === 200 ? [manager, manager2] : [manager2, manager];
    expect(await assignmentOf(loser, documentId)).toBeUndefined();
    await winner.post(`/api/assignments/${offered.id}/release`);
    expect((await mine(loser, documentId)).state).toBe('ready');
    await loser.post(`/api/assignments/${offered.id}/claim`);
    const passed = await loser.post<Assignment>(`/api/assignments/${offered.id}/delegate`, { to: 'head' });
    expect(passed).toMatchObject({
      performer: { login: 'head' },
      owner: { login: loser === manager ? 'manager' : 'manager2' },
    });
    await complete(head, offered.id);
    expect((await runOf(run.id)).state).toBe('finished');
  });

  it('gives the assignments of somebody absent to the substitute, naming both', async () => {
    await publish(
      'away',
      `
      <startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="ask" />
      <userTask id="ask"><extensionElements><millrace:assignment performer='post("cfo")' /></extensionElements></userTask>
      <sequenceFlow id="b" sourceRef="ask" targetRef="end" /><endEvent id="end" />`,
    );
    const work = app.app.get(UnitOfWork);
    await work.run(systemActor, ({ tx }) =>
      tx.query(`INSERT INTO substitution (id, absent_id, substitute_id, starts_at, ends_at)
      SELECT gen_random_uuid(), a.id, s.id, now() - interval '1 day', now() + interval '1 day' FROM person a, person s WHERE a.login = 'cfo' AND s.login = 'ceo'`),
    );
    await app.app.get(Directory).reload();
    const { documentId } = await start('away');
    const ceo = await app.api('ceo');
    expect(await mine(ceo, documentId)).toMatchObject({ performer: { login: 'ceo' }, actingFor: { login: 'cfo' } });
  });

  it('fires a timer at its time, cancels what it interrupts and clears timers that are no longer needed', async () => {
    await publish(
      'late',
      `
      <startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="ask" />
      <userTask id="ask"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>
      <boundaryEvent id="tooLate" attachedToRef="ask"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>
      <boundaryEvent id="muchTooLate" attachedToRef="ask" cancelActivity="false"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
      <sequenceFlow id="b" sourceRef="ask" targetRef="end" /><endEvent id="end" />
      <sequenceFlow id="c" sourceRef="tooLate" targetRef="boss" />
      <userTask id="boss"><extensionElements><millrace:assignment performer='post("head")' /></extensionElements></userTask>
      <sequenceFlow id="d" sourceRef="boss" targetRef="end2" /><endEvent id="end2" />
      <sequenceFlow id="e" sourceRef="muchTooLate" targetRef="end3" /><endEvent id="end3" />`,
    );
    const { documentId, run } = await start('late');
    expect(run.timers.map(({ element }) => element).sort()).toEqual(['muchTooLate', 'tooLate']);
    const { id } = await mine(manager, documentId);
    expect((await mine(head, documentId)).step.element).toBe('boss');
    expect(await assignmentOf(manager, documentId)).toBeUndefined();
    expect((await manager.call('POST', `/api/assignments/${id}/complete`, {})).status).toBe(409);
    expect((await runOf(run.id)).timers).toEqual([]);
  });

  it('lets exactly one of two simultaneous decisions through', async () => {
    await publish(
      'once',
      `
      <startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="ask" />
      <userTask id="ask"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>
      <sequenceFlow id="b" sourceRef="ask" targetRef="next" />
      <userTask id="next"><extensionElements><millrace:assignment performer='post("head")' /></extensionElements></userTask>
      <sequenceFlow id="c" sourceRef="next" targetRef="end" /><endEvent id="end" />`,
    );
    const { documentId } = await start('once');
    const { id } = await mine(manager, documentId);
    const statuses = (
      await Promise.all(Array.from({ length: 6 }, () => manager.call('POST', `/api/assignments/${id}/complete`, {})))
    ).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(5);
    const { items } = await head.get<List<Assignment>>(`/api/assignments?mine=true&document=${documentId}`);
    expect(items).toHaveLength(1);
  });

  it('cancels a run with a reason and withdraws its assignments', async () => {
    const { documentId, run } = await start('once');
    await mine(manager, documentId);
    expect((await admin.post<Run>(`/api/runs/${run.id}/cancel`, { reason: 'Sent by mistake' })).state).toBe(
      'cancelled',
    );
    expect(await assignmentOf(manager, documentId)).toBeUndefined();
  });

  it('is started by hand only where the route allows it, once at a time, with nothing but what it lets people give', async () => {
    const { id } = await newDocument();
    const start = (route: string, variables = {}) =>
      admin.call('POST', `/api/documents/${id}/runs`, { route, variables });
    expect((await start('sales/contract-dispatch')).status).toBe(403);
    expect((await start('sales/contract-approval')).status).toBe(422);
    expect((await start('test/once', { performer: 'admin' })).status).toBe(422);
    const statuses = (await Promise.all([start('test/once'), start('test/once')])).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409]);
    const contract = await admin.post<{ id: string }>('/api/streams/contracts/documents', {
      fields: { client: id, subject: 'Pumps' },
    });
    const bypass = await admin.call('POST', `/api/documents/${contract.id}/runs`, {
      route: 'sales/contract-approval',
      variables: { threshold: 1e9 },
    });
    expect(bypass.status).toBe(422);
  });

  it('takes back what a failed action wrote, and keeps a published drawing that is newer than its file', async () => {
    await publish(
      'halfway',
      `<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="make" />
      <serviceTask id="make"><extensionElements><millrace:action name="register-document"><millrace:param name="stream" value="clients" />
        <millrace:param name="field.name" value="Half made" /><millrace:param name="into" value="nowhere" /></millrace:action></extensionElements></serviceTask>
      <sequenceFlow id="b" sourceRef="make" targetRef="end" /><endEvent id="end" />`,
    );
    const { run } = await start('halfway');
    expect(run.incidents).toEqual([expect.objectContaining({ element: 'make' })]);
    const found = await admin.get<List<unknown>>('/api/streams/clients/documents?q=' + encodeURIComponent('Half made'));
    expect(found.items).toEqual([]);
    const published = await admin.get<string>('/api/routes/sales/quick-sale');
    await admin.put('/api/routes/sales/quick-sale', published.replace('Quick sale', 'Quicker sale'), {
      'content-type': 'application/xml',
    });
    const again = await app.app.get(PublishConfiguration).fromFolder(resolve(import.meta.dirname, '../..'));
    expect(again.problems).toEqual([expect.stringContaining('routes/sales/quick-sale.bpmn')]);
    expect(await admin.get<string>('/api/routes/sales/quick-sale')).toContain('Quicker sale');
  });

  it('keeps a trail from which every stored state can be built again', async () => {
    const routes = app.app.get(RouteRegistry);
    const reads = app.app.get(UnitOfWork);
    const runs = await reads.read<{
      id: string;
      route: string;
      route_version: number;
      called_versions: Record<string, number>;
      state: RunState;
    }>('SELECT * FROM route_run');
    expect(runs.length).toBeGreaterThan(5);
    for (const run of runs) {
      const steps = await reads.read<{ event: RouteEvent[] }>(
        'SELECT event FROM route_run_event WHERE run_id = $1 ORDER BY sequence',
        [run.id],
      );
      const library = await routes.library({
        route: run.route,
        version: run.route_version,
        called: run.called_versions,
      });
      expect(replay(library, withFacts(steps.flatMap(({ event }) => event)))).toEqual(run.state);
    }
  });
});

/** Events are kept without the facts that they share with the one before. */
function withFacts(events: readonly RouteEvent[]): RouteEvent[] {
  let facts = events[0]?.facts;
  return events.map((event) => {
    facts = event.facts ?? facts;
    return facts === undefined ? event : { ...event, facts };
  });
}
