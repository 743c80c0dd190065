import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { StartTimers } from '../../src/routes/runs/start-timers.job.js';
import { startApp, type RunningApp } from '../support/app.js';
import type { Api, List } from '../support/api.js';
import { drawRoute } from '../support/draw-route.js';
import { until } from '../support/until.js';

interface Assignment {
  readonly id: string;
  readonly state: string;
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly active: { element: string; assignments: { id: string; performer?: { login: string } }[] }[];
  readonly incidents: { id: string; element: string; route?: string }[];
  readonly elements: { element: string; route?: string; state: string; times: number }[];
  readonly variables: Record<string, unknown>;
}

const flow = (from: string, to: string) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`;
const when = (from: string, to: string, condition: string) =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"><conditionExpression>${condition}</conditionExpression></sequenceFlow>`;
const task = (id: string, performer = 'post("manager")', inside = '', more = '') =>
  `<userTask id="${id}" name="${id}"><extensionElements><millrace:assignment performer='${performer}'>${inside}</millrace:assignment></extensionElements>${more}</userTask>`;
const variable = (name: string, value: string) =>
  `<millrace:variable name="${name}" default='${value}' byHand="true" />`;
const outcomes = (...keys: string[]) => keys.map((key) => `<millrace:outcome key="${key}" />`).join('');

