import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly instruction: string;
  readonly dueAt: string | null;
  readonly performer?: { login: string };
  readonly outcomes: { key: string; label: string }[];
  readonly round?: number;
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { element: string; assignments: Assignment[] }[];
}

/** A11: any user sends a document along a route made on the spot. */
describe('A11 individual routes', () => {
  let app: RunningApp;
  let manager: Api;
  let people: Record<string, Api>;
  let documents = 0;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    manager = await app.api('manager');
    const logins = ['lawyer', 'cfo', 'ceo', 'secretary'];
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await app.api(login)] as const)));
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const document = () =>
    manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Sent around ${(documents += 1)}` },
    });
  const send = async (body: object) => {
    const { id } = await document();
    return { id, run: await manager.post<Run>(`/api/documents/${id}/individual-runs`, body) };
  };
  const open = async (login: string, id: string) =>
    (await people[login].get<List<Assignment>>(`/api/assignments?mine=true&document=${id}`)).items;
  const decide = async (login: string, id: string, outcome: string, comment?: string) => {
    const [assignment] = await open(login, id);
    await people[login].post(`/api/assignments/${assignment?.id}/complete`, { outcome, comment });
  };
  const runOf = (id: string) => manager.get<Run>(`/api/runs/${id}`);

  it('asks people in turn, each with the instruction and the date', async () => {
    const { id, run } = await send({
      purpose: 'approve',
      stages: [
        { people: ['lawyer'], due: '2099-03-02', instruction: 'Only the wording of clause 4, please' },
        { people: ['cfo'], due: '2 working days' },
      ],
    });
    expect(await open('cfo', id)).toEqual([]);
    const [asked] = await open('lawyer', id);
    expect(asked).toMatchObject({ instruction: 'Only the wording of clause 4, please', round: 1 });
    expect(asked?.dueAt?.slice(0, 10)).toBe('2099-03-02');
    await decide('lawyer', id, 'approve');
    const [second] = await open('cfo', id);
    expect(second?.instruction).toContain('Read the document');
    expect(second?.dueAt).not.toBeNull();
    await decide('cfo', id, 'approve');
    expect(await runOf(run.id)).toMatchObject({ state: 'finished' });
  });

  it('asks several at once; one who sends it back returns it to the sender, who may send it again', async () => {
    const { id, run } = await send({ purpose: 'approve', stages: [{ people: ['lawyer', 'cfo', 'ceo'] }] });
    expect((await runOf(run.id)).active.map(({ element }) => element)).toEqual(['approve', 'approve', 'approve']);
    await decide('lawyer', id, 'approve');
    await decide('cfo', id, 'reject', 'The price is missing');
    expect(await open('ceo', id)).toEqual([]);
    const [back] = (await manager.get<List<Assignment>>(`/api/assignments?mine=true&document=${id}`)).items;
    expect(back?.outcomes.map(({ key }) => key)).toEqual(['again', 'stop']);
    await manager.post(`/api/assignments/${back?.id}/complete`, { outcome: 'again' });
    expect((await open('lawyer', id))[0]).toMatchObject({ state: 'reserved' });
    for (const login of ['lawyer', 'cfo', 'ceo']) await decide(login, id, 'approve');
    expect(await runOf(run.id)).toMatchObject({ state: 'finished' });
  });

  it('gives a document to people for information, several such routes at a time', async () => {
    const { id, run } = await send({ purpose: 'acknowledge', stages: [{ people: ['secretary'] }] });
    const other = await manager.post<Run>(`/api/documents/${id}/individual-runs`, {
      purpose: 'execute',
      stages: [{ people: ['secretary'], instruction: 'Print two copies' }],
    });
    expect((await open('secretary', id)).map(({ outcomes }) => outcomes[0]?.key).sort()).toEqual(['done', 'read']);
    const reading = (await open('secretary', id)).find(({ outcomes }) => outcomes[0]?.key === 'read');
    await people['secretary']?.post(`/api/assignments/${reading?.id}/complete`, { outcome: 'read' });
    expect(await runOf(run.id)).toMatchObject({ state: 'finished' });
    expect(await runOf(other.id)).toMatchObject({ state: 'running' });
  });

  it('says of each name and date what is wrong, and sends nothing', async () => {
    const { id } = await document();
    const answer = await manager.call('POST', `/api/documents/${id}/individual-runs`, {
      purpose: 'approve',
      stages: [{ people: ['lawyer', 'nobody'], due: 'soon' }],
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'stages[0].people[1]' }, { path: 'stages[0].due' }] },
    });
    expect((await manager.get<List<Run>>(`/api/documents/${id}/runs`)).items).toEqual([]);
  });
});
