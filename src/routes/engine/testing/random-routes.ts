import fc from 'fast-check';
import { activeElements } from '../active-elements.js';
import type { RouteEvent, RouteLibrary } from '../protocol.js';
import type { RunState } from '../state.js';
import { graphOf } from './play.js';

/** A structured piece of a route; by construction every token of it comes to its end. */
export type Block =
  | { readonly kind: 'task' | 'script' | 'pass' | 'catch' | 'votes' }
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
/** Any block, up to a size. */
export const { block } = fc.letrec<{ block: Block }>((tie) => {
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

  constructor(private readonly prefix: string) {}

  private id(prefix: string): string {
    this.last += 1;
    return `${this.prefix}${prefix}${this.last}`;
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
      case 'votes':
        return single(
          this.element(
            'userTask',
            '<bpmn:multiInstanceLoopCharacteristics millrace:collection="[1, 2]" millrace:item="voter" millrace:collect="outcome" millrace:into="votes"/>',
          ),
        );
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

/** The route of a block; `prefix` begins the id of every element and flow. */
export async function libraryOf(block: Block, prefix = ''): Promise<RouteLibrary> {
  const drawing = new Drawing(prefix);
  drawing.scope(block);
  return { main: await graphOf(drawing.xml, '<bpmn:message id="message" name="go"/>', true), called: new Map() };
}

/** One of the events that a state allows, chosen by a number. */
export function possible(library: RouteLibrary, state: RunState, choice: number, at: number): RouteEvent {
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
