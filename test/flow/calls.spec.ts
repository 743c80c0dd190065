import type { EarlierCalls } from '../../src/insight/calls/earlier-call.js';
import type { Units } from '../../src/organisation/units/units.controller.js';
import type { AssignmentView } from '../../src/routes/assignments/assignment-row.js';
import type { Api, List } from '../support/api.js';
import { startApp, type RunningApp } from '../support/app.js';
import { EventListener } from '../support/event-listener.js';

/** B1: a call is written down by a clerk and offered to everybody in a unit; the first who takes it on owns it. */
describe('an incoming call', () => {
  let app: RunningApp;
  let clerk: Api;
  let manager: Api;
  let manager2: Api;
  let lawyer: Api;
  let client: { id: string };

  beforeAll(async () => {
    app = await startApp();
    [clerk, manager, manager2, lawyer] = (await Promise.all(
      ['clerk', 'manager', 'manager2', 'lawyer'].map((login) => app.api(login)),
    )) as [Api, Api, Api, Api];
    client = await clerk.post('/api/streams/clients/documents', {
      fields: { name: 'UAB Žalia giria', phone: '+37061234567' },
    });
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const call = (more: object) =>
    clerk.post<{ id: string; number: string }>('/api/calls', { caller: 'Jonas', phone: '+370 612 34567', ...more });
  const offered = async (api: Api, document: string) =>
    (await api.get<List<AssignmentView>>('/api/assignments?mine=true&limit=100')).items.find(
      (assignment) => assignment.document.id === document,
    );

  it('can be handed to the units of the organisation, each with its people', async () => {
    const { items } = await clerk.get<Units>('/api/units');
    expect(items[0]).toMatchObject({ key: 'company', parent: null, name: 'Gamma Trade' });
    expect(items.find(({ key }) => key === 'sales')).toMatchObject({
      ...{ name: 'Sales', parent: items[0]?.id, head: { login: 'head' } },
      members: [{ login: 'manager' }, { login: 'manager2' }, { login: 'head' }],
    });
    // Every unit comes after the one above it.
    const places = new Map(items.map(({ id }, place) => [id, place]));
    expect(
      items.every(({ id, parent }) => parent === null || (places.get(parent) ?? 99) < (places.get(id) ?? -1)),
    ).toBe(true);
  });

  it('is seen at once by the people of the unit and nobody else; the first to claim has it, the second is told who', async () => {
    const live = await EventListener.open(manager2);
    const { id } = await call({ client: client.id, matter: 'The pump has stopped.\nSince Monday.', unit: 'sales' });
    await live.hears({ type: 'inbox', document: id });
    live.close();
    const task = await offered(manager, id);
    expect(task).toMatchObject({ state: 'ready', step: { name: 'Take on the call' } });
    expect(task?.candidates.map(({ login }) => login).sort()).toEqual(['head', 'manager', 'manager2']);
    expect(await offered(lawyer, id)).toBeUndefined();

    const rivals = [manager, manager2];
    const claims = await Promise.all(
      rivals.map((api) => api.call<{ code?: string; detail?: string }>('POST', `/api/assignments/${task?.id}/claim`)),
    );
    expect(claims.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = claims[0]?.status === 200 ? 0 : 1;
    const winner = won === 0 ? 'Anna Kowalska' : 'Dmitri Sokolov';
    expect(claims[1 - won]?.body).toMatchObject({ detail: `${winner} was quicker and has it now.` });
    expect(await offered(rivals[1 - won], id)).toBeUndefined();

    const { items: open } = await clerk.get<EarlierCalls>(`/api/calls?client=${client.id}`);
    expect(open[0]).toMatchObject({ id, takenBy: { name: winner }, outcome: null, unit: { name: 'Sales' } });
    await rivals[won]?.post(`/api/assignments/${task?.id}/complete`, { outcome: 'done', comment: 'A mechanic comes.' });
    await clerk.post(`/api/documents/${id}/comments`, { text: 'He called to say thanks.' });
    const { items: settled } = await clerk.get<EarlierCalls>(`/api/calls?client=${client.id}`);
    expect(settled).toHaveLength(1);
    expect(settled[0]).toMatchObject({
      ...{ id, statusName: 'Done', caller: 'Jonas', matter: 'The pump has stopped.\nSince Monday.' },
      ...{ outcome: 'Settled', remark: 'A mechanic comes.', takenBy: { name: winner } },
      comments: [{ author: { login: 'clerk' }, text: 'He called to say thanks.' }],
    });
    const { status, responsible } = await clerk.get<{ status: string; responsible: object }>(`/api/documents/${id}`);
    expect({ status, responsible }).toMatchObject({ status: 'done', responsible: { name: winner } });
  });

  it('of one unit with one person goes to that person; without a unit it goes the way of every question', async () => {
    const { id } = await call({ matter: 'The contract', unit: 'legal' });
    expect(await offered(lawyer, id)).toMatchObject({ performer: { login: 'lawyer' } });
    const other = await call({ matter: 'Opening hours' });
    expect(await offered(clerk, other.id)).toMatchObject({ step: { element: 'firstContact' } });
  });

  it('is found again by its number while the client is not known, by those who may see it', async () => {
    const { id } = await clerk.post<{ id: string }>('/api/calls', {
      ...{ phone: '+48 22 123 45 67', matter: 'Prices', unit: 'warehouse' },
    });
    const byPhone = `/api/calls?phone=${encodeURIComponent('+48 22 123 45 67')}`;
    expect((await clerk.get<EarlierCalls>(byPhone)).items).toMatchObject([{ id, phone: '+48 22 123 45 67' }]);
    expect((await manager.get<EarlierCalls>(byPhone)).items).toEqual([]);
    expect((await clerk.get<EarlierCalls>('/api/calls?phone=12')).items).toEqual([]);
  });
});
