import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
  readonly step: { element: string };
  readonly round?: number;
  readonly outcome?: string;
  readonly lapsedAt?: string;
  readonly askedAgain?: { assignment: string; changes: { path: string; before: unknown; after: unknown }[] };
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { element: string }[];
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const outcomes = '<millrace:outcome key="approve" /><millrace:outcome key="reject" reasonRequired="true" />';
const approval = (id: string, post: string, more: string) =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment performer='post("${post}")' round="true" ${more}>${outcomes}</millrace:assignment></extensionElements></userTask>
   <exclusiveGateway id="${id}Ok" default="${id}-back" />${flow(id, `${id}Ok`)}`;
const drawing = drawRoute(
  'lapse',
  `<startEvent id="begin" />${flow('begin', 'legal')}
   ${approval('legal', 'lawyer', 'binds="name, files"')}
   <sequenceFlow id="legal-on" sourceRef="legalOk" targetRef="finance"><conditionExpression>outcome = "approve"</conditionExpression></sequenceFlow>
   <sequenceFlow id="legal-back" sourceRef="legalOk" targetRef="mend" />
   ${approval('finance', 'cfo', 'binds="phone"')}
   <sequenceFlow id="finance-on" sourceRef="financeOk" targetRef="sign"><conditionExpression>outcome = "approve"</conditionExpression></sequenceFlow>
   <sequenceFlow id="finance-back" sourceRef="financeOk" targetRef="mend" />
   <userTask id="sign" name="sign"><extensionElements><millrace:assignment performer='post("ceo")' /></extensionElements></userTask>
   ${flow('sign', 'end')}<endEvent id="end" />
   <userTask id="mend" name="mend"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>
   ${flow('mend', 'legal')}`,
);
const limited = drawRoute(
  'limited',
  `<startEvent id="begin" />${flow('begin', 'legal')}
   ${approval('legal', 'lawyer', 'limitRounds="2"')}
   <sequenceFlow id="legal-on" sourceRef="legalOk" targetRef="end"><conditionExpression>outcome = "approve"</conditionExpression></sequenceFlow>
   <sequenceFlow id="legal-back" sourceRef="legalOk" targetRef="mend" /><endEvent id="end" />
   <userTask id="mend" name="mend"><extensionElements><millrace:assignment performer='post("manager")' /></extensionElements></userTask>
   ${flow('mend', 'legal')}
   <boundaryEvent id="enough" attachedToRef="legal"><errorEventDefinition errorRef="exceeded" /></boundaryEvent>
   ${flow('enough', 'arbiter')}<userTask id="arbiter" name="arbiter"><extensionElements><millrace:assignment performer='post("ceo")'>${outcomes}</millrace:assignment></extensionElements></userTask>
   ${flow('arbiter', 'decided')}<endEvent id="decided" />`,
).replace('<process ', '<error id="exceeded" errorCode="rounds-exceeded" /><process ');

/** A decision holds for what it was taken on: the card's fields and file versions that it is bound to. */
describe('decisions whose document changes', () => {
  let app: RunningApp;
  let manager: Api;
  let people: Record<string, Api>;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp();
    const logins = ['admin', 'manager', 'lawyer', 'cfo', 'ceo'];
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await app.api(login)] as const)));
    manager = people['manager'];
    await people['admin']?.put('/api/routes/test/lapse', drawing, { 'content-type': 'application/xml' });
    await people['admin']?.put('/api/routes/test/limited', limited, { 'content-type': 'application/xml' });
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const start = async (route = 'lapse') => {
    const { id } = await manager.post<{ id: string }>('/api/streams/clients/documents', {
      fields: { name: `Changing ${(clients += 1)}`, phone: '+37060011122' },
    });
    return { id, run: await manager.post<Run>(`/api/documents/${id}/runs`, { route: `test/${route}` }) };
  };
  const open = async (login: string, id: string) =>
    (await people[login].get<List<Assignment>>(`/api/assignments?mine=true&document=${id}`)).items;
  const decide = async (login: string, id: string, body: object = { outcome: 'approve' }) => {
    const [assignment] = await open(login, id);
    await people[login].post(`/api/assignments/${assignment?.id}/complete`, body);
    return assignment;
  };
  const edit = async (id: string, fields: object) => {
    const { headers } = await manager.call('GET', `/api/documents/${id}`);
    await manager.call('PATCH', `/api/documents/${id}`, { fields }, { 'if-match': headers.get('etag') ?? '' });
  };
  const active = async (run: string) =>
    (await manager.get<Run>(`/api/runs/${run}`)).active.map(({ element }) => element).sort();
  const askedAgain = (login: string, id: string) =>
    until(`${login} is asked again`, async () => (await open(login, id)).find(({ askedAgain }) => askedAgain));
  const decision = (id: string) => people['admin']?.get<Assignment>(`/api/assignments/${id}`);

  it('lapse exactly where the change touches them, and those people see what changed', async () => {
    const { id, run } = await start();
    const legal = await decide('lawyer', id);
    const finance = await decide('cfo', id);
    await edit(id, { phone: '+37060099988' });
    const again = await askedAgain('cfo', id);
    expect(again.askedAgain).toMatchObject({
      assignment: finance.id,
      changes: [{ path: 'fields.phone', before: '+37060011122', after: '+37060099988' }],
    });
    expect((await decision(finance.id)).lapsedAt).toBeDefined();
    expect((await decision(legal.id)).lapsedAt).toBeUndefined();
    expect(await open('lawyer', id)).toEqual([]);
    // Meanwhile the director may work, but the route does not go past the approval that is missing.
    await decide('ceo', id, {});
    expect(await manager.get(`/api/runs/${run.id}`)).toMatchObject({
      state: 'running',
      active: [{ element: 'finance' }],
    });
    await decide('cfo', id);
    expect(await manager.get(`/api/runs/${run.id}`)).toMatchObject({ state: 'finished' });
  });

  it('lapse when an attached file gets a new version', async () => {
    const { id } = await start();
    const bytes = (text: string) => new TextEncoder().encode(text);
    await manager.upload(`/api/documents/${id}/files`, 'draft.txt', bytes('first'), 'text/plain');
    await decide('lawyer', id);
    await manager.upload(`/api/documents/${id}/files`, 'annex.txt', bytes('not what was decided on'), 'text/plain');
    await manager.upload(`/api/documents/${id}/files`, 'draft.txt', bytes('second'), 'text/plain');
    const again = await askedAgain('lawyer', id);
    expect(again.askedAgain?.changes).toEqual([
      expect.objectContaining({ path: expect.stringMatching(/^files\./) as unknown }),
    ]);
  });

  it('go back to the author when somebody decides otherwise on what has changed', async () => {
    const { id, run } = await start();
    await decide('lawyer', id);
    await edit(id, { name: 'Quite another name' });
    await askedAgain('lawyer', id);
    expect(await active(run.id)).toEqual(['finance', 'legal']);
    await decide('lawyer', id, { outcome: 'reject', comment: 'Not under this name' });
    expect(await active(run.id)).toEqual(['mend']);
    expect(await open('cfo', id)).toEqual([]);
  });

  it('are not asked for again while the route leads back to them by itself', async () => {
    const { id, run } = await start();
    const legal = await decide('lawyer', id);
    await decide('cfo', id, { outcome: 'reject', comment: 'Which phone?' });
    await edit(id, { name: 'Mended name' });
    await until('the approval has lapsed', async () => (await decision(legal.id)).lapsedAt);
    expect(await open('lawyer', id)).toEqual([]);
    await decide('manager', id, {});
    expect(await active(run.id)).toEqual(['legal']);
    expect(await open('lawyer', id)).toHaveLength(1);
  });

  it('stay in force when something changes that they are not bound to', async () => {
    const { id, run } = await start();
    await decide('lawyer', id);
    await edit(id, { industry: 'retail' });
    await decide('cfo', id);
    await edit(id, { name: 'After all' });
    await askedAgain('lawyer', id);
    const history = (await manager.get<List<{ event: string }>>(`/api/documents/${id}/history?limit=200`)).items;
    expect(history.filter(({ event }) => event === 'decision.lapsed')).toHaveLength(1);
    expect(await active(run.id)).toEqual(['legal', 'sign']);
  });

  it('are asked for in as many rounds as the drawing allows, and then its next step follows', async () => {
    const { id, run } = await start('limited');
    for (const round of [1, 2]) {
      expect((await decide('lawyer', id, { outcome: 'reject', comment: `No, in round ${round}` })).round).toBe(round);
      await decide('manager', id, {});
    }
    expect(await open('lawyer', id)).toEqual([]);
    expect(await active(run.id)).toEqual(['arbiter']);
    await decide('ceo', id);
    const after = await manager.get<Run & { incidents: unknown[]; trail: { event: string; element: string }[] }>(
      `/api/runs/${run.id}`,
    );
    expect(after).toMatchObject({ state: 'finished', incidents: [] });
    expect(after.trail.filter(({ element }) => element === 'decided')).not.toEqual([]);
    // Approved in the last round that is allowed, nothing of the kind happens.
    const second = await start('limited');
    await decide('lawyer', second.id, { outcome: 'reject', comment: 'Not yet' });
    await decide('manager', second.id, {});
    await decide('lawyer', second.id);
    expect(await manager.get(`/api/runs/${second.run.id}`)).toMatchObject({ state: 'finished' });
    expect(await open('ceo', second.id)).toEqual([]);
  });
});
