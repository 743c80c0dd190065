import fc from 'fast-check';
import { activeElements } from './active-elements.js';
import type { RouteEvent, RouteLibrary } from './protocol.js';
import { initialState } from './state.js';
import type { RunState } from './state.js';
import { replay, step } from './step.js';
import { graphOf } from './testing/play.js';

/** A structured piece of a route; by construction every token of it comes to its end. */
type Block =
  | { readonly kind: 'task' | 'script' | 'pass' | 'catch' }
  | { readonly kind: 'sequence' | 'parallel' | 'inclusive'; readonly parts: readonly Block[] }
  | { readonly kind: 'choice'; readonly parts: readonly Block[]; readonly take: number }
  | { readonly kind: 'sub' | 'many' | 'loop' | 'timed' | 'guarded'; readonly inner: Block };

const leaf: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { kind: 'task' },
  { kind: 'task' },
  { kind: 'script' },
  { kind: 'pass' },
  { kind: 'catch' },
);
const { block } = fc.letrec<{ block: Block }>((tie) => {
  const parts = fc.array(tie('block'), { minLength: 1, maxLength: 3 });
  return {
    block: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constantFrom('sequence' as const, 'parallel' as const, 'inclusive' as const), parts }),
      fc.record({ kind: fc.constant('choice' as const), parts, take: fc.nat(2) }),
      fc.record({
        kind: fc.constantFrom('sub' as const, 'many' as const, 'loop' as const, 'timed' as const, 'guarded' as const),
        inner: tie('block'),
      }),
    ),
  };
});

/** Draws blocks as BPMN; each has one way in and one way out. */
class Drawing {
  private last = 0;
  xml = '';

  private id(prefix: string): string {
    this.last += 1;
    return `${prefix}${this.last}`;
  }

  flow(from: string, to: string, condition = ''): string {
    const id = this.id('f');
    this.xml += `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition && `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`;
    return id;
  }

  private element(type: string, inner = '', attributes = ''): string {
    const id = this.id(type.slice(0, 2).toLowerCase());
    this.xml += `<bpmn:${type} id="${id}"${attributes}>${inner}</bpmn:${type}>`;
    return id;
  }

  /** The content of a scope: start, block, end. */
  scope(block: Block): void {
    const [first, last] = this.block(block);
    this.flow(this.element('startEvent'), first);
    this.flow(last, this.element('endEvent'));
  }

  private nested(block: Block, before = ''): string {
    const outer = this.xml;
    this.xml = '';
    this.scope(block);
    const inner = this.xml;
    this.xml = outer;
    return this.element('subProcess', before + inner);
  }

  block(block: Block): readonly [string, string] {
    const single = (id: string): readonly [string, string] => [id, id];
    switch (block.kind) {
      case 'task':
        return single(this.element('userTask'));
      case 'pass':
        return single(this.element('task'));
      case 'script':
        return single(
          this.element(
            'scriptTask',
            '<bpmn:script>n + 1</bpmn:script>',
            ' scriptFormat="feel" millrace:resultVariable="n"',
          ),
        );
      case 'catch':
        return single(this.element('intermediateCatchEvent', '<bpmn:messageEventDefinition messageRef="message"/>'));
      case 'sub':
        return single(this.nested(block.inner));
      case 'many':
        return single(
          this.nested(
            block.inner,
            '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
          ),
        );
      case 'timed':
        return this.interrupted(
          block.inner,
          '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>',
        );
      case 'guarded':
        return this.interrupted(block.inner, '<bpmn:errorEventDefinition/>');
      case 'loop':
        return this.loop(block.inner);
      case 'sequence':
        return this.sequence(block.parts);
      case 'choice':
        return this.split('exclusiveGateway', block.parts, (index) =>
          String(index === block.take % block.parts.length),
        );
      case 'inclusive':
        return this.split('inclusiveGateway', block.parts, (index) => String(index !== 1));
      default:
        return this.split('parallelGateway', block.parts, () => '');
    }
  }

  private sequence(parts: readonly Block[]): readonly [string, string] {
    const drawn = parts.map((part) => this.block(part));
    drawn.slice(1).forEach((part, index) => this.flow(drawn[index]?.[1] ?? '', part[0]));
    return [drawn[0]?.[0] ?? '', drawn.at(-1)?.[1] ?? ''];
  }

  private split(
    type: string,
    parts: readonly Block[],
    condition: (index: number) => string,
  ): readonly [string, string] {
    const fork = this.element(type);
    const join = this.element(type);
    parts.forEach((part, index) => {
      const [first, last] = this.block(part);
      this.flow(fork, first, condition(index));
      this.flow(last, join);
    });
    return [fork, join];
  }

  private loop(inner: Block): readonly [string, string] {
    const entry = this.element('exclusiveGateway');
    const work = this.element('userTask');
    const exit = this.element('exclusiveGateway');
    const [first, last] = this.block(inner);
    this.flow(entry, work);
    this.flow(work, first);
    this.flow(last, exit);
    this.flow(exit, entry, 'again');
    const out = this.element('exclusiveGateway');
    this.flow(exit, out, 'not(again)');
    return [entry, out];
  }

  private interrupted(inner: Block, definition: string): readonly [string, string] {
    const host = this.nested(inner);
    const event = this.element('boundaryEvent', definition, ` attachedToRef="${host}"`);
    const out = this.element('exclusiveGateway');
    this.flow(host, out);
    this.flow(event, out);
    return [host, out];
  }
}

async function libraryOf(block: Block): Promise<RouteLibrary> {
  const drawing = new Drawing();
  drawing.scope(block);
  return { main: await graphOf(drawing.xml, '<bpmn:message id="message" name="go"/>', true), called: new Map() };
}

/** One of the events that a state allows, chosen by a number. */
function possible(library: RouteLibrary, state: RunState, choice: number, at: number): RouteEvent {
  const events: RouteEvent[] = [];
  for (const { instance, element } of activeElements(state)) {
    const node = library.main.nodes.get(element);
    if (node?.kind === 'user') {
      events.push({ type: 'complete', at, instance, variables: { again: choice % 5 === 0 } });
      events.push({ type: 'task-error', at, instance, code: 'E' });
    } else if (node?.kind === 'catch') events.push({ type: 'trigger', at, instance, element });
  }
  for (const timer of Object.keys(state.timers)) events.push({ type: 'timer', at, timer });
  for (const incident of Object.keys(state.incidents)) events.push({ type: 'retry', at, incident });
  return events[choice % events.length] ?? { type: 'cancel', at, reason: 'nothing is possible' };
}

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
