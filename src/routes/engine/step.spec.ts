import { chain, end, flow, graphOf, Play, play, start, task } from './testing/play.js';

describe('tasks', () => {
  const approval = task('a', '<millrace:outcome key="yes"/><millrace:outcome key="no" reasonRequired="true"/>');

  test('an assignment is issued, completed with an outcome, and the outcome decides', async () => {
    const body = `${start}${approval}<bpmn:exclusiveGateway id="g" default="back"/>${end}${chain('s', 'a', 'g')}${flow('ok', 'g', 'e', 'outcome = "yes"')}${flow('back', 'g', 'a')}`;
    const run = await play(body);
    run.send({ type: 'start' });
    expect(run.commands).toMatchObject([{ type: 'issue-assignment', element: 'a', round: 1 }]);
    run.complete('a', { outcome: 'no', comment: 'because' });
    expect(run.commands).toMatchObject([
      {
        type: 'issue-assignment',
        element: 'a',
        round: 2,
        scope: { steps: { a: { outcome: 'no', comment: 'because', round: 1 } } },
      },
    ]);
    run.complete('a', { outcome: 'yes' });
    expect(run.types()).toEqual(['finish']);
    expect(run.state).toMatchObject({ status: 'finished', instances: {}, timers: {}, incidents: {} });
  });

  test('undeclared outcomes, missing reasons and stale instances are refused', async () => {
    const run = await play(`${start}${approval}${end}${chain('s', 'a', 'e')}`);
    expect(run.refusal({ type: 'complete', instance: 'i1' })).toBe('not-started');
    run.send({ type: 'start' });
    const instance = run.instanceAt('a');
    expect(run.refusal({ type: 'complete', instance, outcome: 'maybe' })).toBe('undeclared-outcome');
    expect(run.refusal({ type: 'complete', instance })).toBe('outcome-required');
    expect(run.refusal({ type: 'complete', instance, outcome: 'no', comment: ' ' })).toBe('reason-required');
    expect(run.refusal({ type: 'complete', instance: 'i99', outcome: 'yes' })).toBe('unknown-instance');
    expect(run.refusal({ type: 'start' })).toBe('already-started');
    run.complete('a', { outcome: 'yes' });
    expect(run.refusal({ type: 'complete', instance, outcome: 'yes' })).toBe('run-ended');
  });

  test('scripts set variables, service tasks run actions with evaluated parameters', async () => {
    const action = `<bpmn:serviceTask id="x"><bpmn:extensionElements><millrace:action name="mail" result="sent"><millrace:param name="to" expression='card.email'/><millrace:param name="n" expression="total * 2"/><millrace:param name="t" value="hello"/></millrace:action></bpmn:extensionElements></bpmn:serviceTask>`;
    const body = `${start}<bpmn:scriptTask id="c" scriptFormat="feel" millrace:resultVariable="total"><bpmn:script>card.a + 1</bpmn:script></bpmn:scriptTask>${action}${end}${chain('s', 'c', 'x', 'e')}`;
    const run = await play(body, { a: 2, email: 'a@b' });
    run.send({ type: 'start' });
    expect(run.commands).toMatchObject([
      { type: 'run-action', element: 'x', action: 'mail', params: { to: 'a@b', n: 6, t: 'hello' } },
    ]);
    run.send({ type: 'action-failed', instance: run.instanceAt('x'), message: 'no connection' });
    expect(run.types()).toEqual(['raise-incident']);
    const incident = Object.keys(run.state.incidents)[0];
    run.send({ type: 'retry', incident });
    expect(run.types()).toEqual(['clear-incident', 'run-action']);
    run.send({ type: 'action-done', instance: run.instanceAt('x'), result: { id: 7 } });
    expect(run.state).toMatchObject({ status: 'finished', variables: { total: 3, sent: { id: 7 } } });
  });

  test('a failing expression is an incident that can be mended and retried', async () => {
    const body = `${start}<bpmn:scriptTask id="c" scriptFormat="feel" millrace:resultVariable="v"><bpmn:script>missing + 1</bpmn:script></bpmn:scriptTask>${end}${chain('s', 'c', 'e')}`;
    const run = await play(body);
    run.send({ type: 'start' });
    const [incident] = Object.values(run.state.incidents);
    expect(incident).toMatchObject({ element: 'c', code: 'script-failed' });
    run.send({ type: 'retry', incident: incident?.id, variables: { missing: 1 } });
    expect(run.state).toMatchObject({ status: 'finished', variables: { v: 2 }, incidents: {} });
  });
});

