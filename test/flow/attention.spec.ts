import pg from 'pg';
import { ApplySubstitutions } from '../../src/routes/runs/apply-substitutions.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface Item {
  readonly reason: string;
  readonly message: string;
  readonly document?: { id: string };
  readonly person?: { login: string };
  readonly run?: string;
  readonly assignment?: string;
  readonly incident?: string;
  readonly mend: { label: string; method: 'POST' | 'PATCH'; path: string; body?: Record<string, unknown> }[];
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly incidents: unknown[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const task = (performer: string) => `<startEvent id="begin" />${flow('begin', 'ask')}
  <userTask id="ask" name="Ask"><extensionElements><millrace:assignment performer='${performer}' /></extensionElements></userTask>
  ${flow('ask', 'end')}<endEvent id="end" />`;

/** Everything that does not move is shown with the reason, and the call that is offered mends it. */
describe('attention', () => {
  let app: RunningApp;
  let admin: Api;
  let manager: Api;
  let stranger: Api;
  let sql: pg.Client;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    [admin, manager, stranger] = (await Promise.all(
      ['admin', 'manager', 'manager2'].map((login) => app.api(login)),
    )) as [Api, Api, Api];
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
  }, 60_000);

  afterAll(async () => {
    await sql?.end();
    await app?.stop();
  }, 30_000);

  const started = async (key: string, elements: string) => {
    await admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
    const client = await manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Stuck client ${(clients += 1)}` },
    });
    const run = await manager.post<Run>(`/api/documents/${client.id}/runs`, { route: `test/${key}` });
    return { client, run };
  };
  const attention = async (api: Api, query: string) => (await api.get<List<Item>>(`/api/attention?${query}`)).items;
  const only = async (document: string) => {
    const items = await attention(admin, `document=${document}`);
    expect(items).toHaveLength(1);
    return items[0];
  };

  it('shows nobody to assign, to those who may read the document, and the retry mends it', async () => {
    const { client, run } = await started('nobody', task('person(chosen)'));
    const item = await only(client.id);
    expect(item).toMatchObject({ reason: 'nobody-to-assign', run: run.id, document: { id: client.id } });
    expect(item.message).toContain('chosen');
    expect(await attention(stranger, `document=${client.id}`)).toEqual([]);
    await manager.patch('/api/me', { language: 'pl' });
    const [told] = await attention(manager, `document=${client.id}`);
    expect(told?.message).toMatch(/^Nie (ma komu|udało się obliczyć|można odczytać).*chosen/);
    const { incidents } = await manager.get<{ incidents: { message: string }[] }>(`/api/runs/${run.id}`);
    expect(incidents.map(({ message }) => message)).toEqual([told?.message]);
    await manager.patch('/api/me', { language: 'en' });
    const retry = item.mend.find(({ body }) => body?.['variables'] !== undefined);
    await admin.post(retry?.path ?? '', { variables: { chosen: 'manager' } });
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
  });

  it('shows an action that failed and a route that cannot go on as different things', async () => {
    const failing = await started(
      'failing',
      `<startEvent id="begin" />${flow('begin', 'act')}<serviceTask id="act"><extensionElements><millrace:action name="set-status"><millrace:param name="status" expression='"nowhere"' /></millrace:action></extensionElements></serviceTask>${flow('act', 'end')}<endEvent id="end" />`,
    );
    expect(await only(failing.client.id)).toMatchObject({ reason: 'action-failed' });
    const blocked = await started(
      'blocked',
      `<startEvent id="begin" />${flow('begin', 'way')}<exclusiveGateway id="way" />
       <sequenceFlow id="never" sourceRef="way" targetRef="end"><conditionExpression>1 = 2</conditionExpression></sequenceFlow>
       <sequenceFlow id="nor" sourceRef="way" targetRef="other"><conditionExpression>1 = 3</conditionExpression></sequenceFlow>
       <endEvent id="end" /><endEvent id="other" />`,
    );
    const item = await only(blocked.client.id);
    expect(item).toMatchObject({ reason: 'route-failed' });
    const move = item.mend.find(({ path }) => path.endsWith('/move'));
    const moved = await admin.post<Run>(move?.path ?? '', { ...move?.body, to: 'end', reason: 'Decided by phone' });
    expect(moved).toMatchObject({ state: 'finished' });
    expect(await attention(admin, `document=${blocked.client.id}`)).toEqual([]);
  });

  it('shows what somebody has who has left, and forwarding mends it', async () => {
    const { client } = await started('left', task('post("warehouse")'));
    await sql.query(`UPDATE person SET active = false WHERE login = 'warehouse'`);
    // The organisation is read again a moment after it changed.
    const item = await until('it is shown', async () => (await attention(admin, `document=${client.id}`))[0]);
    expect(item).toMatchObject({ reason: 'performer-left' });
    await admin.post(item.mend[0]?.path ?? '', { to: 'manager' });
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
  });

  it('shows who is absent with nobody who acts, and what waits for them; naming a substitute mends it', async () => {
    const [lawyer, head] = await Promise.all([app.api('lawyer'), app.api('head')]);
    const { client: before } = await started('early', task('post("lawyer")'));
    const [startsAt, endsAt] = [-1, 9].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    const { id } = await lawyer.post<{ id: string }>('/api/substitutions', { startsAt, endsAt });
    await app.app.get(ApplySubstitutions).apply();
    const { client: after } = await started('alone', task('post("lawyer")'));
    await admin.post('/api/substitutions', { absent: 'clerk', substitute: 'lawyer', startsAt, endsAt });
    const { client: offered } = await started('offered', task('[person("lawyer"), person("clerk")]'));
    const { client: others } = await started('others', task('[person("lawyer"), person("head")]'));
    for (const client of [before, after, offered]) {
      const item = await only(client.id);
      expect(item.reason).toBe('absent-without-substitute');
      expect(item.mend.map(({ method, path }) => `${method} ${path}`)).toContain(`PATCH /api/substitutions/${id}`);
    }
    expect(await attention(admin, `document=${others.id}`)).toEqual([]);
    const named = async (api: Api) =>
      (await attention(api, 'reason=absent-without-substitute')).flatMap(({ person }) => person?.login ?? []).sort();
    expect(await named(admin)).toEqual(['clerk', 'lawyer']);
    expect(await named(lawyer)).toEqual(['lawyer']);
    expect(await named(head)).toEqual([]);

    const { path, body } = (await only(after.id)).mend.find(({ method }) => method === 'PATCH') ?? { path: '' };
    await admin.patch(path, { ...body, substitute: 'head' });
    await app.app.get(ApplySubstitutions).apply();
    for (const client of [before, after, offered]) expect(await attention(admin, `document=${client.id}`)).toEqual([]);
    expect(await named(admin)).toEqual([]);
    const [moved] = (await head.get<List<object>>(`/api/assignments?mine=true&document=${after.id}`)).items;
    expect(moved).toMatchObject({ performer: { login: 'head' }, actingFor: { login: 'lawyer' } });
  });

  it('shows what was reported to somebody who is absent with nobody who acts', async () => {
    const { client } = await started(
      'reported',
      `<startEvent id="begin" />${flow('begin', 'ask')}<userTask id="ask" name="Ask"><extensionElements>
       <millrace:assignment performer='post("manager")' controller='post("cfo")' acceptance="true" /></extensionElements></userTask>
       ${flow('ask', 'end')}<endEvent id="end" />`,
    );
    const [mine] = (await manager.get<List<{ id: string }>>(`/api/assignments?mine=true&document=${client.id}`)).items;
    await manager.post(`/api/assignments/${mine?.id}/complete`, {});
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
    const [startsAt, endsAt] = [-1, 9].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    await admin.post('/api/substitutions', { absent: 'cfo', startsAt, endsAt });
    const item = await only(client.id);
    expect(item).toMatchObject({ reason: 'absent-without-substitute', assignment: mine?.id });
    await admin.post(item.mend[0]?.path ?? '', item.mend[0]?.body);
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
  });

  it('shows a timer that is overdue and a run in which nothing is under way', async () => {
    const { client, run } = await started(
      'late',
      `<startEvent id="begin" />${flow('begin', 'wait')}<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>${flow('wait', 'end')}<endEvent id="end" />`,
    );
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
    await sql.query(`UPDATE route_timer SET due_at = now() - interval '3 minutes' WHERE run_id = $1`, [run.id]);
    expect(await only(client.id)).toMatchObject({ reason: 'timer-overdue', run: run.id });
    await sql.query('DELETE FROM route_timer WHERE run_id = $1', [run.id]);
    await sql.query(`DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'runId' = $1`, [run.id]);
    await sql.query(`UPDATE route_run SET started_at = now() - interval '3 minutes' WHERE id = $1`, [run.id]);
    const item = await only(client.id);
    expect(item).toMatchObject({ reason: 'nothing-under-way' });
    await admin.post(item.mend[0]?.path ?? '', { reason: 'Begun by mistake' });
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
  });

  it('shows a mail that was refused; it can be sent again or left', async () => {
    const { client } = await started('mail', task('post("manager")'));
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO outgoing_message (id, document_id, message_id, kind, recipients, subject, content, state, answer, created_at)
       VALUES (gen_random_uuid(), $1, 'one@test', 'test', '{"to":[{"address":"a@example.com"}],"cc":[]}', 'Offer', '{}', 'failed', '550 no such user', now())
       RETURNING id`,
      [client.id],
    );
    const item = await only(client.id);
    expect(item).toMatchObject({ reason: 'mail-refused' });
    expect(item.message).toContain('550 no such user');
    expect(await stranger.call('POST', item.mend[0]?.path ?? '', {})).toMatchObject({ status: 404 });
    await manager.post(item.mend[0]?.path ?? '', {});
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
    expect(await manager.call('POST', item.mend[1]?.path ?? '', {})).toMatchObject({ status: 409 });
    await sql.query(`UPDATE outgoing_message SET state = 'failed' WHERE id = $1`, [rows[0]?.id]);
    await manager.post(item.mend[1]?.path ?? '', {});
    expect(await attention(admin, `document=${client.id}`)).toEqual([]);
  });

  it('shows administrators mailboxes that are down, arrivals not registered and jobs given up', async () => {
    await sql.query(
      `INSERT INTO mailbox (id, name, stream, url, state, state_message, state_at)
       VALUES (gen_random_uuid(), 'orders', 'requests', '-', 'down', 'Connection refused', now())`,
    );
    await sql.query(
      `INSERT INTO intake_item (id, channel, source, source_key, stream, received_at, raw_sha256, raw_size, raw_type, subject, state, outcome)
       VALUES (gen_random_uuid(), 'mail', 'orders', 'k1', 'requests', now(), 'x', 1, 'message/rfc822', 'Order 7', 'failed', '{"reason":"unreadable"}')`,
    );
    await sql.query(`SELECT graphile_worker.add_job('test.never', max_attempts := 1)`);
    await sql.query(
      `UPDATE graphile_worker._private_jobs SET attempts = 1, last_error = 'It broke' WHERE max_attempts = 1`,
    );
    const reasons = (await attention(admin, '')).map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['mailbox-down', 'intake-failed', 'job-dead']));
    const [job] = await attention(admin, 'reason=job-dead');
    expect(job?.message).toContain('It broke');
    expect(await manager.call('POST', job?.mend[0]?.path ?? '', {})).toMatchObject({ status: 403 });
    await admin.post(job?.mend[0]?.path ?? '', {});
    expect(await attention(admin, 'reason=job-dead')).toEqual([]);
    expect(await attention(manager, 'reason=mailbox-down')).toEqual([]);
    expect(await manager.call('GET', '/api/attention?reason=boredom')).toMatchObject({ status: 400 });
  });
});
