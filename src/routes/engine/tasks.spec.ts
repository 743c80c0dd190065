import { chain, end, graphOf, play, Play, start, task } from './testing/play.js';

describe('business rule task', () => {
  const table = (policy: string): string =>
    `<bpmn:businessRuleTask id="r"><bpmn:extensionElements><millrace:decisionTable hitPolicy="${policy}" result="approver">
      <millrace:input expression="card.amount"/><millrace:input expression="card.kind"/><millrace:output name="who"/>
      <millrace:rule><millrace:when>&lt;= 1000</millrace:when><millrace:when>-</millrace:when><millrace:then>"head"</millrace:then></millrace:rule>
      <millrace:rule><millrace:when>&gt; 1000</millrace:when><millrace:when>"service", "sale"</millrace:when><millrace:then>"ceo"</millrace:then></millrace:rule>
      <millrace:rule><millrace:when>&gt; 500</millrace:when><millrace:when>"gift"</millrace:when><millrace:then>"board"</millrace:then></millrace:rule>
    </millrace:decisionTable></bpmn:extensionElements></bpmn:businessRuleTask>`;
  const body = (policy: string): string => `${start}${table(policy)}${end}${chain('s', 'r', 'e')}`;

  test.each([
    [900, 'sale', 'head'],
    [5000, 'service', 'ceo'],
    [5000, 'gift', 'board'],
    [5000, 'other', null],
  ])('%d %s -> %s', async (amount, kind, expected) => {
    const run = await play(body('UNIQUE'), { amount, kind });
    run.send({ type: 'start' });
    expect(run.state).toMatchObject({ status: 'finished', variables: { approver: expected } });
  });

  test('rules that contradict the hit policy are an incident', async () => {
    const run = await play(body('UNIQUE'), { amount: 700, kind: 'gift' });
    run.send({ type: 'start' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'r', code: 'decision-failed' }]);
  });

  test('a table that is not well formed is refused', async () => {
    await expect(graphOf(body('GUESS'))).rejects.toThrow(/hit policy/);
    await expect(graphOf(body('UNIQUE').replace('<millrace:when>-</millrace:when>', ''))).rejects.toThrow(
      /one cell for each/,
    );
    await expect(graphOf(body('UNIQUE').replace('&lt;= 1000', '&lt;= = ('))).rejects.toThrow(/rule 1/);
  });
});

describe('other tasks', () => {
  test('a manual task is an assignment like any other', async () => {
    const manual =
      '<bpmn:manualTask id="a"><bpmn:extensionElements><millrace:assignment performer="document.author"/></bpmn:extensionElements></bpmn:manualTask>';
    const run = await play(`${start}${manual}${end}${chain('s', 'a', 'e')}`);
    run.send({ type: 'start' });
    expect(run.types()).toEqual(['issue-assignment']);
    run.complete('a', { performer: { id: '1', name: 'Ann' } });
    expect(run.state).toMatchObject({
      status: 'finished',
      steps: { a: { performer: { id: '1', name: 'Ann' }, round: 1 } },
    });
  });

  test('a receive task waits for its message, a send task hands one over', async () => {
    const declarations = '<bpmn:message id="m1" name="answer"/><bpmn:message id="m2" name="question"/>';
    const run = await play(
      `${start}<bpmn:sendTask id="a" messageRef="m2"/><bpmn:receiveTask id="b" messageRef="m1"/>${end}${chain('s', 'a', 'b', 'e')}`,
      {},
      declarations,
    );
    run.send({ type: 'start', variables: { x: 1 } });
    expect(run.commands).toEqual([{ type: 'throw-message', element: 'a', name: 'question', variables: { x: 1 } }]);
    run.send({ type: 'message', name: 'answer' });
    expect(run.state.status).toBe('finished');
  });

  test('the number of rounds is limited, and the error of exceeding it can be caught', async () => {
    const limited = (catcher: string): string =>
      `${start}<bpmn:userTask id="a"><bpmn:extensionElements><millrace:assignment performer="document.author" limitRounds="2"/></bpmn:extensionElements></bpmn:userTask>${task('b')}${catcher}${chain('s', 'a', 'b', 'a')}`;
    const plain = await play(limited(''));
    plain.send({ type: 'start' }).complete('a').complete('b').complete('a').complete('b');
    expect(Object.values(plain.state.incidents)).toMatchObject([{ element: 'a', code: 'rounds-exceeded' }]);
    const caught = await play(
      limited(
        `<bpmn:boundaryEvent id="x" attachedToRef="a"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>${task('c')}${end}${chain('x', 'c', 'e')}`,
      ),
    );
    caught.send({ type: 'start' }).complete('a').complete('b').complete('a').complete('b');
    expect(caught.open).toEqual(['c']);
  });
});

describe('errors over the border of a called route', () => {
  test('reach the boundary of the call activity; everything inside is withdrawn', async () => {
    const declarations = '<bpmn:error id="e1" errorCode="BAD"/>';
    const inner = await graphOf(
      `${start}<bpmn:parallelGateway id="f"/>${task('t')}${task('u')}<bpmn:endEvent id="bad"><bpmn:errorEventDefinition errorRef="e1"/></bpmn:endEvent><bpmn:endEvent id="ok"/>${chain('s', 'f', 't', 'bad')}${chain('f', 'u', 'ok')}`,
      declarations,
    );
    const main = await graphOf(
      `${start}<bpmn:callActivity id="call" calledElement="sales/inner"/><bpmn:boundaryEvent id="b" attachedToRef="call"><bpmn:errorEventDefinition errorRef="e1"/></bpmn:boundaryEvent>${task('x')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'call', 'e')}${chain('b', 'x', 'e2')}`,
      declarations,
    );
    const run = new Play({ main, called: new Map([['sales/inner', inner]]) });
    run.send({ type: 'start' }).complete('t');
    expect(run.commands).toMatchObject([
      { type: 'withdraw-assignment', element: 'u' },
      { type: 'issue-assignment', element: 'x' },
    ]);
    expect(run.open).toEqual(['x']);
  });

  test('a route that calls itself without end is stopped', async () => {
    const main = await graphOf(
      `${start}<bpmn:callActivity id="call" calledElement="self"/>${end}${chain('s', 'call', 'e')}`,
    );
    const run = new Play({ main, called: new Map([['self', main]]) });
    run.send({ type: 'start' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'call', code: 'calls-too-deep' }]);
  });
});
