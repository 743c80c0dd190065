import { chain, end, flow, play, start, task } from './testing/play.js';

const declarations = `<bpmn:message id="m1" name="answer"/><bpmn:signal id="s1" name="stop"/><bpmn:error id="e1" errorCode="BAD"/><bpmn:escalation id="c1" escalationCode="LATE"/>`;
const message = '<bpmn:messageEventDefinition messageRef="m1"/>';
const signal = '<bpmn:signalEventDefinition signalRef="s1"/>';
const error = '<bpmn:errorEventDefinition errorRef="e1"/>';
const escalation = '<bpmn:escalationEventDefinition escalationRef="c1"/>';
const timer = (text: string, kind = 'timeDuration'): string =>
  `<bpmn:timerEventDefinition><bpmn:${kind}>${text}</bpmn:${kind}></bpmn:timerEventDefinition>`;
const condition = (text: string): string =>
  `<bpmn:conditionalEventDefinition><bpmn:condition>${text}</bpmn:condition></bpmn:conditionalEventDefinition>`;
const caught = (id: string, definition: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${definition}</bpmn:intermediateCatchEvent>`;
const thrown = (id: string, definition: string): string =>
  `<bpmn:intermediateThrowEvent id="${id}">${definition}</bpmn:intermediateThrowEvent>`;
const ended = (id: string, definition: string): string => `<bpmn:endEvent id="${id}">${definition}</bpmn:endEvent>`;
const boundary = (id: string, host: string, definition: string, interrupting = true): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent>`;
const sub = (id: string, body: string): string =>
  `<bpmn:subProcess id="${id}"><bpmn:startEvent id="${id}_s"/>${body}</bpmn:subProcess>`;
const eventSub = (id: string, definition: string, body: string, interrupting = true): string =>
  `<bpmn:subProcess id="${id}" triggeredByEvent="true"><bpmn:startEvent id="${id}_s" isInterrupting="${interrupting}">${definition}</bpmn:startEvent>${body}</bpmn:subProcess>`;
const playEvents = (body: string, card: Record<string, unknown> = {}) => play(body, card, declarations);

describe('messages and signals', () => {
  test('a catch event waits for its message; variables come with it', async () => {
    const run = await playEvents(`${start}${caught('c', message)}${end}${chain('s', 'c', 'e')}`);
    run.send({ type: 'start' });
    expect(run.refusal({ type: 'message', name: 'other' })).toBe('nobody-waits');
    run.send({ type: 'message', name: 'answer', variables: { text: 'yes' } });
    expect(run.state).toMatchObject({ status: 'finished', variables: { text: 'yes' } });
  });

  test('a correlated message goes to the turn that waits for its key', async () => {
    const definition = `<bpmn:messageEventDefinition messageRef="m1"/>`;
    const catching = `<bpmn:intermediateCatchEvent id="c"><bpmn:extensionElements><millrace:correlation key="letter"/></bpmn:extensionElements>${definition}</bpmn:intermediateCatchEvent>`;
    const many = `<bpmn:subProcess id="p1"><bpmn:multiInstanceLoopCharacteristics xmlns:millrace="urn:millrace:route:1" millrace:collection="letters" millrace:item="letter"/><bpmn:startEvent id="ps"/>${catching}<bpmn:endEvent id="pe"/>${chain('ps', 'c', 'pe')}</bpmn:subProcess>`;
    const run = await playEvents(`${start}${many}${end}${chain('s', 'p1', 'e')}`);
    run.send({ type: 'start', variables: { letters: ['A-1', 'A-2'] } });
    expect(run.refusal({ type: 'message', name: 'answer', key: 'A-3' })).toBe('nobody-waits');
    run.send({ type: 'message', name: 'answer', key: 'A-2' });
    expect(run.open).toEqual(['c']);
    run.send({ type: 'message', name: 'answer', key: 'A-1' });
    expect(run.state.status).toBe('finished');
  });

  test('a thrown signal reaches every place of the run that waits, and the surroundings', async () => {
    const run = await playEvents(
      `${start}<bpmn:parallelGateway id="f"/>${task('a')}${boundary('b', 'a', signal)}${task('x')}${thrown('t', signal)}${end}<bpmn:endEvent id="e2"/><bpmn:endEvent id="e3"/>${chain('s', 'f', 'a', 'e')}${chain('f', 'x', 't', 'e2')}${chain('b', 'e3')}`,
    );
    run.send({ type: 'start' }).complete('x');
    expect(run.types()).toEqual(['throw-signal', 'withdraw-assignment', 'finish']);
  });

  test('an event-based gateway follows what comes first', async () => {
    const body = `${start}<bpmn:eventBasedGateway id="g"/>${caught('c', message)}${caught('t', timer('PT1H'))}${task('a')}${task('b')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'g', 'c', 'a', 'e')}${chain('g', 't', 'b', 'e2')}`;
    const first = await playEvents(body);
    first.send({ type: 'start' }).send({ type: 'message', name: 'answer' });
    expect(first.types()).toEqual(['clear-timer', 'issue-assignment']);
    expect(first.open).toEqual(['a']);
    const second = await playEvents(body);
    second.send({ type: 'start' });
    second.send({ type: 'timer', timer: Object.keys(second.state.timers)[0] });
    expect(second.open).toEqual(['b']);
    expect(second.refusal({ type: 'message', name: 'answer' })).toBe('nobody-waits');
  });

  test('a link goes on at its target', async () => {
    const run = await playEvents(
      `${start}${thrown('l1', '<bpmn:linkEventDefinition name="over"/>')}${caught('l2', '<bpmn:linkEventDefinition name="over"/>')}${task('a')}${end}${chain('s', 'l1')}${chain('l2', 'a', 'e')}`,
    );
    run.send({ type: 'start' });
    expect(run.open).toEqual(['a']);
  });
});

describe('conditional events', () => {
  test('fire when the facts make the condition true, once until it is false again', async () => {
    const graphBody = `${start}${task('a')}${boundary('b', 'a', condition('card.n > 3'), false)}${task('x')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'e')}${chain('b', 'x', 'e2')}`;
    const run = await playEvents(graphBody, { n: null });
    const facts = (n: number) => ({ type: 'facts-changed', facts: { document: null, card: { n } } });
    run.send({ type: 'start' });
    expect(run.open).toEqual(['a']);
    run.send(facts(4));
    expect(run.open).toEqual(['a', 'x']);
    run.send(facts(5));
    expect(run.open).toEqual(['a', 'x']);
    run.send(facts(1)).send(facts(9));
    expect(run.open).toEqual(['a', 'x', 'x']);
  });

  test('a catch event whose condition holds already does not wait', async () => {
    const run = await playEvents(`${start}${caught('c', condition('n = 1'))}${end}${chain('s', 'c', 'e')}`);
    run.send({ type: 'start', variables: { n: 1 } });
    expect(run.state.status).toBe('finished');
  });
});

describe('errors and escalations', () => {
  const body = (definition: string, catcher: string, interrupting: boolean): string =>
    `${start}${sub('p1', `${task('a')}${ended('pe', definition)}${chain('p1_s', 'a', 'pe')}`)}${boundary('b', 'p1', catcher, interrupting)}${task('x')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'p1', 'e')}${chain('b', 'x', 'e2')}`;

  test('an error ends the sub-process and goes on at the boundary', async () => {
    const run = await playEvents(body(error, error, true));
    run.send({ type: 'start' }).complete('a');
    expect(run.open).toEqual(['x']);
  });

  test('an error that nobody catches is an incident', async () => {
    const run = await playEvents(`${start}${task('a')}${ended('z', error)}${chain('s', 'a', 'z')}`);
    run.send({ type: 'start' }).complete('a');
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'z', code: 'error-not-caught' }]);
  });

  test('an escalation does not interrupt unless drawn so', async () => {
    const run = await playEvents(body(escalation, escalation, false));
    run.send({ type: 'start' }).complete('a');
    expect(run.open).toEqual(['x']);
    expect(run.trail).toContain('completed p1');
    const other = await playEvents(body(escalation, escalation, true));
    other.send({ type: 'start' }).complete('a');
    expect(other.trail).toContain('cancelled p1');
  });

  test('a failed action with a code goes to the boundary that names it, otherwise it is an incident', async () => {
    const service =
      '<bpmn:serviceTask id="a"><bpmn:extensionElements><millrace:action name="call"/></bpmn:extensionElements></bpmn:serviceTask>';
    const service1 = `${start}${service}${boundary('b', 'a', error)}${task('x')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'e')}${chain('b', 'x', 'e2')}`;
    const run = await playEvents(service1);
    run.send({ type: 'start' });
    run.send({ type: 'action-failed', instance: run.instanceAt('a'), code: 'OTHER', message: 'x' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'a', code: 'OTHER' }]);
    run.send({ type: 'action-failed', instance: run.instanceAt('a'), code: 'BAD', message: 'x' });
    expect(run.open).toEqual(['x']);
    expect(run.state.incidents).toEqual({});
  });
});

