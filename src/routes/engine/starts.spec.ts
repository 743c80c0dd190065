import { compileRoute } from '../compile/compile-route.js';
import { startConditionHolds, startTimes, startTriggers } from '../compile/starts.js';
import { parseRoute } from '../model/parse-route.js';
import { chain, end, graphOf, Play, task } from './testing/play.js';

const declarations = '<bpmn:message id="m1" name="answer"/><bpmn:signal id="s1" name="stop"/>';
const timer = (text: string, kind: string): string =>
  `<bpmn:timerEventDefinition><bpmn:${kind}>${text}</bpmn:${kind}></bpmn:timerEventDefinition>`;
const condition = (text: string): string =>
  `<bpmn:conditionalEventDefinition><bpmn:condition>${text}</bpmn:condition></bpmn:conditionalEventDefinition>`;
const message = '<bpmn:messageEventDefinition messageRef="m1"/>';
const signal = '<bpmn:signalEventDefinition signalRef="s1"/>';
/** A route whose only start is `definition`; strictly compiled. */
const begunBy = (definition: string, more = '') =>
  graphOf(
    `${more}<bpmn:startEvent id="s">${definition}</bpmn:startEvent>${task('a')}${end}${chain('s', 'a', 'e')}`,
    declarations,
  );
const variable = '<bpmn:extensionElements><millrace:variable name="limit" default="100" /></bpmn:extensionElements>';

describe('start events', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['message', message, { type: 'message', name: 'answer' }],
    ['signal', signal, { type: 'signal', name: 'stop' }],
    ['date', timer('2026-03-31T09:00:00Z', 'timeDate'), { type: 'timer', timer: { kind: 'date' } }],
    ['duration', timer('PT1H', 'timeDuration'), { type: 'timer', timer: { kind: 'duration', value: 'PT1H' } }],
    ['cycle', timer('R/P1D', 'timeCycle'), { type: 'timer', timer: { kind: 'cycle', value: 'R/P1D' } }],
    ['condition', condition('card.n > 3'), { type: 'conditional', condition: { source: 'card.n > 3' } }],
  ])('a route may begin by %s alone, with what came along', async (_name, definition, trigger) => {
    const main = await begunBy(definition);
    expect(startTriggers(main)).toMatchObject([{ element: 's', trigger }]);
    const run = new Play({ main, called: new Map() });
    run.send({ type: 'start', startEvent: 's', variables: { letter: { from: 'x@y' } } });
    expect(run.trail).toEqual(['entered p', 'entered s', 'completed s', 'taken s_a', 'entered a']);
    expect(run.commands).toMatchObject([
      { type: 'issue-assignment', element: 'a', scope: { letter: { from: 'x@y' } } },
    ]);
    expect(run.state.timers).toEqual({});
    run.complete('a');
    expect(run.state.status).toBe('finished');
  });

  test('of several, each begins its own way; those of event sub-processes are not among them', async () => {
    const main = await graphOf(
      `<bpmn:startEvent id="s" name="By hand"/><bpmn:startEvent id="m">${message}</bpmn:startEvent>${task('a')}${task('b')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'e')}${chain('m', 'b', 'e2')}<bpmn:subProcess id="v" triggeredByEvent="true"><bpmn:startEvent id="vs">${signal}</bpmn:startEvent><bpmn:endEvent id="ve"/>${chain('vs', 've')}</bpmn:subProcess>`,
      declarations,
    );
    expect(startTriggers(main)).toEqual([
      { element: 's', name: 'By hand', trigger: { type: 'none' } },
      { element: 'm', trigger: { type: 'message', name: 'answer' } },
    ]);
    const library = { main, called: new Map() };
    expect(new Play(library).send({ type: 'start' }).open).toEqual(['a']);
    expect(new Play(library).send({ type: 'start', startEvent: 'm' }).open).toEqual(['b']);
    expect(new Play(library).send({ type: 'start', message: 'answer' }).open).toEqual(['b']);
    expect(new Play(library).refusal({ type: 'start', startEvent: 'vs' })).toBe('no-start');
  });

  test.each(['message', 'signal'])('a %s without a name can never come: a problem', async (kind) => {
    await expect(begunBy(`<bpmn:${kind}EventDefinition/>`)).rejects.toThrow(`names no ${kind}`);
  });

  test('an unknown kind of start is a problem when the route is checked', async () => {
    const parsed = await parseRoute(
      `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><bpmn:process id="p"><bpmn:startEvent id="s"><bpmn:escalationEventDefinition/></bpmn:startEvent><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/></bpmn:process></bpmn:definitions>`,
    );
    const compiled = 'model' in parsed ? compileRoute(parsed.model) : parsed;
    expect(compiled).toMatchObject({ problems: [{ element: 's', code: 'unsupported-event' }] });
  });
});

describe('times of a start event', () => {
  const timesOf = async (text: string, kind: string, at = 0) => {
    const [start] = startTriggers(await begunBy(timer(text, kind)));
    return start?.trigger.type === 'timer' ? startTimes(start.trigger.timer, at) : undefined;
  };

  test.each<[string, string, unknown]>([
    ['2026-03-31T09:00:00Z', 'timeDate', { first: { kind: 'date', value: '2026-03-31T09:00:00Z' } }],
    ['2 working days', 'timeDuration', { first: { kind: 'duration', value: '2 working days' } }],
    ['R3/PT1H', 'timeCycle', { first: { kind: 'duration', value: 'PT1H' }, cycle: { every: 'PT1H', repeat: 2 } }],
    [
      'R/2026-01-01T09:00:00Z/P1D',
      'timeCycle',
      { first: { kind: 'date', value: '2026-01-01T09:00:00Z' }, cycle: { every: 'P1D', repeat: null } },
    ],
    ['="PT" + "2H"', 'timeDuration', { first: { kind: 'duration', value: 'PT2H' } }],
    ['=1 + 1', 'timeDuration', { failure: 'the time of the timer is not a text' }],
    ['="often"', 'timeCycle', { failure: '"often" is not a repetition such as R3/PT1H' }],
  ])('%s', async (text, kind, expected) => {
    expect(await timesOf(text, kind)).toEqual(expected);
  });

  test('may count from now', async () => {
    const times = await timesOf('=string(today() + duration("P1D"))', 'timeDate', Date.UTC(2026, 0, 5));
    expect(times).toEqual({ first: { kind: 'date', value: '2026-01-06' } });
  });
});

describe('a condition that begins runs', () => {
  const facts = (n: number | null) => ({ document: { status: 'new' }, card: { n } });

  test('holds for some documents', async () => {
    const graph = await begunBy(condition('card.n > 3 and document.status = "new"'));
    expect(startConditionHolds(graph, 's', facts(4), 0)).toEqual({ value: true });
    expect(startConditionHolds(graph, 's', facts(3), 0)).toEqual({ value: false });
    expect(startConditionHolds(graph, 's', facts(null), 0)).toMatchObject({ missing: true });
    expect(startConditionHolds(graph, 'e', facts(4), 0)).toHaveProperty('failure');
  });

  test('reads variables by their defaults', async () => {
    const graph = await begunBy(condition('card.n > limit'), variable);
    expect(startConditionHolds(graph, 's', facts(101), 0)).toEqual({ value: true });
    expect(startConditionHolds(graph, 's', facts(100), 0)).toEqual({ value: false });
  });
});