describe('gateways', () => {
  test('a parallel gateway waits for all', async () => {
    const run = await play(
      `${start}<bpmn:parallelGateway id="f"/>${task('a')}${task('b')}<bpmn:parallelGateway id="j"/>${end}${chain('s', 'f', 'a', 'j', 'e')}${chain('f', 'b', 'j')}`,
    );
    run.send({ type: 'start' });
    expect(run.open).toEqual(['a', 'b']);
    run.complete('b');
    expect(run.open).toEqual(['a']);
    run.complete('a');
    expect(run.state.status).toBe('finished');
    expect(run.trail.filter((line) => line === 'completed j')).toHaveLength(1);
  });

  test('an inclusive gateway waits only for what was begun', async () => {
    const body = `${start}<bpmn:inclusiveGateway id="f" default="fd"/>${task('a')}${task('b')}${task('d')}<bpmn:inclusiveGateway id="j"/>${end}
      ${chain('s', 'f')}${flow('fa', 'f', 'a', 'card.n > 1')}${flow('fb', 'f', 'b', 'card.n > 2')}${flow('fd', 'f', 'd')}${chain('a', 'j', 'e')}${chain('b', 'j')}${chain('d', 'j')}`;
    const both = await play(body, { n: 3 });
    both.send({ type: 'start' }).complete('a');
    expect(both.open).toEqual(['b']);
    both.complete('b');
    expect(both.state.status).toBe('finished');
    const one = await play(body, { n: 0 });
    one.send({ type: 'start' });
    expect(one.open).toEqual(['d']);
    one.complete('d');
    expect(one.state.status).toBe('finished');
  });

  test('elements may have any names', async () => {
    const fork = '<bpmn:parallelGateway id="constructor"/><bpmn:parallelGateway id="toString"/>';
    const run = await play(
      `${start}${fork}${task('valueOf')}${task('hasOwnProperty')}${end}${chain('s', 'constructor', 'valueOf', 'toString', 'e')}${chain('constructor', 'hasOwnProperty', 'toString')}`,
    );
    run.send({ type: 'start' });
    expect(run.commands).toMatchObject([{ round: 1 }, { round: 1 }]);
    expect(run.refusal({ type: 'complete', instance: 'constructor' })).toBe('unknown-instance');
    expect(run.refusal({ type: 'timer', timer: '__proto__' })).toBe('unknown-timer');
    expect(run.refusal({ type: 'retry', incident: 'toString' })).toBe('unknown-incident');
    run.complete('hasOwnProperty').complete('valueOf');
    expect(run.state.status).toBe('finished');
  });

  test('a join that can never be complete is an incident', async () => {
    const main = await graphOf(
      `${start}<bpmn:exclusiveGateway id="x" default="d"/>${task('a')}${task('b')}<bpmn:parallelGateway id="j"/>${end}${chain('s', 'x')}${flow('c', 'x', 'a', 'true')}${flow('d', 'x', 'b')}${chain('a', 'j', 'e')}${chain('b', 'j')}`,
      '',
      true,
    );
    const run = new Play({ main, called: new Map() });
    run.send({ type: 'start' }).complete('a');
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'j', code: 'dead-join' }]);
  });
});

