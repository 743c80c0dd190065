import { listens, subscriptions } from './subscriptions.js';
import { chain, end, graphOf, Play, play, start, task } from './testing/play.js';

const declarations = '<bpmn:message id="m1" name="answer"/><bpmn:signal id="s1" name="stop"/>';
const correlated = (key: string): string =>
  `<bpmn:extensionElements><millrace:correlation key="${key}"/></bpmn:extensionElements>`;
const message = '<bpmn:messageEventDefinition messageRef="m1"/>';
const signal = '<bpmn:signalEventDefinition signalRef="s1"/>';
const condition =
  '<bpmn:conditionalEventDefinition><bpmn:condition>card.n > 3</bpmn:condition></bpmn:conditionalEventDefinition>';
const hour = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
const caught = (id: string, content: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}">${content}</bpmn:intermediateCatchEvent>`;
const boundary = (id: string, host: string, content: string): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}">${content}</bpmn:boundaryEvent><bpmn:endEvent id="${id}_e"/>${chain(id, `${id}_e`)}`;
const eventSub = (id: string, content: string): string =>
  `<bpmn:subProcess id="${id}" triggeredByEvent="true"><bpmn:startEvent id="${id}_s" isInterrupting="false">${content}</bpmn:startEvent><bpmn:endEvent id="${id}_e"/>${chain(`${id}_s`, `${id}_e`)}</bpmn:subProcess>`;
const waitsOf = (run: Play, card = {}) =>
  subscriptions(run.library, run.state, { document: null, card }).map(({ element, kind, name, key, problem }) => [
    element,
    kind,
    name,
    ...(problem === undefined ? (key === undefined ? [] : [key]) : ['?']),
  ]);

describe('what a run waits for', () => {
  test('boundary events, receive tasks, catch events, gateways and event sub-processes', async () => {
    const receive = `<bpmn:receiveTask id="r" messageRef="m1">${correlated('card.number')}</bpmn:receiveTask>`;
    const body = `${start}${task('a')}${boundary('b', 'a', signal)}${boundary('t', 'a', hour)}${boundary('c', 'a', condition)}${receive}<bpmn:eventBasedGateway id="g"/>${caught('g1', message)}${caught('g2', signal)}${caught('g3', hour)}<bpmn:exclusiveGateway id="x"/>${end}${chain('s', 'a', 'r', 'g', 'g1', 'x', 'e')}${chain('g', 'g2', 'x')}${chain('g', 'g3', 'x')}${eventSub('v', signal)}`;
    const run = await play(body, {}, declarations);
    expect(waitsOf(run)).toEqual([]);
    run.send({ type: 'start' });
    const always = ['v_s', 'signal', 'stop'];
    expect(waitsOf(run)).toEqual([always, ['b', 'signal', 'stop'], ['c', 'conditional', null]]);
    run.complete('a');
    expect(waitsOf(run, { number: 'A-7' })).toEqual([always, ['r', 'message', 'answer', 'A-7']]);
    expect(waitsOf(run)).toEqual([always, ['r', 'message', 'answer', '?']]);
    run.send({ type: 'message', name: 'answer', facts: { document: null, card: { number: 'A-7' } }, key: 'A-7' });
    expect(waitsOf(run)).toEqual([always, ['g1', 'message', 'answer'], ['g2', 'signal', 'stop']]);
    const gateway = run.instanceAt('g');
    expect(subscriptions(run.library, run.state, { document: null, card: {} })[1]?.instance).toBe(gateway);
    run.send({ type: 'message', name: 'answer' });
    expect(waitsOf(run)).toEqual([]);
  });

  test('every turn waits with its own correlation', async () => {
    const many = `<bpmn:subProcess id="p1"><bpmn:multiInstanceLoopCharacteristics millrace:collection="letters" millrace:item="letter"/><bpmn:startEvent id="ps"/>${caught('c', correlated('letter') + message)}<bpmn:endEvent id="pe"/>${chain('ps', 'c', 'pe')}</bpmn:subProcess>`;
    const run = await play(`${start}${many}${end}${chain('s', 'p1', 'e')}`, {}, declarations);
    run.send({ type: 'start', variables: { letters: ['A-1', 'A-2'] } });
    expect(waitsOf(run)).toEqual([
      ['c', 'message', 'answer', 'A-1'],
      ['c', 'message', 'answer', 'A-2'],
    ]);
  });

  test('a lapsed decision that is being confirmed has no boundary events that wait', async () => {
    const run = await play(
      `${start}${task('a')}${boundary('b', 'a', signal)}${task('z')}${end}${chain('s', 'a', 'z', 'e')}`,
      {},
      declarations,
    );
    run.send({ type: 'start' }).complete('a');
    run.send({ type: 'reopen', container: 'i1', element: 'a', outcome: null, performer: 'x' });
    expect(run.open).toContain('a');
    expect(waitsOf(run)).toEqual([]);
  });
});

describe('whether runs of a library listen at all', () => {
  const libraryOf = async (body: string) => ({ main: await graphOf(body, declarations), called: new Map() });
  const rest = `${task('a')}${end}${chain('s', 'a', 'e')}`;

  test.each<[string, string, boolean]>([
    ['only tasks and timers', `${start}${rest}${boundary('b', 'a', hour)}`, false],
    ['a start by message', `<bpmn:startEvent id="s">${message}</bpmn:startEvent>${rest}`, false],
    ['a boundary event', `${start}${rest}${boundary('b', 'a', condition)}`, true],
    ['an event sub-process', `${start}${rest}${eventSub('v', message)}`, true],
    ['a receive task', `${start}<bpmn:receiveTask id="a" messageRef="m1"/>${end}${chain('s', 'a', 'e')}`, true],
  ])('%s', async (_name, body, expected) => {
    const library = await libraryOf(body);
    expect([listens(library), listens(library)]).toEqual([expected, expected]);
  });

  test('a called route counts as well', async () => {
    const inner = await graphOf(`${start}${caught('c', signal)}${end}${chain('s', 'c', 'e')}`, declarations);
    const main = await graphOf(
      `${start}<bpmn:callActivity id="call" calledElement="x/inner"/>${end}${chain('s', 'call', 'e')}`,
    );
    expect(listens({ main, called: new Map() })).toBe(false);
    const run = new Play({ main, called: new Map([['x/inner', inner]]) });
    expect(listens(run.library)).toBe(true);
    run.send({ type: 'start' });
    expect(waitsOf(run)).toEqual([['c', 'signal', 'stop']]);
  });
});
