import type { ModelFlow, ModelNode, ModelScope } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import { nextElements, reachedFrom } from './reach.js';

/** How tokens move in one scope: what the checks of joins play. Data is not looked at. */
export class TokenMoves {
  readonly nodes: ReadonlyMap<string, ModelNode>;
  private readonly next: ReadonlyMap<string, readonly string[]>;
  private readonly surely: ReadonlyMap<string, readonly string[]>;
  private readonly sources = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

  constructor(
    private readonly context: CompileContext,
    readonly scope: ModelScope,
  ) {
    this.nodes = new Map(scope.nodes.map((node) => [node.id, node]));
    this.next = nextElements(context);
    this.surely = nextElements(context, false);
  }

  incoming(id: string): readonly ModelFlow[] {
    return this.context.incoming.get(id) ?? [];
  }

  /** The gateway at which tokens wait for each other, if the flow (or the one with this id) leads to one. */
  joinOf(flowOrId: ModelFlow | string): ModelNode | undefined {
    const flow = typeof flowOrId === 'string' ? this.context.flows.get(flowOrId) : flowOrId;
    if (!flow) return undefined;
    const node = this.nodes.get(flow.target);
    const joins = node?.type === 'parallelGateway' || node?.type === 'inclusiveGateway';
    return joins && this.incoming(flow.target).length > 1 ? node : undefined;
  }

  /**
   * Every set of flows (or other next elements) by which an element may be left. A choice of several flows at once is given by
   * each alone and all together; `together` false leaves only each alone.
   */
  waysOn(node: ModelNode, together = true): readonly (readonly (ModelFlow | string)[])[] {
    if (endsScope(node)) return [];
    const flows = this.context.outgoing.get(node.id) ?? [];
    const interruptions = this.boundaries(node, true).map((id) => [id]);
    if (node.event?.type === 'link' && node.type === 'intermediateThrowEvent') return [this.next.get(node.id) ?? []];
    if (node.type === 'exclusiveGateway' || node.type === 'eventBasedGateway') return flows.map((flow) => [flow]);
    if (node.type === 'parallelGateway') return [flows];
    const conditional = node.type === 'inclusiveGateway' || flows.some((flow) => flow.condition !== undefined);
    const each = flows.map((flow) => [flow]);
    const normal = conditional && flows.length > 1 ? [...each, ...(together ? [flows] : [])] : [flows];
    return [...normal, ...interruptions];
  }

  /** Boundary events of an element that take its token away, or that begin a way beside it. */
  boundaries(node: ModelNode, interrupting: boolean): string[] {
    return this.scope.nodes
      .filter(
        (other) =>
          other.attachedTo === node.id &&
          other.event?.type !== 'compensation' &&
          (other.interrupting || other.event?.type === 'error') === interrupting,
      )
      .map(({ id }) => id);
  }

  /**
   * Whether an inclusive gateway that has tokens on the flows `full` waits for one at `element` (BPMN 2.0.2, 13.4.3): it could
   * come by an empty flow, and not as well by one that has a token.
   */
  waitsFor(gateway: string, full: ReadonlySet<string>, element: string): boolean {
    const flows = this.incoming(gateway);
    const comes = (flow: ModelFlow, next: ReadonlyMap<string, readonly string[]>, kind: string) =>
      this.reached(gateway, next, kind).get(flow.id)?.has(element) === true;
    return (
      flows.some((flow) => !full.has(flow.id) && comes(flow, this.next, 'perhaps')) &&
      !flows.some((flow) => full.has(flow.id) && comes(flow, this.surely, 'surely'))
    );
  }

  private reached(
    gateway: string,
    next: ReadonlyMap<string, readonly string[]>,
    kind: string,
  ): ReadonlyMap<string, ReadonlySet<string>> {
    const key = `${kind} ${gateway}`;
    const known = this.sources.get(key) ?? reachedFrom(this.context, gateway, next);
    this.sources.set(key, known);
    return known;
  }
}

function endsScope(node: ModelNode): boolean {
  return node.type === 'endEvent' && ['terminate', 'error', 'cancel'].includes(node.event?.type ?? '');
}