describe('boundary timers', () => {
  const timer = (interrupting: boolean): string =>
    `<bpmn:boundaryEvent id="late" attachedToRef="a" cancelActivity="${interrupting}"><bpmn:timerEventDefinition><bpmn:timeDuration>4 working hours</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>`;
  const body = (interrupting: boolean): string =>
    `${start}${task('a')}${timer(interrupting)}${task('b')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'e')}${chain('late', 'b', 'e2')}`;

  test('interrupting', async () => {
    const run = await play(body(true));
    run.send({ type: 'start' });
    expect(run.commands).toMatchObject([
      { type: 'set-timer', element: 'late', due: { kind: 'duration', value: '4 working hours' } },
      { type: 'issue-assignment' },
    ]);
    const timerId = Object.keys(run.state.timers)[0];
    run.send({ type: 'timer', timer: timerId });
    expect(run.types()).toEqual(['withdraw-assignment', 'issue-assignment']);
    expect(run.open).toEqual(['b']);
    expect(run.refusal({ type: 'timer', timer: timerId })).toBe('unknown-timer');
  });

  test('not interrupting', async () => {
    const run = await play(body(false));
    run.send({ type: 'start' });
    run.send({ type: 'timer', timer: Object.keys(run.state.timers)[0] });
    expect(run.open).toEqual(['a', 'b']);
    run.complete('a').complete('b');
    expect(run.state.status).toBe('finished');
  });

  test('completing the task clears the timer', async () => {
    const run = await play(body(true));
    run.send({ type: 'start' }).complete('a');
    expect(run.types()).toEqual(['clear-timer', 'finish']);
  });
});

describe('ends', () => {
  test('terminate ends what is open', async () => {
    const run = await play(
      `${start}<bpmn:parallelGateway id="f"/>${task('a')}${task('b')}${end}<bpmn:endEvent id="t"><bpmn:terminateEventDefinition/></bpmn:endEvent>${chain('s', 'f', 'a', 'e')}${chain('f', 'b', 't')}`,
    );
    run.send({ type: 'start' }).complete('b');
    expect(run.types()).toEqual(['withdraw-assignment', 'finish']);
    expect(run.state.status).toBe('finished');
  });

  test('cancel takes everything away', async () => {
    const run = await play(`${start}${task('a')}${end}${chain('s', 'a', 'e')}`);
    run.send({ type: 'start' }).send({ type: 'cancel', reason: 'client withdrew' });
    expect(run.commands).toMatchObject([
      { type: 'withdraw-assignment', why: 'exited' },
      { type: 'finish', result: 'cancelled' },
    ]);
    expect(run.state).toMatchObject({ status: 'cancelled', instances: {} });
  });
});

describe('call activity', () => {
  test('runs another route with its own variables, and maps them back', async () => {
    const inner = await graphOf(
      `${start}${task('t')}<bpmn:scriptTask id="c" scriptFormat="feel" millrace:resultVariable="out"><bpmn:script>given + 1</bpmn:script></bpmn:scriptTask>${end}${chain('s', 't', 'c', 'e')}`,
    );
    const main = await graphOf(
      `${start}<bpmn:callActivity id="call" calledElement="sales/inner"><bpmn:extensionElements><millrace:in source="n" target="given"/><millrace:out source="out" target="answer"/></bpmn:extensionElements></bpmn:callActivity>${end}${chain('s', 'call', 'e')}`,
    );
    expect(main.calls).toEqual(['sales/inner']);
    const run = new Play({ main, called: new Map([['sales/inner', inner]]) });
    run.send({ type: 'start', variables: { n: 41 } });
    expect(run.commands).toMatchObject([
      { type: 'issue-assignment', element: 't', route: 'sales/inner', scope: { given: 41 } },
    ]);
    expect(run.commands[0]).not.toHaveProperty('scope.n');
    run.complete('t');
    expect(run.state).toMatchObject({ status: 'finished', variables: { n: 41, answer: 42 } });
    expect(run.state.variables).not.toHaveProperty('out');
  });

  test('a route that is missing is an incident', async () => {
    const run = await play(
      `${start}<bpmn:callActivity id="call" calledElement="sales/none"/>${end}${chain('s', 'call', 'e')}`,
    );
    run.send({ type: 'start' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'call', code: 'unknown-route' }]);
  });
});

describe('lanes', () => {
  test('a task without a performer takes the innermost lane', async () => {
    const graph = await graphOf(
      `<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Sales"><bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:childLaneSet id="cl"><bpmn:lane id="l2" name="Head"><bpmn:extensionElements><millrace:assignment performer='unit("sales").head'/></bpmn:extensionElements><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>
      ${start}<bpmn:userTask id="a"/><bpmn:userTask id="b"/>${end}${chain('s', 'a', 'b', 'e')}`,
    );
    expect(graph.nodes.get('a')).toMatchObject({ assignment: { performer: 'lane("Sales")' } });
    expect(graph.nodes.get('b')).toMatchObject({ assignment: { performer: 'unit("sales").head' } });
  });
});
