import fc from 'fast-check';
import { block } from '../compile/testing/drawn-blocks.js';
import { activeElements } from './active-elements.js';
import type { RouteEvent, RouteLibrary } from './protocol.js';
import { initialState } from './state.js';
import type { RunState } from './state.js';
import { replay, step } from './step.js';
import { libraryOf, possible } from './testing/random-routes.js';

/** What must be true of every state, whatever has happened. */
function checkState(library: RouteLibrary, state: RunState): void {
  const instances = Object.values(state.instances);
  for (const instance of instances) {
    expect(library.main.nodes.has(instance.element)).toBe(true);
    if (instance.parent !== null) expect(state.instances[instance.parent]).toBeDefined();
  }
  for (const timer of Object.values(state.timers)) expect(state.instances[timer.instance]).toBeDefined();
  for (const incident of Object.values(state.incidents)) expect(state.instances[incident.instance]).toBeDefined();
  if (state.status === 'active') expect(activeElements(state).length).toBeGreaterThan(0);
  else expect(instances).toEqual([]);
}

describe('random routes', () => {
  test('every run ends or waits, and its record builds its state again', async () => {
    await fc.assert(
      fc.asyncProperty(block, fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 }), async (shape, choices) => {
        const library = await libraryOf(shape);
        const events: RouteEvent[] = [{ type: 'start', at: 0, variables: { n: 0, again: false } }];
        let state = replay(library, events);
        checkState(library, state);
        for (const [index, choice] of choices.entries()) {
          if (state.status !== 'active') break;
          const event = possible(library, state, choice, index + 1);
          const result = step(library, JSON.parse(JSON.stringify(state)) as RunState, event);
          if ('refused' in result) throw new Error(`${event.type} refused: ${result.refused.message}`);
          state = result.state;
          events.push(event);
          checkState(library, state);
        }
        expect(replay(library, events)).toEqual(state);
      }),
      { numRuns: 150, seed: 20260105 },
    );
  }, 60_000);

  test('completing what is open, in any order, brings every run to its end without a lost or doubled token', async () => {
    await fc.assert(
      fc.asyncProperty(block, fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), async (shape, choices) => {
        const library = await libraryOf(shape);
        const balance = new Map<string, number>();
        let state = initialState();
        const take = (event: RouteEvent): void => {
          const result = step(library, state, event);
          if ('refused' in result) throw new Error(result.refused.message);
          state = result.state;
          for (const entry of result.trail) {
            const change =
              entry.event === 'entered' ? 1 : entry.event === 'completed' || entry.event === 'finished' ? -1 : 0;
            balance.set(entry.element, (balance.get(entry.element) ?? 0) + change);
          }
        };
        take({ type: 'start', at: 0, variables: { n: 0, again: false } });
        for (let turn = 0; state.status === 'active' && turn < 500; turn += 1) {
          const open = activeElements(state);
          const { instance, element } = open[(choices[turn % choices.length] ?? 0) % open.length] ?? {
            instance: '',
            element: '',
          };
          const user = library.main.nodes.get(element)?.kind === 'user';
          take(user ? { type: 'complete', at: turn, instance } : { type: 'trigger', at: turn, instance, element });
        }
        const { counter, variables, steps } = state;
        expect(state).toEqual({ ...initialState(), status: 'finished', counter, variables, steps });
        expect([...balance].filter(([, difference]) => difference !== 0)).toEqual([]);
      }),
      { numRuns: 150, seed: 7 },
    );
  }, 60_000);
});
