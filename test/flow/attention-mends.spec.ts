import pg from 'pg';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import { DeliverMessages } from '../../src/routes/runs/deliver-messages.job.js';
import { LapseDecisions } from '../../src/routes/runs/lapse-decisions.js';
import { runJobs } from '../../src/routes/runs/run-record.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface MendingCall {
  readonly label: string;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: Record<string, unknown>;
  readonly choices?: Record<string, { value: string }[]>;
}
interface Item {
  readonly reason: string;
  readonly message: string;
  readonly assignment?: string;
  readonly mend: MendingCall[];
}
interface Attention extends List<Item> {
  readonly limit: number;
  readonly truncated: string[];
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { instance: string; element: string; assignments: { id: string }[] }[];
  readonly timers: { timer: string; element: string }[];
  readonly variables: Record<string, unknown>;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (id: string, post = 'manager', more = '') =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment performer='post("${post}")' ${more}><millrace:outcome key="approve" /></millrace:assignment></extensionElements></userTask>`;
const timer = (duration: string) =>
  `<timerEventDefinition><timeDuration>${duration}</timeDuration></timerEventDefinition>`;
const late = (duration: string) =>
  `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}
   <boundaryEvent id="late" attachedToRef="ask">${timer(duration)}</boundaryEvent>${flow('late', 'chase')}${task('chase')}${flow('chase', 'chased')}<endEvent id="chased" />
   ${flow('ask', 'end')}<endEvent id="end" />`;

/** Each call that the list of what does not move offers mends it, for those who may make it. */
describe('the calls that attention offers', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let sql: pg.Client;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, manager] = (await Promise.all(['admin', 'manager'].map((login) => app.api(login)))) as [Api, Api];
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
  }, 60_000);

  afterAll(async () => {
    await sql?.end();
    await app?.stop();
  }, 30_000);

  const publish = (key: string, elements: string, more: (xml: string) => string = (xml) => xml) =>
    admin.put(`/api/routes/test/${key}`, more(drawRoute(key, elements)), { 'content-type': 'application/xml' });
  const start = async (key: string) => {
    const { id } = await manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Mended client ${(clients += 1)}`, phone: '+37060011122' },
    });
    return { document: id, run: await manager.post<Run>(`/api/documents/${id}/runs`, { route: `test/${key}` }) };
  };
  const attention = (query: string, api = admin) => api.get<Attention>(`/api/attention?${query}`);
  const itemsOf = async (document: string) => (await attention(`document=${document}`)).items;
  const only = async (document: string) => {
    const items = await itemsOf(document);
    expect(items).toHaveLength(1);
    return items[0];
  };
  const labels = ({ mend }: Item) => mend.map(({ label }) => label);
  const called = (item: Item, label: string) =>
    item.mend.find((call) => call.label === label) ?? { path: '', body: {} };
  const mend = (item: Item, label: string, said: object = {}, api = admin) => {
    const call = called(item, label);
    return api.post<Run>(call.path, { ...call.body, ...said });
  };
  const runOf = (id: string) => admin.get<Run>(`/api/runs/${id}`);
  const active = ({ active: places }: Run) => places.map(({ element }) => element).sort();
  const complete = (run: Run, element: string) => {
    const assignment = run.active.find((one) => one.element === element)?.assignments[0];
    return manager.post(`/api/assignments/${assignment?.id}/complete`, { outcome: 'approve' });
  };
  const historyOf = async (document: string) =>
    (await admin.get<List<{ event: string }>>(`/api/documents/${document}/history`)).items.map(({ event }) => event);
  const overdue = (run: string) =>
    sql.query(`UPDATE route_timer SET due_at = now() - interval '3 minutes' WHERE run_id = $1`, [run]);
  const within = <Answer>(work: (context: Parameters<Parameters<UnitOfWork['run']>[1]>[0]) => Promise<Answer>) =>
    app.app.get(UnitOfWork).run(systemActor, work);

  it('fires an overdue timer at the edge of a task, once, and tells who did it', async () => {
    await publish('chased-ask', late('PT1H'));
    const { document, run } = await start('chased-ask');
    await overdue(run.id);
    const item = await only(document);
    expect(labels(item)).toEqual(['Fire it now', 'Go on elsewhere', 'End the run']);
    const { path } = called(item, 'Fire it now');
    expect(path).toBe(`/api/runs/${run.id}/timers/${run.timers[0]?.timer}/fire`);
    expect(await manager.call('POST', path, {})).toMatchObject({ status: 403 });
    expect(active(await mend(item, 'Fire it now', { reason: 'No worker ran' }))).toEqual(['chase']);
    expect(active(await admin.post<Run>(path, {}))).toEqual(['chase']);
    expect((await historyOf(document)).filter((event) => event === 'route.timer-fired')).toHaveLength(1);
    expect(await itemsOf(document)).toEqual([]);

    const moved = await start('chased-ask');
    await overdue(moved.run.id);
    const other = await only(moved.document);
    const choices = other.mend[1]?.choices?.['to'].map(({ value }) => value);
    expect(choices).toEqual(expect.arrayContaining(['chase', 'end']));
    expect(choices).not.toContain('late');
    expect(await mend(other, 'Go on elsewhere', { to: 'end', reason: 'Done by phone' })).toMatchObject({
      state: 'finished',
    });
    const gone = `/api/runs/${moved.run.id}/timers/${moved.run.timers[0]?.timer}/fire`;
    expect(await admin.call('POST', gone, {})).toMatchObject({ status: 409 });
    expect(await admin.call('POST', `/api/runs/${run.id}/timers/t99/fire`, {})).toMatchObject({ status: 404 });
    expect(await admin.call('POST', '/api/runs/nothing/timers/t1/fire', {})).toMatchObject({ status: 404 });
  });

  it('fires the overdue timer of an event sub-process', async () => {
    await publish(
      'event-sub',
      `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />
       <subProcess id="chasing" triggeredByEvent="true"><startEvent id="after" isInterrupting="false">${timer('PT1H')}</startEvent>
       ${flow('after', 'chase')}${task('chase')}${flow('chase', 'chased')}<endEvent id="chased" /></subProcess>`,
    );
    const { document, run } = await start('event-sub');
    await overdue(run.id);
    const item = await only(document);
    // The timer belongs to the run as a whole, which cannot be moved.
    expect(labels(item)).toEqual(['Fire it now', 'End the run']);
    expect(active(await mend(item, 'Fire it now'))).toEqual(['ask', 'chase']);
  });

  it('fires a timer once, whoever fires it at the same moment', async () => {
    const job = app.app.get(JobRegistry).all().get(runJobs.timer);
    for (let round = 0; round < 8; round += 1) {
      const { run } = await start('chased-ask');
      await overdue(run.id);
      const payload = { runId: run.id, timer: run.timers[0]?.timer };
      const path = `/api/runs/${run.id}/timers/${payload.timer}/fire`;
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 3 }, () => admin.call('POST', path, {}))),
        job?.(payload, { attempt: 1, maxAttempts: 1 }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const { rows } = await sql.query(
        `SELECT FROM route_run_event WHERE run_id = $1 AND event @> '[{"type":"timer"}]'`,
        [run.id],
      );
      expect(rows).toHaveLength(1);
      expect(active(await runOf(run.id))).toEqual(['chase']);
    }
  });

  it('lets what waits at a join in vain go on, from there or elsewhere', async () => {
    await publish(
      'joined',
      `<startEvent id="begin" />${flow('begin', 'fork')}<parallelGateway id="fork" />${flow('fork', 'one')}${flow('fork', 'two')}
       ${task('one')}${task('two')}${flow('one', 'join')}${flow('two', 'join')}<parallelGateway id="join" />
       ${flow('join', 'last')}${task('last')}${flow('last', 'end')}<endEvent id="end" />`,
    );
    for (const label of ['Go on without what is missing', 'Go on elsewhere']) {
      const { document, run } = await start('joined');
      await admin.post(`/api/runs/${run.id}/move`, { from: 'one', to: 'end', reason: 'Not needed' });
      await complete(run, 'two');
      const item = await only(document);
      expect(item).toMatchObject({ reason: 'route-failed' });
      expect(labels(item)).toEqual(['Go on without what is missing', 'Go on elsewhere', 'End the run']);
      const said = label === 'Go on elsewhere' ? { to: 'last' } : {};
      const mended = await mend(item, label, { ...said, reason: 'One was not needed' });
      expect(active(mended)).toEqual(['last']);
      expect(await itemsOf(document)).toEqual([]);
      await complete(mended, 'last');
      expect(await runOf(run.id)).toMatchObject({ state: 'finished' });
      expect(await historyOf(document)).toContain('route.moved');
      expect(
        await admin.call('POST', `/api/runs/${run.id}/move`, { from: 'join', to: 'join', reason: 'x' }),
      ).toMatchObject({
        status: 409,
      });
    }
  });

  it('moves from the task whose timer cannot be set', async () => {
    await publish('unset', late('=later'));
    const { document } = await start('unset');
    const item = await only(document);
    expect(item).toMatchObject({ reason: 'route-failed' });
    expect(await mend(item, 'Go on elsewhere', { to: 'end', reason: 'Never mind' })).toMatchObject({
      state: 'finished',
    });
    const again = await start('unset');
    const variables = { later: 'PT5H' };
    const mended = await mend(await only(again.document), 'Set a variable and try again', { variables });
    expect(mended.timers.map(({ element }) => element)).toEqual(['late']);
  });

  it('sends along the route again, or leaves it at a decision that lapsed after the end', async () => {
    await publish(
      'bound',
      `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask', 'manager', 'binds="phone"')}${flow('ask', 'end')}<endEvent id="end" />`,
    );
    const lapsed = async () => {
      const { document, run } = await start('bound');
      await complete(run, 'ask');
      const { headers } = await manager.call('GET', `/api/documents/${document}`);
      const etag = { 'if-match': headers.get('etag') ?? '' };
      await manager.call('PATCH', `/api/documents/${document}`, { fields: { phone: '+37060099988' } }, etag);
      await within((context) => app.app.get(LapseDecisions).execute(context, run.id));
      return { document, run, item: await only(document) };
    };
    const one = await lapsed();
    expect(one.item).toMatchObject({ reason: 'decision-lapsed' });
    expect(labels(one.item)).toEqual(['Send it along the route again', 'Leave it at the decision']);
    expect(active(await mend(one.item, 'Send it along the route again', {}, manager))).toEqual(['ask']);
    expect(await itemsOf(one.document)).toEqual([]);

    const two = await lapsed();
    const { path } = called(two.item, 'Leave it at the decision');
    expect(await manager.call('POST', path, {})).toMatchObject({ status: 400 });
    await manager.post(path, { reason: 'Only the phone' });
    expect(await itemsOf(two.document)).toEqual([]);
    expect(await historyOf(two.document)).toContain('decision.lapse-dismissed');

    // Whose step is over while the run goes on: the route takes no second run beside it.
    const three = await lapsed();
    await sql.query(`UPDATE route_run SET status = 'running', finished_at = NULL WHERE id = $1`, [three.run.id]);
    expect(labels(await only(three.document))).toEqual(['Leave it at the decision', 'End the run']);
  });

  it('sends a message that nobody waited for again as it was, or leaves it', async () => {
    const waits = `<startEvent id="begin" />${flow('begin', 'wait')}<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="paid" /></intermediateCatchEvent>
      ${flow('wait', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`;
    await publish('waits', waits, (xml) => xml.replace('<process ', '<message id="paid" name="paid" /><process '));
    const { document } = await start('chased-ask');
    const unclaimed = async (about?: string) => {
      const message = { name: 'paid', key: 'INV-7', variables: { amount: 120 }, ...(about ? { document: about } : {}) };
      const { id } = await admin.post<{ id: string }>('/api/messages', message);
      await sql.query(`UPDATE route_message SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);
      await app.app.get(DeliverMessages).expire();
      return id;
    };
    const id = await unclaimed(document);
    const item = await only(document);
    expect(labels(item)).toEqual(['Send it again', 'Leave it']);
    const { run } = await start('waits');
    await mend(item, 'Send it again', {}, manager);
    const { rows: jobs } = await sql.query(`SELECT FROM graphile_worker._private_jobs WHERE payload ->> 'id' = $1`, [
      id,
    ]);
    expect(jobs).toHaveLength(2);
    expect(await app.app.get(DeliverMessages).deliver(id)).toBe(true);
    expect(await runOf(run.id)).toMatchObject({ active: [{ element: 'ask' }], variables: { amount: 120 } });
    expect(await admin.get(`/api/messages/${id}`)).toMatchObject({ key: 'INV-7', state: 'delivered', run: run.id });
    expect(await admin.call('POST', `/api/messages/${id}/resend`, {})).toMatchObject({ status: 409 });

    await unclaimed(document);
    await mend(await only(document), 'Leave it', {}, manager);
    expect(await itemsOf(document)).toEqual([]);

    const nobodys = await unclaimed();
    expect((await attention('reason=message-unclaimed', manager)).items).toEqual([]);
    expect(await manager.call('POST', `/api/messages/${nobodys}/dismiss`, {})).toMatchObject({ status: 404 });
    const [about] = (await attention('reason=message-unclaimed')).items;
    await mend(about, 'Leave it');
    expect((await attention('reason=message-unclaimed')).items).toEqual([]);
  });

  it('does not take a job that was given up for one that goes on with the run', async () => {
    const { document, run } = await start('chased-ask');
    await sql.query(`UPDATE assignment SET state = 'obsolete', closed_at = now() WHERE run_id = $1`, [run.id]);
    await sql.query('DELETE FROM route_timer WHERE run_id = $1', [run.id]);
    await sql.query(`UPDATE route_run SET started_at = now() - interval '3 minutes' WHERE id = $1`, [run.id]);
    await sql.query(
      `SELECT graphile_worker.add_job('test.never', json_build_object('runId', $1::text), max_attempts := 2)`,
      [run.id],
    );
    expect(await itemsOf(document)).toEqual([]);
    await sql.query(`UPDATE graphile_worker._private_jobs SET attempts = 2 WHERE payload ->> 'runId' = $1`, [run.id]);
    const item = await only(document);
    expect(item).toMatchObject({ reason: 'nothing-under-way' });
    expect(labels(item)).toEqual(['Fire it now', 'Try again', 'End the run']);
    await mend(item, 'Try again');
    expect(await itemsOf(document)).toEqual([]);
    await sql.query(`DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'runId' = $1`, [run.id]);
    expect(active(await mend(await only(document), 'Fire it now'))).toEqual(['chase']);
  });

  it('tries a mailbox that is down again, or stops reading it', async () => {
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO mailbox (id, name, stream, url, state, state_message, state_at)
       VALUES (gen_random_uuid(), 'orders', 'requests', '-', 'down', 'Connection refused', now()) RETURNING id`,
    );
    const down = async () => (await attention('reason=mailbox-down')).items[0];
    const { path } = called(await down(), 'Try to read it now');
    expect(await manager.call('POST', path, {})).toMatchObject({ status: 403 });
    expect(await mend(await down(), 'Try to read it now')).toMatchObject({ state: 'new', stateMessage: null });
    expect(await down()).toBeUndefined();
    // No worker runs here, and after a while that is told.
    await sql.query(`UPDATE mailbox SET state_at = now() - interval '3 minutes' WHERE id = $1`, [rows[0]?.id]);
    const item = await down();
    expect(item.message).toContain('worker');
    const off = item.mend.find(({ method }) => method === 'PATCH');
    await admin.patch(off?.path ?? '', off?.body);
    expect(await down()).toBeUndefined();
    expect(await admin.call('POST', path, {})).toMatchObject({ status: 404 });
  });

  it('shows what somebody has laid aside who has left since; forwarding mends it', async () => {
    await publish(
      'aside',
      `<startEvent id="begin" />${flow('begin', 'ask')}${task('ask', 'warehouse')}${flow('ask', 'end')}<endEvent id="end" />`,
    );
    const { document, run } = await start('aside');
    const warehouse = await app.api('warehouse');
    const id = run.active[0]?.assignments[0]?.id ?? '';
    await warehouse.post(`/api/assignments/${id}/suspend`, { until: new Date(Date.now() + 9e7).toISOString() });
    expect(await itemsOf(document)).toEqual([]);
    await sql.query(`UPDATE person SET active = false WHERE login = 'warehouse'`);
    const item = await until('it is shown', async () => (await itemsOf(document))[0]);
    expect(item).toMatchObject({ reason: 'performer-left', assignment: id });
    await mend(item, 'Give it to somebody else', { to: 'manager' });
    expect(await itemsOf(document)).toEqual([]);
    await manager.post(`/api/assignments/${id}/complete`, { outcome: 'approve' });

    // Behind a thousand that others do instead.
    const later = await start('chased-ask');
    const mine = later.run.active[0]?.assignments[0]?.id;
    const [startsAt, endsAt] = [-1, 9].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    await admin.post('/api/substitutions', { absent: 'cfo', substitute: 'ceo', startsAt, endsAt });
    const copies = `INSERT INTO assignment SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'run_id', NULL, 'instance', NULL,
      'issued_at', a.issued_at - interval '1 day', 'performer_id', (SELECT id FROM person WHERE login = $3)))).* FROM assignment a, generate_series(1, $2) WHERE a.id = $1`;
    await sql.query(copies, [mine, 1_000, 'cfo']);
    await sql.query(
      `UPDATE assignment SET performer_id = (SELECT id FROM person WHERE login = 'warehouse') WHERE id = $1`,
      [mine],
    );
    const found = await attention('reason=performer-left');
    expect(found.items.map(({ assignment }) => assignment)).toEqual([mine]);
    expect(found).toMatchObject({ limit: 200, truncated: [] });
    await sql.query(copies, [mine, 200, 'warehouse']);
    const more = await attention('reason=performer-left');
    expect(more.items).toHaveLength(200);
    expect(more.truncated).toEqual(['performer-left']);
    expect((await attention('')).truncated).toEqual(expect.arrayContaining(['performer-left']));
    const all = await attention('reason=performer-left&limit=1000');
    expect(all.items).toHaveLength(201);
    expect(all).toMatchObject({ limit: 1000, truncated: [] });
  });
});
