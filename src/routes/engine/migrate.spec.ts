import { migrate } from './migrate.js';
import type { Migrated } from './migrate.js';
import type { RouteLibrary } from './protocol.js';
import { initialState } from './state.js';
import { chain, end, flow, graphOf, play, Play, start, task } from './testing/play.js';
import {
  action,
  alone,
  boundary,
  caught,
  ends,
  gateway,
  looped,
  many,
  message,
  simple,
  sub,
  timer,
} from './testing/pieces.js';

const declarations = '<bpmn:message id="m1" name="answer"/><bpmn:error id="e1" errorCode="BAD"/>';
const library = async (body: string, called: RouteLibrary['called'] = new Map()): Promise<RouteLibrary> => ({
  main: await graphOf(body, declarations),
  called,
});
const goOver = (run: Play, to: RouteLibrary, mapping = {}): ReturnType<typeof migrate> =>
  migrate(run.library, to, run.state, mapping, 50_000, { document: null, card: { days: 'P3D' } });
const migrated = (run: Play, to: RouteLibrary, mapping = {}): Migrated => {
  const result = goOver(run, to, mapping);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result;
};
const problems = async (run: Play, to: string | RouteLibrary, mapping = {}): Promise<string[]> => {
  const result = goOver(run, typeof to === 'string' ? await library(to) : to, mapping);
  return 'problems' in result ? result.problems.map(({ element, code }) => `${element} ${code}`) : [];
};
const runOf = async (body: string, ...done: string[]): Promise<Play> => {
  const run = new Play(await library(body));
  run.send({ type: 'start' });
  for (const element of done) run.complete(element);
  return run;
};

