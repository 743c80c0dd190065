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

/** Assignments that people issue: one, several, a lead with co-performers, and parts of an own one. */
describe('assignments by hand', () => {
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

  it('one without a controller is done when its performer says so', async () => {
    const document = await newDocument();
    const { id, dueAt, dueBecause, items } = await issue(document, {
      performers: ['secretary'],
      due: '2 working days',
    });
    expect(items).toHaveLength(1);
    expect(dueAt).not.toBeNull();
    expect(dueBecause).toContain('2 working days');
    expect(await act('secretary', id, 'complete', { comment: 'Done' })).toMatchObject({ state: 'completed' });
    expect(await as('secretary').call('GET', `/api/documents/${document}`)).toMatchObject({ status: 200 });
  });

  it('one with a controller is reported, returned and accepted', async () => {
    const { id } = await issue(await newDocument(), { performers: ['secretary'], controller: 'manager' });
    expect(await act('secretary', id, 'complete')).toMatchObject({ state: 'reported' });
    await act('manager', id, 'return', { reason: 'And the annex?' });
    await act('secretary', id, 'report', { comment: 'With the annex' });
    expect(await act('manager', id, 'accept')).toMatchObject({ state: 'completed' });
  });

  it('a lead accepts what co-performers report, and reports when they are through', async () => {
    const body = { performers: ['lawyer', 'cfo', 'secretary'], lead: 'lawyer', controller: 'manager' };
    const { id, items } = await issue(await newDocument(), body);
    const [lead, ...others] = items;
    expect(lead).toMatchObject({ id, performer: { login: 'lawyer' } });
    expect(others[0]).toMatchObject({ lead: { login: 'lawyer' } });
    expect(others).toEqual(others.map(() => expect.objectContaining({ parent: id, coPerformer: true }) as unknown));
    const open = await refused('lawyer', id, 'report');
    expect(open).toMatchObject({ status: 409, body: { type: 'urn:millrace:problem:open-sub-assignments' } });
    const cfo = others.find(({ performer }) => performer?.login === 'cfo')?.id ?? '';
    const secretary = others.find(({ performer }) => performer?.login === 'secretary')?.id ?? '';
    expect(await act('cfo', cfo, 'complete')).toMatchObject({ state: 'reported' });
    expect(await refused('secretary', cfo, 'accept')).toMatchObject({ status: 404 });
    await act('lawyer', cfo, 'accept');
    expect(await act('lawyer', id, 'report', { closeSubAssignments: true })).toMatchObject({ state: 'reported' });
    expect(await stateOf(secretary)).toBe('obsolete');
    await act('manager', id, 'accept');
  });

  it('parts are issued below an own assignment only, and end with it', async () => {
    const document = await newDocument();
    const { id } = await issue(document, { performers: ['lawyer'] });
    const part = await issue(document, { performers: ['secretary'], parent: id }, 'lawyer');
    const deeper = await issue(document, { performers: ['accountant'], parent: part.id }, 'secretary');
    const path = `/api/documents/${document}/assignments`;
    const foreign = { performers: ['cfo'], instruction: 'x', parent: id };
    expect(await as('secretary').call('POST', path, foreign)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'parent' }] },
    });
    expect(await refused('secretary', id, 'cancel', { reason: 'No' })).toMatchObject({ status: 403 });
    await act('manager', id, 'cancel', { reason: 'Settled otherwise' });
    expect(await Promise.all([id, part.id, deeper.id].map(stateOf))).toEqual(['obsolete', 'obsolete', 'obsolete']);
  });

  it('says of each name and time what is wrong, and issues nothing', async () => {
    const document = await newDocument();
    const answer = await manager.call('POST', `/api/documents/${document}/assignments`, {
      performers: ['lawyer', 'nobody'],
      lead: 'cfo',
      instruction: 'x',
      dueAt: '2020-01-01T00:00:00Z',
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'performers[1]' }, { path: 'lead' }, { path: 'dueAt' }] },
    });
    const { items } = await manager.get<List<Assignment>>(`/api/documents/${document}/assignments`);
    expect(items).toEqual([]);
  });

  it('a part of a step of a route stands in the way of that step, or ends with it', async () => {
    const { document, run, id } = await routed();
    const part = await issue(document, { performers: ['secretary'], parent: id }, 'lawyer');
    const deeper = await issue(document, { performers: ['accountant'], parent: part.id }, 'secretary');
    expect(await refused('lawyer', id, 'complete')).toMatchObject({
      status: 409,
      body: { type: 'urn:millrace:problem:open-sub-assignments', open: [{ id: part.id }] },
    });
    expect(await act('lawyer', id, 'complete', { closeSubAssignments: true })).toMatchObject({ state: 'completed' });
    expect(await Promise.all([part.id, deeper.id].map(stateOf))).toEqual(['obsolete', 'obsolete']);
    expect(await as('admin').get(`/api/runs/${run}`)).toMatchObject({ state: 'finished' });
    expect(await told(document, 'assignment.withdrawn')).toEqual([part.id, deeper.id].sort());
  });

  it('nothing becomes a part of what is reported or closed', async () => {
    const document = await newDocument();
    const { id } = await issue(document, { performers: ['lawyer'], controller: 'manager' });
    await act('lawyer', id, 'report');
    const path = `/api/documents/${document}/assignments`;
    const body = { performers: ['cfo'], instruction: 'x', parent: id };
    const closed = { status: 409, body: { type: 'urn:millrace:problem:closed-parent' } };
    expect(await as('lawyer').call('POST', path, body)).toMatchObject(closed);
    await act('manager', id, 'accept');
    expect(await as('lawyer').call('POST', path, body)).toMatchObject(closed);
  });

  it('may offer outcomes, which are checked like those of a route', async () => {
    const document = await newDocument();
    const outcomes = [
      { key: 'useful', label: 'It is useful' },
      { key: 'useless', reasonRequired: true },
    ];
    const { id } = await issue(document, { performers: ['cfo'], outcomes });
    expect(await as('cfo').get(`/api/assignments/${id}`)).toMatchObject({
      outcomes: [
        { key: 'useful', label: 'It is useful', reasonRequired: false },
        { key: 'useless', label: 'useless', reasonRequired: true },
      ],
    });
    expect(await refused('cfo', id, 'complete')).toMatchObject({ status: 422 });
    expect(await refused('cfo', id, 'complete', { outcome: 'useless' })).toMatchObject({ status: 422 });
    expect(await act('cfo', id, 'refuse', { reason: 'Too late' })).toMatchObject({ outcome: 'useless' });
    const path = `/api/documents/${document}/assignments`;
    const twice = { performers: ['cfo'], instruction: 'x', outcomes: [{ key: 'a' }, { key: 'a' }] };
    expect(await manager.call('POST', path, twice)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'outcomes[1].key' }] },
    });
  });

  it('reads a time that is given in one of two ways', async () => {
    const path = `/api/documents/${await newDocument()}/assignments`;
    for (const [body, wrong] of [
      [{ dueAt: '2099-01-05', due: '2 working days' }, 'dueAt'],
      [{ due: '=now()' }, 'due'],
      [{ due: 'soon' }, 'due'],
      [{ dueAt: '2099-W10' }, 'dueAt'],
    ] as const) {
      const answer = await manager.call('POST', path, { performers: ['lawyer', 'cfo'], instruction: 'x', ...body });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: wrong }] } });
    }
  });

  it('one that cannot be done fails with the reason; one that a stranger does not see does not exist', async () => {
    const { id } = await issue(await newDocument(), { performers: ['secretary'] });
    for (const [what, body] of [
      ['cancel', { reason: 'x' }],
      ['extend', { reason: 'x', dueAt: '2099-01-01T00:00:00Z' }],
    ] as const) {
      expect(await refused('warehouse', id, what, body)).toMatchObject({ status: 404 });
    }
    expect(await act('secretary', id, 'fail', { reason: 'They have moved away' })).toMatchObject({
      state: 'failed',
      failedReason: 'They have moved away',
    });
  });

  it('the substitute of an absent performer gets it, and reads the document only as long as that lasts', async () => {
    const now = Date.now();
    const away = await as('accountant').post<{ id: string }>('/api/substitutions', {
      substitute: 'warehouse',
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
    });
    const { id } = await issue(await newDocument(), { performers: ['accountant'] });
    expect(await as('warehouse').get(`/api/assignments/${id}`)).toMatchObject({
      performer: { login: 'warehouse' },
      actingFor: { login: 'accountant' },
    });
    const { rows } = await sql.query<{ reason: string }>(
      `SELECT x.reason FROM document_access x JOIN assignment a USING (document_id)
       WHERE a.id = $1 AND x.person_id IN (a.performer_id, a.acting_for_id) ORDER BY x.reason`,
      [id],
    );
    expect(rows.map(({ reason }) => reason)).toEqual(['assignment', 'substitution']);
    await as('admin').delete(`/api/substitutions/${away.id}`);
  });

  it('says what one may do about it; who wants it done reminds, but not again and again', async () => {
    const document = await newDocument();
    const { items } = await issue(document, {
      performers: ['lawyer', 'cfo'],
      lead: 'lawyer',
      controller: 'secretary',
      dueAt: '2099-01-01T00:00:00Z',
    });
    const [lead, co] = items.map(({ id }) => id);
    const mayOf = async (login: string, id = lead) =>
      (await as(login).get<{ may?: string[] }>(`/api/assignments/${id}`)).may;
    expect(await mayOf('manager')).toEqual(['remind', 'cancel']);
    expect(await mayOf('secretary')).toEqual(['remind', 'cancel']);
    expect(await mayOf('lawyer')).toEqual(['extend', 'delegate', 'forward']);
    expect(await mayOf('lawyer', co)).toEqual(['remind']);
    await act('lawyer', lead, 'extend', { dueAt: '2099-02-01T00:00:00Z', reason: 'The register is closed' });
    expect(await mayOf('lawyer')).toEqual(['delegate', 'forward']);
    expect(await mayOf('secretary')).toEqual(['remind', 'grant', 'cancel']);

    expect(await act('manager', lead, 'remind')).toMatchObject({ id: lead, performer: { login: 'lawyer' } });
    expect(await refused('secretary', lead, 'remind')).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('reminded-already') as unknown },
    });
    expect(await refused('lawyer', lead, 'remind')).toMatchObject({ status: 403 });
    expect(await refused('warehouse', lead, 'remind')).toMatchObject({ status: 404 });
    const { rows } = await sql.query<{ detail: { assignment: string } }>(
      `SELECT detail FROM notice WHERE document_id = $1 AND event = 'assignment.reminded'`,
      [document],
    );
    expect(rows.map(({ detail }) => detail.assignment)).toEqual([lead]);
    await act('manager', lead, 'cancel', { reason: 'Not needed' });
    expect(await mayOf('manager')).toBeUndefined();
  });

  it('names the papers that can be had of a document, each by its title', async () => {
    const client = await newDocument();
    const contract = await manager.post<{ id: string; number: string }>('/api/streams/contracts/documents', {
      fields: { client, subject: 'Pumps', amount: { amount: '10.00', currency: 'EUR' }, language: 'pl' },
    });
    const papers = (id: string) => manager.get<List<object>>(`/api/documents/${id}/papers`);
    expect((await papers(contract.id)).items).toContainEqual({
      template: 'sales/contract',
      title: `Umowa ${contract.number}`,
      languages: ['en', 'ru', 'pl', 'lt'],
      language: 'pl',
      problem: null,
    });
    expect(await papers(client)).toMatchObject({ items: [] });
    expect(await as('warehouse').call('GET', `/api/documents/${contract.id}/papers`)).toMatchObject({ status: 404 });
  });
});
