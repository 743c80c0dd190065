import fc from 'fast-check';
import { declarations, Drawing, type Ends } from './drawing.js';
import { drawEvents, eventKinds, type EventBlock } from './drawn-events.js';

/** A structured piece of a route; by construction every token of it comes to its end. */
export type Block =
  | { readonly kind: 'task' | 'script' | 'pass' | 'catch' | 'votes' }
  | { readonly kind: 'sequence' | 'parallel' | 'inclusive'; readonly parts: readonly Block[] }
  | { readonly kind: 'choice'; readonly parts: readonly Block[]; readonly take: number }
  | EventBlock<Block>
  | { readonly kind: 'sub' | 'many' | 'loop' | 'timed' | 'guarded' | 'reminded'; readonly inner: Block }
  /** Unsound on purpose: split by one kind of gateway and joined by another. */
  | { readonly kind: 'crossed'; readonly split: string; readonly join: string; readonly parts: readonly Block[] };

const leaf: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { kind: 'task' },
  { kind: 'task' },
  { kind: 'script' },
  { kind: 'pass' },
  { kind: 'catch' },
);
/** Blocks around others. */
const around = (inner: fc.Arbitrary<Block>): fc.Arbitrary<Block>[] => {
  const parts = fc.array(inner, { minLength: 1, maxLength: 3 });
  return [
    fc.record({ kind: fc.constantFrom('sequence' as const, 'parallel' as const, 'inclusive' as const), parts }),
    fc.record({ kind: fc.constant('choice' as const), parts, take: fc.nat(2) }),
    fc.record({ kind: fc.constantFrom('sub', 'many', 'loop', 'timed', 'guarded', 'reminded'), inner }),
  ];
};
const size = { maxDepth: 3, withCrossShrink: true };

/** Any block of tasks, gateways and sub-processes, up to a size. */
export const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(size, leaf, ...around(tie('block'))),
}));

/** Any block that has events of all kinds, calls, transactions and ad-hoc sub-processes as well. */
export const { wideBlock } = fc.letrec<{ wideBlock: Block }>((tie) => {
  const inner = tie('wideBlock');
  const event = fc.record({
    kind: fc.constant('event' as const),
    what: fc.constantFrom(...eventKinds),
    inner,
    other: inner,
    flavour: fc.nat(11),
  });
  return { wideBlock: fc.oneof(size, leaf, event, event, ...around(inner)) };
});

/** Draws blocks; each has one way in and one way out. */
class BlockDrawing {
  constructor(private readonly drawing: Drawing) {}

  private element(type: string, inner = '', attributes = ''): string {
    return this.drawing.element(type, inner, attributes);
  }

  private flow(from: string, to: string, condition = ''): string {
    return this.drawing.flow(from, to, condition);
  }

  /** The content of a scope: start, block, end. */
  scope(block: Block): void {
    const [first, last] = this.block(block);
    this.flow(this.element('startEvent'), first);
    this.flow(last, this.element('endEvent'));
  }

  private nested(block: Block, before = ''): string {
    return this.drawing.container('subProcess', () => this.scope(block), before);
  }

  block(block: Block): Ends {
    const single = (id: string): Ends => [id, id];
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
      case 'reminded':
        return this.reminded(block.inner);
      case 'loop':
        return this.loop(block.inner);
      case 'event':
        return drawEvents(this.drawing, block, {
          ends: (inner) => this.block(inner),
          scope: (inner) => this.scope(inner),
        });
      case 'crossed':
        return this.split(block.split, block.parts, (index) => `n = ${index}`, block.join);
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

  private sequence(parts: readonly Block[]): Ends {
    const drawn = parts.map((part) => this.block(part));
    drawn.slice(1).forEach((part, index) => this.flow(drawn[index]?.[1] ?? '', part[0]));
    return [drawn[0]?.[0] ?? '', drawn.at(-1)?.[1] ?? ''];
  }

  private split(type: string, parts: readonly Block[], condition: (index: number) => string, joinType = type): Ends {
    const fork = this.element(type);
    const join = this.element(joinType);
    parts.forEach((part, index) => {
      const [first, last] = this.block(part);
      this.flow(fork, first, condition(index));
      this.flow(last, join);
    });
    return [fork, join];
  }

  private loop(inner: Block): Ends {
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

  /** Something beside it that comes to an end of its own. */
  private reminded(inner: Block): Ends {
    const host = this.nested(inner);
    const event = this.element(
      'boundaryEvent',
      '<bpmn:timerEventDefinition><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition>',
      ` attachedToRef="${host}" cancelActivity="false"`,
    );
    const reminder = this.element('userTask');
    this.flow(event, reminder);
    this.flow(reminder, this.element('endEvent'));
    return [host, host];
  }

  private interrupted(inner: Block, definition: string): Ends {
    const host = this.nested(inner);
    const event = this.element('boundaryEvent', definition, ` attachedToRef="${host}"`);
    const out = this.element('exclusiveGateway');
    this.flow(host, out);
    this.flow(event, out);
    return [host, out];
  }
}

/** A block drawn as the content of a process. */
export interface DrawnBlock {
  readonly elements: string;
  /** What stands beside the process. */
  readonly declarations: string;
  /** The contents of the routes that it calls, by key. */
  readonly called: ReadonlyMap<string, string>;
}

/** The drawing of a block; `prefix` begins every id. */
export function drawnBlock(block: Block, prefix = ''): DrawnBlock {
  const drawing = new Drawing(prefix);
  new BlockDrawing(drawing).scope(block);
  return { elements: drawing.xml, declarations, called: drawing.called };
}