describe('going over to another version', () => {
  test('the run goes on where it stands, by the mapping and by equal ids', async () => {
    const run = await runOf(simple('a', 'b', 'c'), 'a');
    const to = await library(simple('first', 'z', 'b2', 'c'));
    const { state, commands, renamed } = migrated(run, to, { a: 'first', b: 'b2' });
    expect(renamed).toEqual([{ instance: run.instanceAt('b'), from: 'b', to: 'b2' }]);
    expect(commands).toEqual([]);
    expect(Object.keys(state.steps)).toEqual(['first']);
    const there = new Play(to);
    there.state = run.state;
    there.events.push(...run.events);
    there.send({ type: 'restore', reason: 'migration', state }).complete('b2').complete('c');
    expect(there.state.status).toBe('finished');
  });

  test('a task that was done and is gone keeps its result', async () => {
    const run = await runOf(simple('a', 'b'), 'a');
    expect(Object.keys(migrated(run, await library(simple('b'))).state.steps)).toEqual(['a']);
  });

  test('timers keep their time; those of events that are gone are dropped, new ones begin now', async () => {
    const hosts = (...boundaries: string[]): string => simple('a') + boundaries.join('');
    const run = await runOf(hosts(boundary('kept', 'a', timer('PT4H')), boundary('gone', 'a', timer('PT8H'))));
    const to = await library(
      hosts(
        boundary('stays', 'a', timer('PT1H')),
        boundary('new', 'a', timer('=card.days')),
        boundary('told', 'a', message),
      ),
    );
    const { state, commands } = migrated(run, to, { kept: 'stays' });
    const [kept, gone] = Object.keys(run.state.timers);
    const due = { kind: 'duration', value: 'PT4H' };
    expect(Object.values(state.timers)).toEqual([
      { id: kept, instance: run.instanceAt('a'), element: 'stays', due, setAt: 1000 },
      expect.objectContaining({ element: 'new', due: { kind: 'duration', value: 'P3D' }, setAt: 50_000 }),
    ]);
    expect(commands).toEqual([
      { type: 'clear-timer', timer: gone },
      expect.objectContaining({ type: 'set-timer', element: 'new', from: 50_000 }),
    ]);
    expect(state.counter).toBe(run.state.counter + 1);
  });

  test('a timer that has fired already does not begin again', async () => {
    const body = simple('a') + boundary('late', 'a', timer('PT4H'));
    const run = await runOf(body);
    run.send({ type: 'timer', timer: Object.keys(run.state.timers)[0] });
    expect(migrated(run, await library(body)).state.timers).toEqual({});
  });

  test('the waiting times of events and scopes go along; a new event sub-process begins to count', async () => {
    const inside = (more: string): string =>
      `${start}${sub('p1', `${caught('c', timer('P1D'))}${chain('p1_begin', 'c', 'p1_end')}${more}`)}${end}${chain('s', 'p1', 'e')}`;
    const watch = `<bpmn:subProcess id="watch" triggeredByEvent="true"><bpmn:startEvent id="w_s" isInterrupting="false">${timer('P2D')}</bpmn:startEvent>${ends('w_e')}${chain('w_s', 'w_e')}</bpmn:subProcess>`;
    const run = await runOf(inside(''));
    const { state } = migrated(run, await library(inside(watch)));
    expect(Object.values(state.timers)).toMatchObject([
      { element: 'c', setAt: 1000 },
      { element: 'w_s', setAt: 50_000 },
    ]);
  });

  test('incidents go along; one of an event that is gone is gone', async () => {
    const body = (...boundaries: string[]): string => simple('a') + boundaries.join('');
    const bad = boundary('bad', 'a', timer('=nothing'));
    const run = await runOf(body(bad));
    run.send({ type: 'resolve-failed', instance: run.instanceAt('a'), message: 'nobody' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ phase: 'arm' }, { phase: 'enter' }]);
    expect(Object.values(migrated(run, await library(body(bad))).state.incidents)).toHaveLength(2);
    const { state, commands } = migrated(run, await library(simple('b')), { a: 'b' });
    expect(Object.values(state.incidents)).toMatchObject([{ phase: 'enter', element: 'b' }]);
    expect(commands.map(({ type }) => type)).toEqual(['clear-incident']);
  });

  test('a failed automatic action is mended by a version that does it otherwise', async () => {
    const run = await runOf(`${alone(action('x'))}${chain('s', 'x', 'e')}`);
    run.send({ type: 'action-failed', instance: run.instanceAt('x'), message: 'no' });
    const to = await library(`${alone(action('y').replace('note', 'mail'))}${chain('s', 'y', 'e')}`);
    const there = new Play(to);
    there.state = migrated(run, to, { x: 'y' }).state;
    there.events.push({ type: 'restore', reason: 'migration', at: 0, state: there.state });
    there.send({ type: 'retry', incident: Object.keys(there.state.incidents)[0] });
    expect(there.commands).toContainEqual(
      expect.objectContaining({ type: 'run-action', element: 'y', action: 'mail' }),
    );
  });

  test('called routes go along by their own ids', async () => {
    const call = '<bpmn:callActivity id="call" calledElement="x/inner"/>';
    const body = `${alone(call)}${chain('s', 'call', 'e')}`;
    const inner = async (...ids: string[]): Promise<RouteLibrary['called']> =>
      new Map([['x/inner', await graphOf(simple(...ids))]]);
    const run = new Play(await library(body, await inner('a', 'b')));
    run.send({ type: 'start' }).complete('a');
    expect(migrated(run, await library(body, await inner('b', 'c'))).state).toEqual(run.state);
    expect(await problems(run, await library(body, await inner('c')), { a: 'c' })).toEqual([
      'a unknown-element',
      'b not-mapped',
    ]);
    expect(await problems(run, await library(body))).toEqual(['p unknown-route', 'b unknown-route']);
    expect(await problems(run, await library(body.replace('x/inner', 'x/other')))).toContain('call other-kind');
  });
});

