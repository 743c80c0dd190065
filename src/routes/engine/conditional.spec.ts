import { chain, end, play, start, task } from './testing/play.js';
import type { Play } from './testing/play.js';

const definition = (text: string): string =>
  `<bpmn:conditionalEventDefinition><bpmn:condition>${text}</bpmn:condition></bpmn:conditionalEventDefinition>`;
const large = definition('card.n > 3');
const boundary = (interrupting: boolean): string =>
  `${start}${task('a')}<bpmn:boundaryEvent id="b" attachedToRef="a" cancelActivity="${interrupting}">${large}</bpmn:boundaryEvent>${task('x')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'e')}${chain('b', 'x', 'e2')}`;
const eventScope = (interrupting: boolean): string =>
  `${start}${task('a')}${end}${chain('s', 'a', 'e')}<bpmn:subProcess id="v" triggeredByEvent="true"><bpmn:startEvent id="vs" isInterrupting="${interrupting}">${large}</bpmn:startEvent>${task('x')}<bpmn:endEvent id="ve"/>${chain('vs', 'x', 've')}</bpmn:subProcess>`;
const begun = async (body: string, variables = {}): Promise<{ run: Play; card: (n: number | null) => string[] }> => {
  const run = await play(body, { n: null });
  run.send({ type: 'start', variables });
  return { run, card: (n) => run.send({ type: 'facts-changed', facts: { document: null, card: { n } } }).open };
};

describe('conditions on the document', () => {
  test('a catch event goes on when its condition comes true', async () => {
    const { card } = await begun(
      `${start}<bpmn:intermediateCatchEvent id="c">${large}</bpmn:intermediateCatchEvent>${task('x')}${end}${chain('s', 'c', 'x', 'e')}`,
    );
    expect(card(2)).toEqual(['c']);
    expect(card(4)).toEqual(['x']);
    expect(card(1)).toEqual(['x']);
    expect(card(5)).toEqual(['x']);
  });

  test('one behind an event gateway decides it', async () => {
    const { card } = await begun(
      `${start}<bpmn:eventBasedGateway id="g"/><bpmn:intermediateCatchEvent id="c">${large}</bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="t">${definition('card.n &lt; 0')}</bpmn:intermediateCatchEvent>${task('x')}${task('y')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'g', 'c', 'x', 'e')}${chain('g', 't', 'y', 'e2')}`,
    );
    expect(card(0)).toEqual(['g']);
    expect(card(-1)).toEqual(['y']);
    expect(card(9)).toEqual(['y']);
  });

  test('an interrupting boundary event ends its task, once', async () => {
    const { run, card } = await begun(boundary(true));
    expect(card(3)).toEqual(['a']);
    expect(card(4)).toEqual(['x']);
    expect(run.types()).toEqual(['withdraw-assignment', 'issue-assignment']);
    expect(card(5)).toEqual(['x']);
    expect(run.types()).toEqual([]);
  });

  test.each([
    ['boundary event', boundary(false)],
    ['event sub-process', eventScope(false)],
  ])('a %s that does not interrupt fires once for each change to true', async (_name, body) => {
    const { run, card } = await begun(body);
    expect(card(4)).toEqual(['a', 'x']);
    expect(card(4)).toEqual(['a', 'x']);
    expect(card(8)).toEqual(['a', 'x']);
    expect(card(2)).toEqual(['a', 'x']);
    expect(card(4)).toEqual(['a', 'x', 'x']);
    run.complete('a').complete('x').complete('x');
    expect(run.state.status).toBe('finished');
  });

  test('an event sub-process that interrupts takes over, once', async () => {
    const { run, card } = await begun(eventScope(true));
    expect(card(null)).toEqual(['a']);
    expect(card(4)).toEqual(['x']);
    expect(card(1)).toEqual(['x']);
    expect(card(4)).toEqual(['x']);
    run.complete('x');
    expect(run.state.status).toBe('finished');
  });

  test('one that holds at the start fires with the start', async () => {
    const run = await play(boundary(false), { n: 9 });
    run.send({ type: 'start' });
    expect(run.open).toEqual(['a', 'x']);
  });

  test.each([true, false])('a condition that cannot be evaluated is an incident until it can be (%s)', async (ends) => {
    const { run, card } = await begun(boundary(ends).replace('card.n > 3', 'date(card.n) > date("2026-01-01")'));
    const signed = (n: string) => run.send({ type: 'facts-changed', facts: { document: null, card: { n } } });
    card(4);
    card(5);
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'b', code: 'condition-failed' }]);
    signed('2025-02-01');
    expect(run.types()).toEqual(['clear-incident']);
    signed('2026-02-01');
    expect(run.open).toEqual(ends ? ['x'] : ['a', 'x']);
  });

  const circle = `${start}<bpmn:intermediateCatchEvent id="c">${large}</bpmn:intermediateCatchEvent><bpmn:scriptTask id="x" scriptFormat="feel" millrace:resultVariable="n"><bpmn:script>n + 1</bpmn:script></bpmn:scriptTask>${chain('s', 'c', 'x', 'c')}`;

  test('events that would trigger each other for ever are stopped, and no token is lost', async () => {
    const { run, card } = await begun(circle, { n: 0 });
    expect(card(4)).toEqual(['c']);
    expect(run.state.variables).toEqual({ n: 100 });
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'c', code: 'endless-loop', phase: 'arm' }]);
    // what has nothing to do with it does not set it off again
    card(5);
    expect(run.state.variables).toEqual({ n: 100 });
    const [incident] = Object.keys(run.state.incidents);
    run.send({ type: 'retry', incident, facts: { document: null, card: { n: 5 } } });
    expect(run.state.variables).toEqual({ n: 200 });
    expect(Object.values(run.state.incidents)).toMatchObject([{ element: 'c', code: 'endless-loop' }]);
    expect(card(1)).toEqual(['c']);
    expect(run.state.incidents).toEqual({});
    expect(card(9)).toEqual(['c']);
    expect(run.state.variables).toEqual({ n: 300 });
  });
});
