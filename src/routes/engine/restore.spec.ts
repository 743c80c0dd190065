import fc from 'fast-check';
import { block } from '../compile/testing/drawn-blocks.js';
import { differences } from './differences.js';
import type { RouteCommand, RouteEvent } from './protocol.js';
import { initialState } from './state.js';
import type { RunState } from './state.js';
import { replay, step } from './step.js';
import { chain, end, flow, graphOf, play, start, task } from './testing/play.js';
import { libraryOf, possible } from './testing/random-routes.js';

const late = (host: string): string =>
  `<bpmn:boundaryEvent id="late" attachedToRef="${host}" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeDuration>4 working hours</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="told"/>${flow('late_told', 'late', 'told')}`;
const mail =
  '<bpmn:sendTask id="m"><bpmn:extensionElements><millrace:action name="send-mail"><millrace:param name="to" expression="card.who"/></millrace:action></bpmn:extensionElements></bpmn:sendTask>';
const inTurn = `${start}${task('a')}${late('a')}${task('b')}${mail}${end}${chain('s', 'a', 'b', 'm', 'e')}`;

describe('restoring a state', () => {
  test('a timer remembers what it was set to and when', async () => {
    const run = await play(inTurn);
    run.send({ type: 'start' });
    expect(Object.values(run.state.timers)).toEqual([
      { id: 't4', instance: 'i3', element: 'late', due: { kind: 'duration', value: '4 working hours' }, setAt: 1000 },
    ]);
  });

  test('what only the old state has is taken back, what only the new one has is brought about', async () => {
    const run = await play(inTurn, { who: 'ann' });
    const first = run.send({ type: 'start', variables: { x: 1 } }).state;
    run.complete('a', { performer: { id: '7' } });
    run.send({ type: 'restore', reason: 'recall', state: first, detail: 'too early' });
    expect(run.state).toEqual({ ...first, counter: 5 });
    expect(run.commands).toEqual([
      { type: 'withdraw-assignment', instance: 'i5', element: 'b', why: 'exited' },
      expect.objectContaining({
        type: 'issue-assignment',
        instance: 'i3',
        element: 'a',
        round: 1,
        scope: expect.objectContaining({ x: 1, card: { who: 'ann' }, steps: {} }) as unknown,
      }),
      {
        type: 'set-timer',
        timer: 't4',
        instance: 'i3',
        element: 'late',
        due: { kind: 'duration', value: '4 working hours' },
        from: 1000,
      },
    ]);
    expect(run.entries.at(-1)).toMatchObject({ event: 'restored', element: 'p', detail: 'recall: too early' });
    run.complete('a').complete('b');
    expect(run.open).toEqual(['m']);
    expect(Object.keys(run.state.instances)).toEqual(['i1', 'i7']);
  });

  test('actions and incidents follow as well', async () => {
    const run = await play(inTurn, { who: 'ann' });
    const atTask = run.send({ type: 'start' }).complete('a').state;
    const acting = run.complete('b').state;
    run.send({ type: 'restore', reason: 'recall', state: atTask });
    expect(run.types()).toEqual(['cancel-action', 'issue-assignment']);
    run.send({ type: 'restore', reason: 'recall', state: acting });
    expect(run.commands).toEqual([
      expect.objectContaining({ type: 'withdraw-assignment' }),
      { type: 'run-action', instance: 'i6', element: 'm', action: 'send-mail', params: { to: 'ann' } },
    ]);
    const failed = run.send({ type: 'action-failed', instance: 'i6', message: 'no answer' }).state;
    run.send({ type: 'restore', reason: 'recall', state: acting });
    expect(run.types()).toEqual(['clear-incident', 'run-action']);
    run.send({ type: 'restore', reason: 'recall', state: failed });
    expect(run.types()).toEqual(['cancel-action', 'raise-incident']);
    run.send({ type: 'restore', reason: 'recall', state: { ...initialState(), status: 'finished', counter: 9 } });
    expect(run.types()).toEqual(['cancel-action', 'clear-incident', 'finish']);
  });

  test('what is not a state of the route is refused', async () => {
    const run = await play(inTurn);
    const { state } = run.send({ type: 'start' });
    const root = { id: 'i1', parent: null, element: 'p', state: 'active', since: 1 };
    const child = { id: 'i2', parent: 'i1', element: 'a', state: 'active', since: 1 };
    const wrong: unknown[] = [
      undefined,
      [],
      { ...state, format: 2 },
      { ...state, status: 'new' },
      { ...state, status: 'finished' },
      { ...state, counter: '3' },
      { ...state, variables: null },
      { ...state, timers: undefined },
      { ...state, instances: {} },
      { ...state, instances: { i1: root, i2: { ...root, id: 'i2' } } },
      { ...state, instances: { i1: root, i2: null } },
      { ...state, instances: { i1: root, i2: { ...child, id: 'i3' } } },
      { ...state, instances: { i1: root, i2: { ...child, parent: 'i9' } } },
      { ...state, instances: { i1: root, i2: { ...child, parent: 'i2' } } },
      { ...state, instances: { i1: root, i2: { ...child, state: 'completed' } } },
      { ...state, instances: { i1: root, i2: { ...child, element: 'z' } } },
      { ...state, instances: { i1: root, i2: { ...child, route: 'x/y' } } },
      { ...state, instances: { i1: root, i2: { ...child, since: null } } },
      { ...state, instances: { i1: root, i99: { ...child, id: 'i99' } } },
      { ...state, timers: { t3: { id: 't3', instance: 'i7', element: 'late' } } },
      { ...state, incidents: { n3: { id: 'n3', instance: 'i2', element: 'z' } } },
    ];
    for (const other of wrong)
      expect(run.refusal({ type: 'restore', reason: 'recall', state: other })).toBe('malformed');
    expect(run.refusal({ type: 'restore', reason: 'migration', state: { ...state, counter: 3 } })).toBe('malformed');
    expect(run.refusal({ type: 'restore', reason: 'recall', state })).toBe('taken');
    run
      .complete('a')
      .complete('b')
      .send({ type: 'action-done', instance: run.instanceAt('m') });
    // Only a decision that is taken back leads on from the end.
    expect(run.refusal({ type: 'restore', reason: 'recall', state })).toBe('taken');
    expect(run.refusal({ type: 'restore', reason: 'migration', state })).toBe('run-ended');
  });

  test('a replay goes on behind a migration without the record of the version before it', async () => {
    const run = await play(inTurn, { who: 'ann' });
    run.send({ type: 'start' }).complete('a');
    const other = { main: await graphOf(`${start}${task('b')}${end}${chain('s', 'b', 'e')}`), called: new Map() };
    const events: RouteEvent[] = [
      ...run.events,
      { type: 'restore', reason: 'migration', state: run.state, at: 9 },
      { type: 'complete', instance: run.instanceAt('b'), at: 10 },
    ];
    expect(replay(other, events)).toMatchObject({ status: 'finished', counter: 6 });
  });
});