describe('event sub-processes', () => {
  const inner = (id: string): string =>
    `${task(`${id}_t`)}<bpmn:endEvent id="${id}_e"/>${chain(`${id}_s`, `${id}_t`, `${id}_e`)}`;

  test('an interrupting one takes over', async () => {
    const run = await playEvents(
      `${start}${task('a')}${end}${chain('s', 'a', 'e')}${eventSub('v', message, inner('v'))}`,
    );
    run.send({ type: 'start' }).send({ type: 'message', name: 'answer' });
    expect(run.open).toEqual(['v_t']);
    run.complete('v_t');
    expect(run.state.status).toBe('finished');
  });

  test('another runs beside, as often as it is triggered', async () => {
    const run = await playEvents(
      `${start}${task('a')}${end}${chain('s', 'a', 'e')}${eventSub('v', message, inner('v'), false)}`,
    );
    run.send({ type: 'start' }).send({ type: 'message', name: 'answer' }).send({ type: 'message', name: 'answer' });
    expect(run.open).toEqual(['a', 'v_t', 'v_t']);
    run.complete('a').complete('v_t');
    expect(run.state.status).toBe('active');
    run.complete('v_t');
    expect(run.state.status).toBe('finished');
  });

  test('a timer in the whole route runs from its start, and a repetition sets the next', async () => {
    const run = await playEvents(
      `${start}${task('a')}${end}${chain('s', 'a', 'e')}${eventSub('v', timer('R2/PT1H', 'timeCycle'), inner('v'), false)}`,
    );
    run.send({ type: 'start' });
    expect(run.commands[0]).toMatchObject({
      type: 'set-timer',
      element: 'v_s',
      due: { kind: 'duration', value: 'PT1H' },
    });
    run.send({ type: 'timer', timer: Object.keys(run.state.timers)[0] });
    expect(run.types()).toEqual(['set-timer', 'issue-assignment']);
    run.send({ type: 'timer', timer: Object.keys(run.state.timers)[0] });
    expect(run.types()).toEqual(['issue-assignment']);
    expect(run.state.timers).toEqual({});
  });
});

