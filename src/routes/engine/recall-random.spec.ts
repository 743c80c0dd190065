import fc from 'fast-check';
import { block, type Block } from '../compile/testing/drawn-blocks.js';
import type { GraphNode } from '../compile/route-graph.js';
import { isActivity } from '../compile/route-graph.js';
import type { RouteEvent, RouteLibrary } from './protocol.js';
import { recall } from './recall.js';
import { initialState } from './state.js';
import type { RunState } from './state.js';
import { step } from './step.js';
import { normalForm } from './testing/normal-form.js';
import { libraryOf, possible } from './testing/random-routes.js';

/** A block that begins with a task, so that there is something to decide. */
const decided = block.map((inner): Block => ({ kind: 'sequence', parts: [{ kind: 'task' }, inner] }));

/** Elements from one on, with what is inside them and at their boundaries, up to (alone) `until`. */
function reach(library: RouteLibrary, from: string, until: string): Set<string> {
  const found = new Set<string>([until]);
  const nodes = [...library.main.nodes.values()];
  const visit = (node: GraphNode | undefined): void => {
    if (!node || found.has(node.id)) return;
    found.add(node.id);
    for (const { target } of node.outgoing) visit(library.main.nodes.get(target));
    if (isActivity(node)) node.boundaries.forEach(visit);
    nodes.filter(({ scope }) => scope === node.id).forEach(visit);
  };
  visit(library.main.nodes.get(from));
  found.delete(until);
  return found;
}

/** A state of which only some elements can be seen; `possible` then chooses among their events. */
function only(state: RunState, elements: ReadonlySet<string>): RunState {
  const of = <T extends { readonly element: string }>(all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([, { element }]) => elements.has(element)));
  return { ...state, instances: of(state.instances), timers: of(state.timers), incidents: of(state.incidents) };
}

class History {
  readonly recorded: RouteEvent[][] = [];
  readonly states: RunState[] = [initialState()];

  constructor(private readonly library: RouteLibrary) {
    this.take({ type: 'start', at: 0, variables: { n: 0, again: false } });
  }

  get state(): RunState {
    return this.states.at(-1) ?? initialState();
  }

  take(event: RouteEvent): void {
    const result = step(this.library, this.state, event);
    if ('refused' in result) throw new Error(result.refused.message);
    this.recorded.push([event]);
    this.states.push(result.state);
  }

  /** Lets one of the things happen that are possible at some elements; false where there is none. */
  go(elements: ReadonlySet<string>, choice: number, at: number): boolean {
    const event = possible(this.library, only(this.state, elements), choice, at);
    if (event.type === 'cancel') return false;
    this.take(event);
    return true;
  }
}

describe('random routes', () => {
  const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 });

  test('taking back the last decision leads to the state before it', async () => {
    let recalled = 0;
    await fc.assert(
      fc.asyncProperty(decided, choices, async (shape, chosen) => {
        const library = await libraryOf({ kind: 'sequence', parts: [shape, { kind: 'task' }] });
        const history = new History(library);
        const all = new Set(library.main.nodes.keys());
        chosen.forEach((choice, index) => history.go(all, choice, index + 1));
        const last = history.recorded.findLastIndex(([event]) => event?.type === 'complete');
        const current = history.states[last + 1];
        if (last < 0 || !current) return;
        const result = recall(library, history.recorded.slice(0, last + 1), last, current);
        expect(result).toEqual({ state: { ...history.states[last], counter: current.counter } });
        recalled += 1;
      }),
      { numRuns: 150, seed: 12 },
    );
    expect(recalled).toBeGreaterThan(50);
  }, 60_000);

  test('taking back a decision of one branch leaves the other as if only it had gone on', async () => {
    let recalled = 0;
    await fc.assert(
      fc.asyncProperty(decided, decided, choices, choices, fc.nat(1000), async (one, two, first, second, which) => {
        const parallel: Block = { kind: 'parallel', parts: [one, two] };
        const library = await libraryOf({ kind: 'sequence', parts: [parallel, { kind: 'task' }] });
        const [left, right] = [...library.main.nodes.values()].find(({ kind }) => kind === 'parallel')?.outgoing ?? [];
        const join = [...library.main.nodes.values()].filter(({ kind }) => kind === 'parallel')[1];
        if (!left || !right || !join) throw new Error('two branches and a join');
        const [here, there] = [reach(library, left.target, join.id), reach(library, right.target, join.id)];
        const together = new History(library);
        const alone = new History(library);
        first.forEach((choice, index) => {
          together.go(here, choice, index + 1);
          alone.go(here, choice, index + 1);
        });
        const tasks = Object.values(together.state.instances).filter(
          ({ element, loop }) => here.has(element) && !loop && library.main.nodes.get(element)?.kind === 'user',
        );
        const task = tasks[which % Math.max(tasks.length, 1)];
        if (!task) return;
        together.take({ type: 'complete', at: 50, instance: task.id });
        const index = together.recorded.length - 1;
        second.forEach((choice, turn) => {
          together.go(there, choice, turn + 100);
          alone.go(there, choice, turn + 100);
        });
        const result = recall(library, together.recorded, index, together.state);
        if ('refused' in result) throw new Error(result.refused);
        expect(normalForm(result.state)).toEqual(normalForm(alone.state));
        expect(Object.values(result.state.instances).filter(({ element }) => there.has(element))).toEqual(
          Object.values(together.state.instances).filter(({ element }) => there.has(element)),
        );
        recalled += 1;
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(recalled).toBeGreaterThan(50);
  }, 60_000);
});