/** What the surroundings of a run hold, as its commands tell them. */
class Surroundings {
  readonly assignments = new Set<string>();
  readonly timers = new Map<string, number>();
  readonly incidents = new Set<string>();

  carryOut(commands: readonly RouteCommand[], at: number): this {
    for (const command of commands) {
      if (command.type === 'issue-assignment') this.assignments.add(command.instance);
      else if (command.type === 'withdraw-assignment') this.assignments.delete(command.instance);
      else if (command.type === 'set-timer') this.timers.set(command.timer, command.from ?? at);
      else if (command.type === 'clear-timer') this.timers.delete(command.timer);
      else if (command.type === 'raise-incident') this.incidents.add(command.incident);
      else if (command.type === 'clear-incident') this.incidents.delete(command.incident);
    }
    return this;
  }

  static of(
    states: readonly { state: RunState; commands: readonly RouteCommand[]; event: RouteEvent }[],
  ): Surroundings {
    const all = new Surroundings();
    for (const { commands, event } of states) {
      all.carryOut(commands, event.at);
      // carried out by the surroundings themselves, without being told
      if (event.type === 'complete' || event.type === 'task-error') all.assignments.delete(event.instance);
      if (event.type === 'timer') all.timers.delete(event.timer);
    }
    return all;
  }
}

test('between any two states of a run the differences lead from the surroundings of one to those of the other', async () => {
  await fc.assert(
    fc.asyncProperty(
      block,
      fc.array(fc.nat(1000), { minLength: 2, maxLength: 12 }),
      fc.nat(100),
      fc.nat(100),
      async (shape, choices, one, other) => {
        const library = await libraryOf(shape);
        const history: { state: RunState; commands: readonly RouteCommand[]; event: RouteEvent }[] = [];
        let state = initialState();
        for (const [index, choice] of [0, ...choices].entries()) {
          const event: RouteEvent =
            index === 0
              ? { type: 'start', at: 0, variables: { n: 0, again: false } }
              : possible(library, state, choice, index);
          const result = step(library, state, event);
          if ('refused' in result) throw new Error(result.refused.message);
          ({ state } = result);
          history.push({ ...result, event });
          if (state.status !== 'active') break;
        }
        const first = one % history.length;
        const second = other % history.length;
        const before = history[first]?.state ?? state;
        const after = history[second]?.state ?? state;
        if (before.status !== 'active') return;
        const held = Surroundings.of(history.slice(0, first + 1));
        held.carryOut(differences(library, before, after, { at: 99 }), 99);
        expect(held).toEqual(Surroundings.of(history.slice(0, second + 1)));
      },
    ),
    { numRuns: 150, seed: 31 },
  );
}, 60_000);