describe('compensation', () => {
  const undoable = (id: string): string =>
    `${task(id)}${boundary(`${id}_c`, id, '<bpmn:compensateEventDefinition/>')}<bpmn:userTask id="${id}_undo" isForCompensation="true"><bpmn:extensionElements><millrace:assignment performer='post("x")'/></bpmn:extensionElements></bpmn:userTask><bpmn:association id="${id}_as" sourceRef="${id}_c" targetRef="${id}_undo"/>`;

  test('what was completed is undone, newest first, and the thrower waits for it', async () => {
    const run = await playEvents(
      `${start}${undoable('a')}${undoable('b')}${thrown('t', '<bpmn:compensateEventDefinition/>')}${end}${chain('s', 'a', 'b', 't', 'e')}`,
    );
    run.send({ type: 'start' }).complete('a').complete('b');
    expect(run.commands).toMatchObject([
      { type: 'issue-assignment', element: 'b_undo' },
      { type: 'issue-assignment', element: 'a_undo' },
    ]);
    run.complete('a_undo');
    expect(run.state.status).toBe('active');
    run.complete('b_undo');
    expect(run.state.status).toBe('finished');
  });

  test('a cancelled transaction undoes its work and leaves by its cancel event', async () => {
    const run = await playEvents(
      `${start}<bpmn:transaction id="p1"><bpmn:startEvent id="ps"/>${undoable('a')}<bpmn:endEvent id="pc"><bpmn:cancelEventDefinition/></bpmn:endEvent>${chain('ps', 'a', 'pc')}</bpmn:transaction>${boundary('b', 'p1', '<bpmn:cancelEventDefinition/>')}${task('x')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'p1', 'e')}${chain('b', 'x', 'e2')}`,
    );
    run.send({ type: 'start' }).complete('a');
    expect(run.open).toContain('a_undo');
    run.complete('a_undo');
    expect(run.open).toEqual(['x']);
  });
});

describe('conditional flows of a task', () => {
  test('several are taken at once; the default when none holds', async () => {
    const body = `${start}<bpmn:userTask id="a" default="fd"><bpmn:extensionElements><millrace:assignment performer='post("x")'/></bpmn:extensionElements></bpmn:userTask>${task('b')}${task('c')}${task('d')}<bpmn:endEvent id="eb"/><bpmn:endEvent id="ec"/><bpmn:endEvent id="ed"/>${chain('s', 'a')}${flow('fb', 'a', 'b', 'n > 1')}${flow('fc', 'a', 'c', 'n > 2')}${flow('fd', 'a', 'd')}${chain('b', 'eb')}${chain('c', 'ec')}${chain('d', 'ed')}`;
    const both = await playEvents(body);
    both.send({ type: 'start', variables: { n: 3 } }).complete('a');
    expect(both.open).toEqual(['b', 'c']);
    const none = await playEvents(body);
    none.send({ type: 'start', variables: { n: 0 } }).complete('a');
    expect(none.open).toEqual(['d']);
  });

  test('a condition that fails can be mended and retried', async () => {
    const body = `${start}<bpmn:userTask id="a" default="fd"><bpmn:extensionElements><millrace:assignment performer='post("x")'/></bpmn:extensionElements></bpmn:userTask>${task('b')}<bpmn:endEvent id="eb"/><bpmn:endEvent id="ed"/>${chain('s', 'a')}${flow('fb', 'a', 'b', 'n > 1')}${flow('fd', 'a', 'ed')}${chain('b', 'eb')}`;
    const run = await playEvents(body);
    run.send({ type: 'start' }).complete('a');
    const [incident] = Object.values(run.state.incidents);
    expect(incident).toMatchObject({ element: 'a', code: 'no-way-on', phase: 'complete' });
    run.send({ type: 'retry', incident: incident?.id, variables: { n: 2 } });
    expect(run.open).toEqual(['b']);
  });
});
