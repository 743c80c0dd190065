import fc from 'fast-check';

/** A structured piece of a route; by construction every token of it comes to its end. */
export type Block =
  | { readonly kind: 'task' | 'script' | 'pass' | 'catch' | 'votes' }
  | { readonly kind: 'sequence' | 'parallel' | 'inclusive'; readonly parts: readonly Block[] }
  | { readonly kind: 'choice'; readonly parts: readonly Block[]; readonly take: number }
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
        kind: fc.constantFrom('sub', 'many', 'loop', 'timed', 'guarded', 'reminded'),
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
      case 'reminded':
        return this.reminded(block.inner);
      case 'loop':
        return this.loop(block.inner);
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

  private sequence(parts: readonly Block[]): readonly [string, string] {
    const drawn = parts.map((part) => this.block(part));
    drawn.slice(1).forEach((part, index) => this.flow(drawn[index]?.[1] ?? '', part[0]));
    return [drawn[0]?.[0] ?? '', drawn.at(-1)?.[1] ?? ''];
  }

  private split(
    type: string,
    parts: readonly Block[],
    condition: (index: number) => string,
    joinType = type,
  ): readonly [string, string] {
    const fork = this.element(type);
    const join = this.element(joinType);
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

  /** Something beside it that comes to an end of its own. */
  private reminded(inner: Block): readonly [string, string] {
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

  private interrupted(inner: Block, definition: string): readonly [string, string] {
    const host = this.nested(inner);
    const event = this.element('boundaryEvent', definition, ` attachedToRef="${host}"`);
    const out = this.element('exclusiveGateway');
    this.flow(host, out);
    this.flow(event, out);
    return [host, out];
  }
}

/** The drawing of a block: elements of a process, and declarations beside it; `prefix` begins every id. */
export function drawnBlock(block: Block, prefix = ''): { readonly elements: string; readonly declarations: string } {
  const drawing = new Drawing(prefix);
  drawing.scope(block);
  return { elements: drawing.xml, declarations: '<bpmn:message id="message" name="go"/>' };
}