describe('a run stays in its version', () => {
  test('where it does not wait', async () => {
    const acting = `${alone(action('x'))}${chain('s', 'x', 'e')}`;
    expect(await problems(await runOf(acting), acting)).toEqual(['x not-waiting']);
    const finished = await runOf(simple('a'), 'a');
    expect(await problems(finished, simple('a'))).toEqual(['p not-running']);
    expect('problems' in migrate(finished.library, finished.library, initialState(), {}, 0)).toBe(true);
    const stuck = `${alone(task('a'))}${flow('in', 's', 'a')}${flow('out', 'a', 'e', '1 = 2')}`;
    const completing = new Play({ main: await graphOf(stuck, '', true), called: new Map() });
    completing.send({ type: 'start' }).complete('a');
    expect(await problems(completing, completing.library)).toEqual(['a not-waiting']);
    const undone = `${start}${task('a')}<bpmn:boundaryEvent id="u" attachedToRef="a"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>${task('undo').replace('<bpmn:userTask', '<bpmn:userTask isForCompensation="true"')}<bpmn:association id="as" sourceRef="u" targetRef="undo"/><bpmn:intermediateThrowEvent id="t"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>${end}${chain('s', 'a', 't', 'e')}`;
    const undoing = await runOf(undone, 'a');
    expect(await problems(undoing, undone)).toEqual(['t not-waiting', 'undo not-waiting']);
  });

  test('where the mapping names what is not there', async () => {
    const run = await runOf(simple('a'));
    expect(await problems(run, simple('a'), { z: 'a' })).toEqual(['z unknown-element']);
    expect(await problems(run, simple('a'), { a: 'z' })).toEqual(['a unknown-element', 'a not-mapped']);
    const [problem] = (goOver(run, await library(simple('b'))) as { problems: object[] }).problems;
    expect(problem).toEqual({
      element: 'a',
      name: 'a',
      code: 'not-mapped',
      message: 'a is not in the new version, and nothing is named in its place',
    });
  });

  test.each([
    [
      'a person and a script',
      task('a'),
      '<bpmn:scriptTask id="a" scriptFormat="feel"><bpmn:script>1</bpmn:script></bpmn:scriptTask>',
    ],
    ['different triggers', caught('a', timer('P1D')), caught('a', message)],
    ['one task and many', task('a'), looped('a', many)],
    [
      'in turn and at once',
      looped('a', many),
      looped('a', many.replace('Characteristics>', 'Characteristics isSequential="true">')),
    ],
    [
      'kinds of sub-process',
      sub('a', `${task('t')}${chain('a_begin', 't', 'a_end')}`),
      sub('a', `${task('t')}${chain('a_begin', 't', 'a_end')}`, 'transaction'),
    ],
  ])('where kinds do not agree: %s', async (_case, before, after) => {
    const run = await runOf(`${alone(before)}${chain('s', 'a', 'e')}`);
    expect(await problems(run, `${alone(before)}${chain('s', 'a', 'e')}`)).toEqual([]);
    expect(await problems(run, `${alone(after)}${chain('s', 'a', 'e')}`)).toEqual(['a other-kind']);
  });

  test('where an element is in another scope', async () => {
    const run = await runOf(simple('a'));
    const inside = `${alone(sub('p1', `${task('a')}${chain('p1_begin', 'a', 'p1_end')}`))}${chain('s', 'p1', 'e')}`;
    expect(await problems(run, inside)).toEqual(['a other-scope']);
    expect(await problems(await runOf(inside), simple('a'))).toEqual(['p1 not-mapped']);
  });

  describe('where joins do not agree', () => {
    const branches = (ids: readonly string[], join = gateway('j')): string =>
      `${start}${gateway('f')}${ids.map((id) => task(id)).join('')}${join}${end}${chain('s', 'f')}${ids.map((id) => chain('f', id, 'j')).join('')}${chain('j', 'e')}`;

    test('tokens that have come follow their flows', async () => {
      const run = await runOf(branches(['a', 'b']), 'a');
      const to = await library(branches(['x', 'b']));
      expect(migrated(run, to, { a: 'x' }).state.instances['i1']?.arrived).toEqual({ j: ['x_j'] });
      expect(await problems(run, branches(['c', 'b']))).toEqual(['j unknown-flow']);
    });

    test('a join that is gone, is another kind, or joins nothing', async () => {
      const run = await runOf(branches(['a', 'b']), 'a');
      const moved = branches(['a', 'b']).replaceAll('"j"', '"k"');
      expect(await problems(run, moved)).toEqual(['j not-mapped']);
      const inclusive = branches(['a', 'b'], '<bpmn:inclusiveGateway id="j"/>');
      expect(await problems(run, inclusive)).toEqual(['j other-kind']);
      const apart = `${start}${gateway('f', 'j')}${task('a')}${task('b')}${ends('e', 'e2')}${chain('s', 'f', 'a', 'j', 'e')}${chain('f', 'b', 'e2')}`;
      expect(await problems(run, apart)).toEqual(['j not-a-join']);
    });

    test('a join in another scope', async () => {
      const run = await runOf(branches(['a', 'b']), 'a');
      const inner = `${gateway('g', 'j')}${task('a')}${task('x')}${chain('p1_begin', 'g', 'a', 'j', 'p1_end')}${chain('g', 'x', 'j')}`;
      const to = `${start}${gateway('f')}${task('b')}${sub('p1', inner)}${ends('e', 'e2')}${chain('s', 'f', 'b', 'e')}${chain('f', 'p1', 'e2')}`;
      expect(await problems(run, to)).toEqual(['j other-scope']);
    });

    test('a join that would have all it waits for', async () => {
      const run = await runOf(branches(['a', 'b', 'c']), 'a', 'b');
      const to = `${branches(['a', 'b'])}${task('c')}${ends('e2')}${chain('f', 'c', 'e2')}`;
      expect(await problems(run, to)).toEqual(['j join-complete']);
    });

    test('a join that would wait for what never comes', async () => {
      const run = await runOf(branches(['a', 'b']), 'a');
      expect(await problems(run, branches(['a', 'b', 'c']))).toEqual(['p dead-join']);
      const before = (body: string): string => body.replace(flow('s_f', 's', 'f'), task('t') + chain('s', 't', 'f'));
      const early = await runOf(before(branches(['a', 'b'])));
      expect(await problems(early, before(branches(['a', 'b', 'c'])))).toEqual([]);
    });
  });

  test('where what is to be undone is gone', async () => {
    const undoable = (id: string): string =>
      `${task(id)}<bpmn:boundaryEvent id="u" attachedToRef="${id}"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>${task('undo').replace('<bpmn:userTask', '<bpmn:userTask isForCompensation="true"')}<bpmn:association id="as" sourceRef="u" targetRef="undo"/>`;
    const body = (id: string): string => `${start}${undoable(id)}${task('b')}${end}${chain('s', id, 'b', 'e')}`;
    const run = await runOf(body('a'), 'a');
    expect(migrated(run, await library(body('x')), { a: 'x' }).state.instances['i1']?.undo).toEqual([{ element: 'x' }]);
    expect(await problems(run, body('x'))).toEqual(['a not-mapped']);
  });

  test('where two results would become one', async () => {
    const run = await runOf(simple('a', 'b', 'c'), 'a', 'b');
    expect(await problems(run, simple('b', 'c'), { a: 'b' })).toEqual(['b two-results']);
  });

  test('where a held token has no flow to take', async () => {
    const body = (last: string): string => simple('a', 'b', last);
    const run = await runOf(body('c'), 'a');
    run.send({ type: 'reopen', container: 'i1', element: 'a', outcome: null, performer: null }).complete('b');
    expect(run.state.instances['i1']?.parked).toEqual([{ flow: 'b_c' }]);
    expect(migrated(run, await library(body('d')), { c: 'd' }).state.instances['i1']?.parked).toEqual([
      { flow: 'b_d' },
    ]);
    expect(await problems(run, body('d'))).toEqual(['b unknown-flow']);
  });

  test('conditions that had come true go along with their events', async () => {
    const condition =
      '<bpmn:conditionalEventDefinition><bpmn:condition>card.big</bpmn:condition></bpmn:conditionalEventDefinition>';
    const body = (id: string): string => simple('a') + boundary(id, 'a', condition);
    const run = await play(body('big'), { big: true });
    run.send({ type: 'start' });
    const at = run.instanceAt('a');
    expect(run.state.instances[at]?.met).toEqual(['big']);
    expect(migrated(run, await library(body('huge')), { big: 'huge' }).state.instances[at]?.met).toEqual(['huge']);
    expect(migrated(run, await library(simple('a'))).state.instances[at]).not.toHaveProperty('met');
  });
});
