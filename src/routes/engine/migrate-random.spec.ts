import fc from 'fast-check';
import { block } from '../compile/testing/drawn-blocks.js';
import { migrate } from './migrate.js';
import type { RouteEvent, RouteLibrary } from './protocol.js';
import { initialState } from './state.js';
import type { RunState } from './state.js';
import { replay, step } from './step.js';
import { rename } from './testing/normal-form.js';
import { libraryOf, possible } from './testing/random-routes.js';

const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 });
const begin: RouteEvent = { type: 'start', at: 0, variables: { n: 0, again: false } };

/** Lets something happen until the run ends or the choices do; gives every event and the state after it. */
function go(library: RouteLibrary, chosen: readonly number[]): { events: RouteEvent[]; states: RunState[] } {
  const events: RouteEvent[] = [];
  const states: RunState[] = [];
  let state = initialState();
  for (const [index, choice] of [0, ...chosen].entries()) {
    const event = index === 0 ? begin : possible(library, state, choice, index);
    const result = step(library, state, event);
    if ('refused' in result) throw new Error(result.refused.message);
    ({ state } = result);
    events.push(event);
    states.push(state);
    if (state.status !== 'active') break;
  }
  return { events, states };
}

/** Renamed elements and flows of a route that is drawn twice, in the same way, with other ids. */
function namesOf(one: RouteLibrary, other: RouteLibrary): Map<string, string> {
  const pairs = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): [string, string][] => {
    const ids = [...b.keys()];
    return [...a.keys()].map((id, index) => [id, ids[index] ?? '']);
  };
  return new Map([...pairs(one.main.nodes, other.main.nodes), ...pairs(one.main.flows, other.main.flows)]);
}

describe('random routes', () => {
  test('going over to the same route changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(block, choices, async (shape, chosen) => {
        const library = await libraryOf(shape);
        const again = await libraryOf(shape);
        const state = go(library, chosen).states.findLast(({ status }) => status === 'active');
        if (!state || Object.values(state.instances).some((instance) => instance.state !== 'active')) return;
        const migrated = migrate(library, again, state, {}, 99);
        expect(migrated).toEqual({ state, commands: [], renamed: [] });
      }),
      { numRuns: 200, seed: 3 },
    );
  }, 60_000);

  test('a run that went over to a route with other ids goes on and ends as it would have', async () => {
    let migratedRuns = 0;
    await fc.assert(
      fc.asyncProperty(block, choices, fc.nat(30), async (shape, chosen, when) => {
        const library = await libraryOf(shape);
        const other = await libraryOf(shape, 'new_');
        const { events, states } = go(library, chosen);
        const index = when % states.length;
        const state = states[index];
        if (state?.status !== 'active') return;
        if (Object.values(state.instances).some((instance) => instance.state !== 'active')) return;
        const names = namesOf(library, other);
        const mapping = Object.fromEntries([...names].filter(([id]) => library.main.nodes.has(id)));
        const migrated = migrate(library, other, state, mapping, 99);
        if ('problems' in migrated) throw new Error(JSON.stringify(migrated.problems));
        expect(migrated.state).toEqual(rename(state, names));
        expect(migrated.commands).toEqual([]);
        const { reason, ...restored } = {
          reason: 'migration',
          type: 'restore',
          at: 99,
          state: migrated.state,
        } as const;
        const later = events.slice(index + 1).map((event) => rename(event, names) as RouteEvent);
        const end = replay(other, [...events.slice(0, index + 1), { ...restored, reason }, ...later]);
        expect(end).toEqual(rename(states.at(-1), names));
        migratedRuns += 1;
      }),
      { numRuns: 200, seed: 4 },
    );
    expect(migratedRuns).toBeGreaterThan(80);
  }, 60_000);
});