/** Constructs that need more than the pure engine to be right, on the real database. */
describe('on the database', () => {
  let app: RunningApp;
  let people: Record<string, Api>;
  let admin: Api;
  let clients = 0;

  beforeAll(async () => {
    app = await startApp();
    const logins = ['admin', 'manager', 'lawyer', 'cfo', 'ceo'];
    people = Object.fromEntries(await Promise.all(logins.map(async (login) => [login, await app.api(login)] as const)));
    admin = people['admin'];
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  const publish = (key: string, elements: string) =>
    admin.put(`/api/routes/test/${key}`, drawRoute(key, elements), { 'content-type': 'application/xml' });
  const register = async () =>
    (
      await admin.post<{ id: string }>('/api/streams/clients/documents', {
        fields: { name: `Drawn ${(clients += 1)}` },
      })
    ).id;
  const start = async (key: string, variables: object = {}) =>
    admin.post<Run>(`/api/documents/${await register()}/runs`, { route: `test/${key}`, variables });
  const runOf = (id: string) => admin.get<Run>(`/api/runs/${id}`);
  const active = (run: Run) => run.active.map(({ element }) => element).sort();
  /** Completes what is open at an element and answers the run after it. */
  const complete = async (login: string, run: Run, element: string, outcome?: string) => {
    const open = (await runOf(run.id)).active
      .filter((one) => one.element === element)
      .flatMap(({ assignments }) => assignments)
      .find(({ performer }) => performer?.login === login);
    await people[login].post(`/api/assignments/${open?.id}/complete`, outcome === undefined ? {} : { outcome });
    return runOf(run.id);
  };
  const assignmentsOf = async (documentRun: Run) =>
    (await admin.get<List<Assignment & { run: string }>>('/api/assignments?state=all&limit=200')).items.filter(
      ({ run }) => run === documentRun.id,
    );

  describe('a route that calls another', () => {
    beforeAll(async () => {
      await publish(
        'called',
        `<extensionElements>${variable('limit', '0')}${variable('who', 'null')}</extensionElements>
         <startEvent id="begin" />${flow('begin', 'ask')}${task('ask', 'person(who)')}${flow('ask', 'reckon')}
         <scriptTask id="reckon" millrace:resultVariable="chosen"><script>limit + 1</script></scriptTask>${flow('reckon', 'end')}<endEvent id="end" />`,
      );
      await publish(
        'calling',
        `<extensionElements>${variable('amount', '20')}${variable('expert', '"lawyer"')}</extensionElements>
         <startEvent id="begin" />${flow('begin', 'call')}
         <callActivity id="call" calledElement="test/called"><extensionElements>
           <millrace:in source="amount * 2" target="limit" /><millrace:in source="expert" target="who" /><millrace:out source="chosen" target="answer" />
         </extensionElements></callActivity>
         ${flow('call', 'ask')}${task('ask')}${flow('ask', 'end')}<endEvent id="end" />`,
      );
    });

    it('gives it variables and takes others back; nothing else passes', async () => {
      const run = await start('calling', { amount: 20 });
      expect(active(run)).toEqual(['ask']);
      const after = await complete('lawyer', run, 'ask');
      expect(after.variables).toEqual({ amount: 20, expert: 'lawyer', answer: 41 });
      expect(active(after)).toEqual(['ask']);
      expect(await complete('manager', run, 'ask')).toMatchObject({ state: 'finished' });
    });

    it('is told of an incident inside it, which is mended there', async () => {
      const run = await start('calling', { expert: 'nobody at all' });
      expect(run.incidents).toEqual([expect.objectContaining({ element: 'ask', route: 'test/called' })]);
      expect(run.elements).toContainEqual(
        expect.objectContaining({ element: 'ask', route: 'test/called', state: 'incident' }),
      );
      expect(run.elements).not.toContainEqual(expect.objectContaining({ element: 'call', state: 'incident' }));
      const path = `/api/incidents/${run.incidents[0]?.id}/retry`;
      const mended = await admin.post<Run>(path, { variables: { who: 'cfo' } });
      expect(mended.variables).toEqual({ amount: 20, expert: 'nobody at all' });
      const after = await complete('cfo', run, 'ask');
      expect(after).toMatchObject({ incidents: [], variables: { answer: 41 } });
    });

    it('takes it along when it is given up', async () => {
      const run = await start('calling');
      await admin.post(`/api/runs/${run.id}/cancel`, { reason: 'Withdrawn' });
      expect(await runOf(run.id)).toMatchObject({ state: 'cancelled', active: [], incidents: [] });
      expect((await assignmentsOf(run)).map(({ state }) => state)).toEqual(['exited']);
      const id = run.active[0]?.assignments[0]?.id;
      expect(await people['lawyer'].call('POST', `/api/assignments/${id}/complete`, {})).toMatchObject({ status: 409 });
    });
  });

  it('an ad-hoc sub-process in order issues one task at a time', async () => {
    await publish(
      'in-order',
      `<startEvent id="begin" />${flow('begin', 'free')}
       <adHocSubProcess id="free" ordering="Sequential">${task('phone')}${task('visit')}<completionCondition>steps.visit.round = 1</completionCondition></adHocSubProcess>
       ${flow('free', 'end')}<endEvent id="end" />`,
    );
    const run = await start('in-order');
    const activate = (element: string) => admin.call('POST', `/api/runs/${run.id}/activate`, { element });
    expect(await activate('phone')).toMatchObject({ status: 200 });
    expect(await activate('visit')).toMatchObject({ status: 409 });
    await complete('manager', run, 'phone');
    expect(await activate('visit')).toMatchObject({ status: 200 });
    expect(await complete('manager', run, 'visit')).toMatchObject({ state: 'finished' });
  });

  it('an ad-hoc sub-process that is done takes back what is open in it, or waits for it, as drawn', async () => {
    const drawn = (remaining: string) =>
      `<startEvent id="begin" />${flow('begin', 'free')}
       <adHocSubProcess id="free" ${remaining}>${task('phone')}${task('visit')}<completionCondition>steps.visit.round = 1</completionCondition></adHocSubProcess>
       ${flow('free', 'last')}${task('last')}${flow('last', 'end')}<endEvent id="end" />`;
    await publish('cancelling', drawn('cancelRemainingInstances="true"'));
    await publish('awaiting', drawn('cancelRemainingInstances="false"'));
    for (const key of ['cancelling', 'awaiting']) {
      const run = await start(key);
      await admin.post(`/api/runs/${run.id}/activate`, { element: 'phone' });
      await admin.post(`/api/runs/${run.id}/activate`, { element: 'visit' });
      const after = await complete('manager', run, 'visit');
      expect(active(after)).toEqual([key === 'cancelling' ? 'last' : 'phone']);
      if (key === 'awaiting') expect(active(await complete('manager', run, 'phone'))).toEqual(['last']);
      const states = (await assignmentsOf(run)).map(({ state }) => state).sort();
      const rest = key === 'cancelling' ? 'obsolete' : 'completed';
      expect(states).toEqual(['completed', rest, 'reserved'].sort());
    }
  });

  it('two approvals of three are enough; the third is not asked any more; two rejections are enough as well', async () => {
    const approvals = `<multiInstanceLoopCharacteristics isSequential="false" millrace:collection='["lawyer", "cfo", "ceo"]' millrace:item="approver" millrace:collect="outcome" millrace:into="votes">
      <completionCondition>count(votes[item = "approve"]) = 2 or count(votes[item = "reject"]) = 2</completionCondition></multiInstanceLoopCharacteristics>`;
    await publish(
      'two-of-three',
      `<startEvent id="begin" />${flow('begin', 'approve')}${task('approve', 'person(approver)', outcomes('approve', 'reject'), approvals)}
       ${flow('approve', 'way')}<exclusiveGateway id="way" default="way-mend" />${when('way', 'sign', 'count(votes[item = "approve"]) = 2')}${flow('way', 'mend')}
       ${task('sign')}${flow('sign', 'signed')}<endEvent id="signed" />${task('mend')}${flow('mend', 'mended')}<endEvent id="mended" />`,
    );
    const vote = async (votes: Record<string, string>) => {
      let run = await start('two-of-three');
      expect(active(run)).toEqual(['approve', 'approve', 'approve']);
      for (const [login, outcome] of Object.entries(votes)) {
        expect(active(run)).toContain('approve');
        run = await complete(login, run, 'approve', outcome);
      }
      const states = (await assignmentsOf(run)).map(({ state }) => state).sort();
      return { run, states };
    };
    const agreed = await vote({ ceo: 'approve', lawyer: 'approve' });
    expect(active(agreed.run)).toEqual(['sign']);
    expect(agreed.states).toEqual(['completed', 'completed', 'obsolete', 'reserved']);
    const divided = await vote({ lawyer: 'approve', cfo: 'reject', ceo: 'approve' });
    expect(active(divided.run)).toEqual(['sign']);
    expect(divided.states).toEqual(['completed', 'completed', 'completed', 'reserved']);
    expect(active((await vote({ cfo: 'reject', ceo: 'reject' })).run)).toEqual(['mend']);
  });

  it('an inclusive join in a circle waits in each turn for the branches of that turn', async () => {
    await publish(
      'turns',
      `<extensionElements>${variable('legal', 'true')}</extensionElements>
       <startEvent id="begin" />${flow('begin', 'enter')}<exclusiveGateway id="enter" />${flow('enter', 'fork')}
       <inclusiveGateway id="fork" default="fork-sales" />${when('fork', 'law', 'legal = true')}${flow('fork', 'sales')}${when('fork', 'money', 'legal = true')}
       ${task('law', 'post("lawyer")')}${task('sales')}${task('money', 'post("cfo")')}
       ${flow('law', 'join')}${flow('sales', 'join')}${flow('money', 'join')}<inclusiveGateway id="join" />
       ${flow('join', 'decide')}${task('decide', 'post("ceo")', outcomes('again', 'done'))}${flow('decide', 'way')}
       <exclusiveGateway id="way" default="way-end" />${when('way', 'enter', 'outcome = "again"')}${flow('way', 'end')}<endEvent id="end" />`,
    );
    const run = await start('turns', { legal: true });
    expect(active(run)).toEqual(['law', 'money']);
    expect(active(await complete('lawyer', run, 'law'))).toEqual(['money']);
    expect(active(await complete('cfo', run, 'money'))).toEqual(['decide']);
    await admin.patch(`/api/runs/${run.id}/variables`, { variables: { legal: false }, reason: 'Only the price' });
    expect(active(await complete('ceo', run, 'decide', 'again'))).toEqual(['sales']);
    expect(active(await complete('manager', run, 'sales'))).toEqual(['decide']);
    await admin.patch(`/api/runs/${run.id}/variables`, { variables: { legal: true }, reason: 'The text as well' });
    expect(active(await complete('ceo', run, 'decide', 'again'))).toEqual(['law', 'money']);
    expect(active(await complete('cfo', run, 'money'))).toEqual(['law']);
    expect(active(await complete('lawyer', run, 'law'))).toEqual(['decide']);
    const ended = await complete('ceo', run, 'decide', 'done');
    expect(ended).toMatchObject({ state: 'finished', incidents: [] });
    expect(ended.elements.find(({ element }) => element === 'join')?.times).toBe(3);
  });

  it('a date begins a route once, for the documents that it is meant for', async () => {
    const document = await register();
    const drawn = (date: string, more = '') =>
      `<extensionElements><millrace:route stream="clients" where='document.id = "${document}"' /></extensionElements>
       <startEvent id="begin"><timerEventDefinition><timeDate>${date}</timeDate></timerEventDefinition></startEvent>
       ${flow('begin', 'ask')}${task('ask')}${more}${flow('ask', 'end')}<endEvent id="end" />`;
    const inAnHour = new Date(Date.now() + 3_600_000);
    await publish('by-date', drawn(inAnHour.toISOString()));
    const sweep = (now = new Date()) =>
      app.app.get(UnitOfWork).run(systemActor, (context) => app.app.get(StartTimers).sweep({ ...context, now }));
    const runs = async () => (await admin.get<List<Run>>(`/api/documents/${document}/runs`)).items;
    expect(await sweep()).toBe(0);
    expect(await runs()).toEqual([]);
    const later = new Date(inAnHour.getTime() + 1_000);
    expect(await sweep(later)).toBe(1);
    const [run] = await until('it has begun', async () => {
      const found = await runs();
      return found.length > 0 && found;
    });
    expect(await runOf(run.id)).toMatchObject({ active: [{ element: 'ask' }] });
    expect(await sweep(later)).toBe(0);
    // Another version with the same date does not begin it again.
    await publish(
      'by-date',
      drawn(inAnHour.toISOString(), '<textAnnotation id="note"><text>Once</text></textAnnotation>'),
    );
    expect(await sweep(later)).toBe(0);
    expect(await runs()).toHaveLength(1);
  });
});
