import pg from 'pg';
import { drawRoute } from '../support/draw-route.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly parent?: string;
  readonly coPerformer?: boolean;
  readonly acceptance?: boolean;
  readonly performer?: { login: string };
  readonly dueAt: string | null;
  readonly dueBecause: string | null;
}
interface Extension {
  readonly id: string;
  readonly state: string;
  readonly decider: { name: string };
  readonly document: { id: string };
}

/** Asked for by the performer, decided by whoever is above. */
describe('more time for an assignment', () => {
  let app: RunningApp;
  let people: Record<string, Api>;
  let manager: Api;
  let sql: pg.Client;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    const logins = ['admin', 'manager', 'lawyer', 'cfo', 'secretary', 'accountant', 'warehouse'];
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await app.api(login)] as const)));
    manager = people['manager'];
    sql = new pg.Client(app.databaseUrl);
    await sql.connect();
    await people['admin'].put(
      '/api/routes/test/one-task',
      drawRoute(
        'one-task',
        `<startEvent id="begin" /><sequenceFlow id="a" sourceRef="begin" targetRef="ask" />
         <userTask id="ask"><extensionElements><millrace:assignment performer='post("lawyer")' /></extensionElements></userTask>
         <sequenceFlow id="b" sourceRef="ask" targetRef="end" /><endEvent id="end" />`,
      ),
      { 'content-type': 'application/xml' },
    );
  }, 60_000);

  afterAll(async () => {
    await sql?.end();
    await app?.stop();
  }, 30_000);

  const as = (login: string) => people[login];
  const newDocument = async () =>
    (
      await manager.post<{ id: string }>('/api/streams/clients/documents', {
        fields: { name: `Handed client ${(clients += 1)}` },
      })
    ).id;
  const issue = (document: string, body: object, login = 'manager') =>
    as(login).post<Assignment & List<Assignment>>(`/api/documents/${document}/assignments`, {
      instruction: 'Look into it',
      ...body,
    });
  const act = (login: string, id: string, what: string, body: object = {}) =>
    as(login).post<Assignment>(`/api/assignments/${id}/${what}`, body);
  const refused = (login: string, id: string, what: string, body: object = {}) =>
    as(login).call<{ type: string }>('POST', `/api/assignments/${id}/${what}`, body);
  const routed = async () => {
    const document = await newDocument();
    const run = await as('admin').post<{ id: string }>(`/api/documents/${document}/runs`, { route: 'test/one-task' });
    const { items } = await as('lawyer').get<List<Assignment>>(`/api/assignments?mine=true&document=${document}`);
    return { document, run: run.id, id: items[0]?.id ?? '' };
  };
  const told = async (document: string, event: string) => {
    const { rows } = await sql.query<{ id: string }>(
      `SELECT detail ->> 'assignment' AS id FROM document_history WHERE document_id = $1 AND event = $2 ORDER BY id`,
      [document, event],
    );
    return rows.map(({ id }) => id).sort();
  };
  const stateOf = async (id: string) => (await as('admin').get<Assignment>(`/api/assignments/${id}`)).state;

  it('more time is decided by the lead, else the controller, else the author, once', async () => {
    const document = await newDocument();
    const dueAt = '2099-01-05T12:00:00.000Z';
    const later = '2099-01-08T12:00:00.000Z';
    const { items } = await issue(document, {
      performers: ['lawyer', 'cfo'],
      lead: 'lawyer',
      controller: 'manager',
      dueAt,
    });
    const [lead, member] = items;
    const ask = (login: string, id = '', when = later) =>
      as(login).post<Extension>(`/api/assignments/${id}/extend`, { dueAt: when, reason: 'The bank is closed' });
    expect(await refused('cfo', member?.id ?? '', 'extend', { dueAt, reason: 'x' })).toMatchObject({ status: 422 });
    const asked = await ask('cfo', member?.id);
    expect(await refused('cfo', member?.id ?? '', 'extend', { dueAt: later, reason: 'x' })).toMatchObject({
      status: 409,
    });
    expect(await as('manager').call('POST', `/api/extensions/${asked.id}/grant`, {})).toMatchObject({ status: 404 });
    const answers = await Promise.all([
      as('lawyer').call('POST', `/api/extensions/${asked.id}/grant`, {}),
      as('lawyer').call('POST', `/api/extensions/${asked.id}/deny`, { reason: 'No' }),
      as('lawyer').call('POST', `/api/extensions/${asked.id}/grant`, {}),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const byController = await ask('lawyer', lead?.id);
    expect((await manager.get<List<Extension>>('/api/extensions?state=asked')).items.map(({ id }) => id)).toEqual([
      byController.id,
    ]);
    await manager.post(`/api/extensions/${byController.id}/grant`, { dueAt: '2099-01-06T12:00:00.000Z' });
    const extended = await as('lawyer').get<Assignment>(`/api/assignments/${lead?.id}`);
    expect(extended.dueAt).toBe('2099-01-06T12:00:00.000Z');
    expect(extended.dueBecause).toContain('extended until');
    const plain = await issue(document, { performers: ['secretary'], dueAt });
    const byAuthor = await ask('secretary', plain.id);
    expect(
      await manager.post<Extension>(`/api/extensions/${byAuthor.id}/deny`, { reason: 'It is urgent' }),
    ).toMatchObject({
      state: 'denied',
    });
    const own = await issue(document, { performers: ['manager'], dueAt });
    expect(await ask('manager', own.id)).toMatchObject({ state: 'granted' });
  });

  it('more time is shown where it is asked for, told with its reason, and moves what reminds of it', async () => {
    const document = await newDocument();
    const { id } = await issue(document, { performers: ['secretary'], dueAt: '2099-01-05T12:00:00Z' });
    const rungs = async () =>
      (
        await sql.query<{ due_at: Date }>('SELECT due_at FROM assignment_rung WHERE assignment_id = $1 ORDER BY rung', [
          id,
        ])
      ).rows.map((row) => row.due_at.getTime());
    const before = await rungs();
    expect(before.length).toBeGreaterThan(0);
    const request = { dueAt: '2099-01-07T12:00:00.000Z', reason: 'The bank is closed' };
    expect(await refused('secretary', id, 'extend', { ...request, dueAt: '2099-W10' })).toMatchObject({ status: 400 });
    const asked = await as('secretary').post<Extension>(`/api/assignments/${id}/extend`, request);
    expect(asked).toMatchObject({ state: 'asked', askedBy: { login: 'secretary' }, document: { id: document } });
    const open = { id: asked.id, askedDueAt: request.dueAt, reason: request.reason };
    expect(await as('secretary').get(`/api/assignments/${id}`)).toMatchObject({ extension: open });
    const listed = async (login: string, query: string) =>
      (await as(login).get<List<Extension>>(`/api/extensions?state=asked${query}`)).items.map((item) => item.id);
    expect(await listed('secretary', '&mine=true')).not.toContain(asked.id);
    expect(await listed('secretary', '')).toContain(asked.id);
    expect(await listed('manager', '&mine=true')).toContain(asked.id);
    const early = { dueAt: '2099-01-04T12:00:00Z' };
    expect(await manager.call('POST', `/api/extensions/${asked.id}/grant`, early)).toMatchObject({ status: 422 });
    expect(await manager.post(`/api/extensions/${asked.id}/grant`, { answer: 'Well' })).toMatchObject({
      state: 'granted',
      answer: 'Well',
      dueAt: request.dueAt,
    });
    const after = await as('secretary').get<Assignment>(`/api/assignments/${id}`);
    expect(after).not.toHaveProperty('extension');
    expect(after.dueBecause).toMatch(/extended until .* by .*: The bank is closed$/);
    expect(await rungs()).toEqual(before.map((at) => at + 2 * 24 * 3_600_000));
    const undated = await issue(document, { performers: ['secretary'] });
    await act('secretary', undated.id, 'extend', request);
    const [own] = await listed('manager', '&mine=true');
    await manager.post(`/api/extensions/${own}/grant`, {});
    expect((await as('secretary').get<Assignment>(`/api/assignments/${undated.id}`)).dueBecause).toContain(
      'extended until',
    );
  });

  it('parts and requests for more time end when the run withdraws what they belong to', async () => {
    const { document, run, id } = await routed();
    const part = await issue(document, { performers: ['secretary'], dueAt: '2098-01-05', parent: id }, 'lawyer');
    const deeper = await issue(document, { performers: ['accountant'], parent: part.id }, 'secretary');
    for (const [login, assignment] of [
      ['lawyer', id],
      ['secretary', part.id],
    ] as const) {
      await act(login, assignment, 'extend', { dueAt: '2099-01-05T12:00:00Z', reason: 'The bank is closed' });
    }
    await as('admin').post(`/api/runs/${run}/cancel`, { reason: 'Withdrawn' });
    expect(await Promise.all([id, part.id, deeper.id].map(stateOf))).toEqual(['exited', 'obsolete', 'obsolete']);
    expect(await told(document, 'assignment.withdrawn')).toEqual([part.id, deeper.id].sort());
    for (const login of ['lawyer', 'secretary']) {
      const { items } = await as(login).get<List<Extension>>('/api/extensions');
      expect(items.find((item) => item.document.id === document)).toMatchObject({ state: 'withdrawn' });
    }
  });
});
