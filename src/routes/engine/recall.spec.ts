import type { RouteEvent } from './protocol.js';
import { recall } from './recall.js';
import type { RunState } from './state.js';
import { chain, end, flow, play, start, task } from './testing/play.js';
import type { Play } from './testing/play.js';

/** A run whose steps are kept apart, as they are recorded. */
const stepsOf = ({ events }: Play): RouteEvent[][] => events.map((event) => [event]);
const taken = (run: Play, index: number, recorded = stepsOf(run)): RunState => {
  const result = recall(run.library, recorded, index, run.state);
  if ('refused' in result) throw new Error(result.refused);
  return result.state;
};
const refusal = (run: Play, index: number, recorded = stepsOf(run)): string => {
  const result = recall(run.library, recorded, index, run.state);
  return 'refused' in result ? result.refused : 'taken back';
};
const open = (state: RunState): string[] =>
  Object.values(state.instances).flatMap(({ id, element, parent }) => (parent === null ? [] : [`${id} ${element}`]));

const action = (id: string, param = ''): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><millrace:action name="note">${param}</millrace:action></bpmn:extensionElements></bpmn:serviceTask>`;
const gateway = (id: string): string => `<bpmn:parallelGateway id="${id}"/>`;
const sent = (id: string): string =>
  `<bpmn:intermediateThrowEvent id="${id}"><bpmn:messageEventDefinition messageRef="m1"/></bpmn:intermediateThrowEvent>`;
const declarations = '<bpmn:message id="m1" name="told"/>';

/** Two branches, `a` then `x` and `b` then `y`, that meet before `c`. */
const branches = `${start}${gateway('f')}${task('a')}${task('x')}${task('b')}${task('y')}${gateway('j')}${task('c')}${end}${chain('s', 'f', 'a', 'x', 'j', 'c', 'e')}${chain('f', 'b', 'y', 'j')}`;

describe('taking a decision back', () => {
  test('the task waits again as it did before, under the same identifier', async () => {
    const run = await play(`${start}${task('a')}${task('b')}${end}${chain('s', 'a', 'b', 'e')}`);
    const before = run.send({ type: 'start' }).state;
    run.complete('a', { variables: { x: 1 } });
    const state = taken(run, 1);
    expect(state).toEqual({ ...before, counter: run.state.counter });
    run.send({ type: 'restore', reason: 'recall', state });
    expect(run.types()).toEqual(['withdraw-assignment', 'issue-assignment']);
    run.complete('a').complete('b');
    expect(run.state).toMatchObject({ status: 'finished', variables: {} });
  });

  test('what another branch has done meanwhile stays, with its open assignments', async () => {
    const run = await play(branches);
    run.send({ type: 'start' }).complete('a').complete('b');
    const [a, b] = [open(taken(run, 1)), open(taken(run, 2))];
    expect(open(run.state)).toEqual(['i6 x', 'i7 y']);
    expect(a).toEqual(['i4 a', 'i7 y']);
    expect(b).toEqual(['i5 b', 'i6 x']);
  });

  test('what waited for both waits again', async () => {
    const run = await play(branches);
    run.send({ type: 'start' }).complete('a').complete('b').complete('x').complete('y');
    expect(open(run.state)).toEqual(['i9 c']);
    const state = taken(run, 3);
    expect(open(state)).toEqual(['i6 x']);
    expect(state.instances['i1']?.arrived).toEqual({ j: ['y_j'] });
    expect(state.steps).not.toHaveProperty('x');
    run.send({ type: 'restore', reason: 'recall', state }).complete('x');
    expect(open(run.state)).toEqual(['i11 c']);
  });

  test('what was begun after more had rested on the decision keeps its identifier as well', async () => {
    const third = `${task('d')}${task('w')}<bpmn:endEvent id="e3"/>${chain('f', 'd', 'w', 'e3')}`;
    const run = await play(`${branches}${third}`);
    run.send({ type: 'start' }).complete('a').complete('b').complete('x').complete('y').complete('d');
    expect(open(run.state)).toEqual(['i10 c', 'i11 w']);
    expect(open(taken(run, 3))).toEqual(['i7 x', 'i11 w']);
  });

  test('a second one can be taken back after the first, not what came before a restored state', async () => {
    const run = await play(branches);
    run.send({ type: 'start' }).complete('a').complete('b');
    run.send({ type: 'restore', reason: 'recall', state: taken(run, 2) });
    expect(refusal(run, 1)).toBe('the run has been put into another state since then');
    run.complete('b');
    expect(open(taken(run, 4))).toEqual(['i5 b', 'i6 x']);
  });

  test('a run that it has brought to its end goes on again; one that was given up does not', async () => {
    const run = await play(branches);
    run.send({ type: 'start' }).complete('a').complete('b').complete('x').complete('y').complete('c');
    expect(run.state).toMatchObject({ status: 'finished', instances: {} });
    const state = taken(run, 5);
    expect(open(state)).toEqual(['i9 c']);
    run.send({ type: 'restore', reason: 'recall', state });
    expect(run.types()).toEqual(['issue-assignment']);
    expect(run.state).toEqual(state);
    run.send({ type: 'cancel', reason: 'enough' });
    expect(refusal(run, 5)).toBe('the run was given up');
  });

  test('facts that were not recorded again are those of the step before', async () => {
    const body = `${start}${task('a')}${task('b')}<bpmn:exclusiveGateway id="g" default="no"/>${task('c')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'a', 'b', 'g')}${flow('yes', 'g', 'c', 'card.amount > 5')}${flow('no', 'g', 'e2')}${chain('c', 'e')}`;
    const run = await play(body, { amount: 9 });
    run.send({ type: 'start' }).complete('a').complete('b');
    const recorded = stepsOf(run).map((events, index) =>
      index === 0 ? events : events.map(({ facts: _same, ...event }) => event as RouteEvent),
    );
    expect(open(taken(run, 2, recorded))).toEqual(['i4 b']);
    run.complete('c');
    expect(refusal(run, 2)).toMatch('what was done after it rests on it');
  });
});

describe('a decision stays', () => {
  const acting = `${start}${gateway('f')}${task('a')}${action('x', '<millrace:param name="n" expression="n"/>')}${task('x2')}${task('b')}${action('y', '<millrace:param name="n" expression="n"/>')}${task('y2')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'f', 'a', 'x', 'x2', 'e')}${chain('f', 'b', 'y', 'y2', 'e2')}`;

  test('where the route has acted on it, at once or later', async () => {
    const run = await play(acting);
    run.send({ type: 'start', variables: { n: 0 } }).complete('a');
    expect(refusal(run, 1)).toBe('the route has acted on it');
    run.send({ type: 'action-done', instance: run.instanceAt('x') });
    const [first, decision, answer] = run.events;
    if (!first || !decision || !answer) throw new Error('three events');
    expect(refusal(run, 1, [[first], [decision, answer]])).toBe('the route has acted on it');
    const later = await play(
      `${start}${task('a')}${task('b')}${action('x')}${task('c')}${end}${chain('s', 'a', 'b', 'x', 'c', 'e')}`,
    );
    later
      .send({ type: 'start' })
      .complete('a')
      .complete('b')
      .send({ type: 'action-done', instance: later.instanceAt('x') });
    expect(refusal(later, 1)).toMatch(/^what was done after it rests on it/);
  });

  test('but not for the sake of what another branch has done', async () => {
    const run = await play(branches.replace(task('y'), action('y')));
    run
      .send({ type: 'start' })
      .complete('a')
      .complete('b')
      .send({ type: 'action-done', instance: run.instanceAt('y') });
    expect(open(taken(run, 1))).toEqual(['i4 a']);
  });

  test('where another branch has acted with what it said', async () => {
    const run = await play(branches.replace(task('y'), action('y', '<millrace:param name="n" expression="n"/>')));
    run
      .send({ type: 'start', variables: { n: 0 } })
      .complete('a', { variables: { n: 5 } })
      .complete('b');
    expect(refusal(run, 1)).toBe('the route has acted on it');
  });

  test('where it has told other runs', async () => {
    const run = await play(
      `${start}${task('a')}${sent('t')}${task('b')}${end}${chain('s', 'a', 't', 'b', 'e')}`,
      {},
      declarations,
    );
    run.send({ type: 'start' }).complete('a');
    expect(refusal(run, 1)).toBe('the route has acted on it');
    const joined = await play(
      branches.replace(chain('s', 'f', 'a', 'x', 'j', 'c', 'e'), chain('s', 'f', 'a', 'x', 'j', 't', 'c', 'e')) +
        sent('t'),
      {},
      declarations,
    );
    joined.send({ type: 'start' }).complete('a').complete('b').complete('x').complete('y');
    expect(refusal(joined, 3)).toBe('the route has sent messages that rest on it');
    expect(refusal(joined, 4)).toBe('the route has acted on it');
  });

  test('where somebody has decided what followed, and where there was none', async () => {
    const run = await play(branches);
    run.send({ type: 'start' }).complete('a').complete('x');
    expect(refusal(run, 1)).toMatch(/^what was done after it rests on it/);
    expect(refusal(run, 0)).toBe('this step is not a decision');
    expect(refusal(run, 9)).toBe('this step is not a decision');
    expect(refusal(run, 2, stepsOf(run).slice(0, 2))).toBe('this step is not a decision');
    expect(refusal(run, 1, stepsOf(run).slice(0, 2))).toBe(
      'the record of the run does not lead to the state that it is in',
    );
  });

  test('where what another branch has begun would get other identifiers', async () => {
    // behind `y`, the join is numbered before `z`: without `x` there is no join, and `z` would take its number
    const body = `${start}${gateway('f')}${task('a')}${task('b')}${gateway('k')}${gateway('j')}${task('c')}${task('z')}${end}<bpmn:endEvent id="e2"/>${chain('s', 'f', 'a', 'j', 'c', 'e')}${chain('f', 'b', 'k', 'j')}${chain('k', 'z', 'e2')}`;
    const run = await play(body);
    run.send({ type: 'start' }).complete('a').complete('b');
    expect(refusal(run, 1)).toBe('assignments that do not rest on it could not be kept as they are');
    const more = await play(`${body}${task('w')}<bpmn:endEvent id="e3"/>${chain('k', 'w', 'e3')}`);
    more.send({ type: 'start' }).complete('a').complete('b');
    expect(refusal(more, 1)).toBe('what was begun after it cannot be told apart from what rests on it');
  });

  test('but a search for a performer that was only made for its sake does not hold it', async () => {
    const run = await play(branches);
    run.send({ type: 'start' }).complete('a').complete('b').complete('x').complete('y');
    run.send({ type: 'resolve-failed', instance: run.instanceAt('c'), message: 'nobody' });
    const events = run.events.slice(0, 4).map((event) => [event]);
    expect(open(taken(run, 3, [...events, run.events.slice(4)]))).toEqual(['i6 x']);
  });
});
