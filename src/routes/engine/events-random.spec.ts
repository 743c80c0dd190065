import fc from 'fast-check';
import type { GraphNode } from '../compile/route-graph.js';
import { wideBlock } from '../compile/testing/drawn-blocks.js';
import type { RouteEvent, RouteLibrary } from './protocol.js';
import { initialState } from './state.js';
import type { Instance, RunState } from './state.js';
import { replay, step } from './step.js';
import { anyEvent, Balance, leaves, nodeAt, possibleEvents } from './testing/random-events.js';
import { checkedLibraryOf, libraryOf } from './testing/random-routes.js';

const begin: RouteEvent = { type: 'start', at: 0, variables: { n: 0, again: false } };
/** What may come while nobody waits for it, or not now. */
const maybe = new Set(['message', 'signal', 'activate']);

const waits = (node: GraphNode): boolean =>
  ['user', 'catch', 'receive', 'action', 'event-gateway'].includes(node.kind) ||
  (node.kind === 'scope' && node.variant === 'ad-hoc');

/** What must be true of every state, whatever has happened: all that is there is held by something. */
function checkHeld(library: RouteLibrary, state: RunState): void {
  const instances = Object.values(state.instances);
  for (const instance of instances) {
    nodeAt(library, instance);
    if (instance.parent !== null) expect(state.instances[instance.parent]).toBeDefined();
    if (instance.undoes !== undefined) expect(state.instances[instance.undoes]).toBeDefined();
  }
  for (const timer of Object.values(state.timers)) expect(state.instances[timer.instance]).toBeDefined();
  for (const incident of Object.values(state.incidents)) expect(state.instances[incident.instance]).toBeDefined();
  if (state.status !== 'active') {
    expect(instances).toEqual([]);
    expect(state.timers).toEqual({});
    expect(state.incidents).toEqual({});
  } else expect(instances.filter(({ parent }) => parent === null)).toHaveLength(1);
}

/** … and either the run has ended, or everything in it waits. */
function checkState(library: RouteLibrary, state: RunState): void {
  checkHeld(library, state);
  const instances = Object.values(state.instances);
  const mended = new Set(Object.values(state.incidents).map(({ instance }) => instance));
  const isUndone = ({ id, undoing }: Instance): boolean =>
    undoing !== undefined && instances.some(({ undoes }) => undoes === id);
  const stuck = leaves(state).filter(
    (leaf) => !waits(nodeAt(library, leaf)) && !mended.has(leaf.id) && !isUndone(leaf),
  );
  expect(stuck).toEqual([]);
}

function constructsOf(library: RouteLibrary): string[] {
  return [library.main, ...library.called.values()].flatMap((graph) =>
    [...graph.nodes.values()].map((node) => {
      const more = 'trigger' in node ? node.trigger.type : 'throws' in node ? node.throws.type : '';
      const how = 'interrupting' in node && !node.interrupting ? ' beside' : '';
      return `${node.kind} ${node.kind === 'scope' ? node.variant : more}${how}`.trim();
    }),
  );
}

