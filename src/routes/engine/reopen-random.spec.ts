import fc from 'fast-check';
import { block, type Block } from '../compile/testing/drawn-blocks.js';
import { activeElements } from './active-elements.js';
import type { EventOf, RouteEvent, RouteLibrary, TrailEntry } from './protocol.js';
import { initialState } from './state.js';
import type { RunState } from './state.js';
import { replay, step } from './step.js';
import { libraryOf, possible } from './testing/random-routes.js';

/** Votes of several people in the place of tasks without a type. */
function withVotes(shape: Block): Block {
  if (shape.kind === 'pass') return { kind: 'votes' };
  if ('parts' in shape) return { ...shape, parts: shape.parts.map(withVotes) };
  return 'inner' in shape ? { ...shape, inner: withVotes(shape.inner) } : shape;
}
const routes = block.map(withVotes);
const choices = (maxLength: number) => fc.array(fc.nat(1000), { minLength: 1, maxLength });

/** A run that is driven by numbers. */
class RandomRun {
  state: RunState = initialState();
  readonly events: RouteEvent[] = [];
  readonly trail: TrailEntry[] = [];
  private readonly decided: EventOf<'reopen'>[] = [];

  constructor(readonly library: RouteLibrary) {
    this.take({ type: 'start', at: 0, variables: { n: 0, again: false } });
  }

  get at(): number {
    return this.events.length;
  }

  /** False where the event is refused. */
  take(event: RouteEvent): boolean {
    const result = step(this.library, JSON.parse(JSON.stringify(this.state)) as RunState, event);
    if ('refused' in result) return false;
    if (event.type === 'complete') this.remember(event);
    this.state = result.state;
    this.events.push(event);
    this.trail.push(...result.trail);
    this.check();
    return true;
  }

  private remember({ instance: id, outcome }: EventOf<'complete'>): void {
    const instance = this.state.instances[id];
    if (!instance || instance.parent === null) return;
    const { parent, element, turn, confirms } = instance;
    const before = confirms && this.decided.find((event) => event.element === element && event.turn === confirms.turn);
    this.decided.push({
      ...(before ?? { type: 'reopen', at: 0, container: parent, element, ...(turn === undefined ? {} : { turn }) }),
      outcome: outcome ?? null,
      performer: 'x',
    });
  }

  /** Lets one of the decisions taken so far lapse; false where that no longer matters. */
  lapse(choice: number): boolean {
    const chosen = this.decided[choice % Math.max(this.decided.length, 1)];
    return chosen !== undefined && this.take({ ...chosen, at: this.at });
  }

  /** What a state with lapsed decisions must never be. */
  private check(): void {
    const instances = Object.values(this.state.instances);
    for (const instance of instances) {
      if (instance.parent !== null) expect(this.state.instances[instance.parent]).toBeDefined();
      if (instance.parked)
        expect(instances.some(({ parent, confirms }) => parent === instance.id && confirms)).toBe(true);
    }
    const places = instances
      .filter(({ confirms }) => !confirms)
      .map(({ parent, element, turn }) => `${parent ?? ''} ${element} ${turn ?? ''}`);
    expect(places).toHaveLength(new Set(places).size);
    if (this.state.status === 'active') expect(activeElements(this.state).length).toBeGreaterThan(0);
    else expect(instances).toEqual([]);
  }

  /** Does one of the open things; `outcome` for tasks. */
  proceed(choice: number, outcomeOf: (instance: string) => string | null, variables = {}): void {
    const open = activeElements(this.state);
    const { instance, element } = open[choice % open.length] ?? { instance: '', element: '' };
    const user = this.library.main.nodes.get(element)?.kind === 'user';
    const outcome = outcomeOf(instance);
    const done = user
      ? this.take({ type: 'complete', at: this.at, instance, ...(outcome === null ? {} : { outcome }), variables })
      : this.take({ type: 'trigger', at: this.at, instance, element });
    expect(done).toBe(true);
  }

  /** How many more of each element have begun than ended. */
  balance(): [string, number][] {
    const balance = new Map<string, number>();
    for (const { event, element } of this.trail) {
      const change =
        event === 'entered' || event === 'reopened'
          ? 1
          : ['completed', 'confirmed', 'cancelled', 'finished'].includes(event)
            ? -1
            : 0;
      balance.set(element, (balance.get(element) ?? 0) + change);
    }
    return [...balance].filter(([, difference]) => difference !== 0);
  }

  completed(): string[] {
    return this.trail.flatMap(({ event, element }) => (event === 'completed' ? [element] : [])).sort();
  }
}

const pick = (numbers: readonly number[], index: number): number => numbers[index % numbers.length] ?? 0;

describe('decisions that lapse in random routes', () => {
  test('whatever happens, every run ends or waits, and its record builds its state again', async () => {
    await fc.assert(
      fc.asyncProperty(routes, choices(60), async (shape, numbers) => {
        const run = new RandomRun(await libraryOf(shape));
        for (const number of numbers) {
          if (run.state.status !== 'active') break;
          if (number % 3 === 0 && run.lapse(number)) continue;
          const event = possible(run.library, run.state, number, run.at);
          const decided = event.type === 'complete' && number % 2 === 0 ? { ...event, outcome: 'other' } : event;
          expect(run.take(decided)).toBe(true);
        }
        expect(replay(run.library, run.events)).toEqual(run.state);
      }),
      { numRuns: 150, seed: 31 },
    );
  }, 60_000);

  test('confirmed as they were, the same is done as if none had lapsed', async () => {
    await fc.assert(
      fc.asyncProperty(routes, choices(10), async (shape, numbers) => {
        const library = await libraryOf(shape);
        const plain = new RandomRun(library);
        while (plain.state.status === 'active') plain.proceed(pick(numbers, plain.at), () => 'yes');
        const lapsing = new RandomRun(library);
        for (let turn = 0; lapsing.state.status === 'active'; turn += 1) {
          expect(turn).toBeLessThan(2_000);
          if (turn < 100 && pick(numbers, turn) % 2 === 0 && lapsing.lapse(pick(numbers, turn))) continue;
          lapsing.proceed(pick(numbers, turn), () => 'yes');
        }
        expect(lapsing.completed()).toEqual(plain.completed());
        expect(lapsing.balance()).toEqual([]);
        const { status, variables, incidents, timers } = lapsing.state;
        expect({ status, variables, incidents, timers }).toEqual({
          status: 'finished',
          variables: plain.state.variables,
          incidents: {},
          timers: {},
        });
      }),
      { numRuns: 150, seed: 32 },
    );
  }, 60_000);

  test('decided otherwise or not, no token is lost or doubled: every run comes to its end', async () => {
    await fc.assert(
      fc.asyncProperty(routes, choices(20), async (shape, numbers) => {
        const run = new RandomRun(await libraryOf(shape));
        for (let turn = 0; run.state.status === 'active'; turn += 1) {
          expect(turn).toBeLessThan(2_000);
          const number = pick(numbers, turn);
          if (turn < 100 && number % 2 === 0 && run.lapse(number)) continue;
          const again = turn < 60 && number % 5 === 0;
          run.proceed(number, () => (turn < 100 && number % 3 === 0 ? 'other' : 'yes'), { again });
        }
        expect(run.state).toMatchObject({ status: 'finished', incidents: {}, timers: {} });
        expect(run.balance()).toEqual([]);
        expect(replay(run.library, run.events)).toEqual(run.state);
      }),
      { numRuns: 300, seed: 33 },
    );
  }, 60_000);
});
