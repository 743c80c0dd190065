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
}

/** Assignments that people issue: one, several, a lead with co-performers, and parts of an own one. */
describe('assignments by hand', () => {
  let app: RunningApp;
  let people: Record<string, Api>;
  let manager: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    const logins = ['admin', 'manager', 'lawyer', 'cfo', 'secretary', 'accountant'];
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await app.api(login)] as const)));
    manager = people['manager'];
  }, 60_000);

  afterAll(async () => {
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
});