describe('random routes with events of all kinds', () => {
  test('every run ends or waits, no token is lost or doubled, and the record builds the state again', async () => {
    const drawn = new Set<string>();
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        wideBlock,
        fc.array(fc.nat(100_000), { minLength: 5, maxLength: 30 }),
        async (shape, choices) => {
          const library = await libraryOf(shape);
          for (const construct of constructsOf(library)) drawn.add(construct);
          const balance = new Balance(library);
          const events: RouteEvent[] = [];
          let state = initialState();
          for (const [index, choice] of [0, ...choices].entries()) {
            if (state.status !== 'active' && index > 0) break;
            const possible = index === 0 ? [begin] : possibleEvents(library, state, index, choice);
            const event = possible[choice % possible.length] ?? begin;
            const result = step(library, structuredClone(state), event);
            if ('refused' in result) {
              expect([event.type, maybe.has(event.type)]).toEqual([event.type, true]);
              continue;
            }
            state = result.state;
            events.push(event);
            seen.add(event.type);
            balance.take(result.trail, state);
            expect(balance.faults).toEqual([]);
            checkState(library, state);
          }
          expect(replay(library, events)).toEqual(state);
        },
      ),
      { numRuns: 500, seed: 20260106 },
    );
    expect([...drawn].sort()).toEqual(expect.arrayContaining(everything));
    expect([...seen].sort()).toEqual(expect.arrayContaining(everyEvent));
  }, 60_000);

  test('doing what is open, in any order, brings every run to its end', async () => {
    await fc.assert(
      fc.asyncProperty(wideBlock, fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), async (shape, choices) => {
        const library = await libraryOf(shape);
        const balance = new Balance(library);
        let state = initialState();
        for (let turn = 0; state.status !== 'finished' && turn < 500; turn += 1) {
          const open = turn === 0 ? [begin] : possibleEvents(library, state, turn, 1).filter(goesOn);
          const event = open[(choices[turn % choices.length] ?? 0) % open.length];
          if (!event)
            throw new Error(
              `nothing goes on at ${leaves(state)
                .map(({ element }) => element)
                .join()}`,
            );
          const result = step(library, state, event);
          if ('refused' in result) throw new Error(result.refused.message);
          state = result.state;
          balance.take(result.trail, state);
        }
        const { counter, variables, steps } = state;
        expect(state).toEqual({ ...initialState(), status: 'finished', counter, variables, steps });
        expect(balance.faults).toEqual([]);
      }),
      { numRuns: 200, seed: 8 },
    );
  }, 60_000);

  test('a route that passed the checks never throws, whatever comes in whatever order', async () => {
    let passed = 0;
    let drawn = 0;
    await fc.assert(
      fc.asyncProperty(
        wideBlock,
        fc.array(fc.nat(1_000_000), { minLength: 10, maxLength: 40 }),
        async (shape, choices) => {
          const library = await checkedLibraryOf(shape);
          drawn += 1;
          if (!library) return;
          passed += 1;
          const events: RouteEvent[] = [];
          let state = initialState();
          for (const [index, choice] of [0, ...choices].entries()) {
            const legal = index === 0 ? [begin] : possibleEvents(library, state, index, choice);
            const event = choice % 2 === 0 ? legal[choice % legal.length] : anyEvent(library, state, index, choice);
            const result = step(library, state, event ?? begin);
            if ('refused' in result) continue;
            ({ state } = result);
            events.push(event ?? begin);
            checkHeld(library, state);
            if (state.status !== 'active') break;
          }
          expect(replay(library, events)).toEqual(state);
        },
      ),
      { numRuns: 250, seed: 12 },
    );
    expect(passed / drawn).toBeGreaterThan(0.5);
  }, 60_000);
});

/** What people and workers do, and events that come; nothing that goes wrong, and no interruptions. */
const goesOn = (event: RouteEvent): boolean =>
  event.type === 'action-done' ||
  event.type === 'trigger' ||
  (event.type === 'complete' && event.variables === undefined);

const everyEvent = [
  'action-done',
  'action-failed',
  'activate',
  'complete',
  'message',
  'retry',
  'set-variables',
  'signal',
  'start',
  'task-error',
  'task-escalation',
  'timer',
  'trigger',
];
const everything = [
  'action',
  'boundary cancel',
  'boundary compensation',
  'boundary conditional',
  'boundary conditional beside',
  'boundary error',
  'boundary escalation',
  'boundary escalation beside',
  'boundary message',
  'boundary message beside',
  'boundary signal',
  'boundary signal beside',
  'boundary timer',
  'boundary timer beside',
  'call',
  'catch conditional',
  'catch link',
  'catch message',
  'catch signal',
  'catch timer',
  'end cancel',
  'end compensation',
  'end error',
  'end escalation',
  'end message',
  'end none',
  'end signal',
  'end terminate',
  'event-gateway',
  'exclusive',
  'inclusive',
  'parallel',
  'pass',
  'receive',
  'scope ad-hoc',
  'scope event',
  'scope process',
  'scope sub',
  'scope transaction',
  'script',
  'start conditional',
  'start conditional beside',
  'start error',
  'start escalation',
  'start escalation beside',
  'start message',
  'start message beside',
  'start none',
  'start signal',
  'start signal beside',
  'start timer',
  'start timer beside',
  'throw compensation',
  'throw escalation',
  'throw link',
  'throw message',
  'throw none',
  'throw signal',
  'user',
];
