import type { ModelFlow, ModelNode, ModelScope } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import { nextElements, reachedFrom } from './reach.js';

/** Where tokens are in one scope: at elements (ids, in order of arrival), and waiting at joins (ids of flows). */
interface Marking {
  readonly at: readonly string[];
  readonly arrived: readonly string[];
}

/** Most situations looked at in one scope; larger routes are checked as far as this goes. */
const maxMarkings = 5_000;
/** More tokens than this at once come from a circle that multiplies them; such ways are not followed further. */
const maxTokens = 24;

/**
 * Pass 6: plays each scope with every choice of its gateways and looks for parallel joins that wait for a token which can no
 * longer come. Data is not looked at: a choice that conditions rule out is played as well. Tokens that do not depend on each
 * other are moved in one fixed order, which finds the same dead ends as all orders would.
 */
export function checkJoins(context: CompileContext): void {
  const visit = (scope: ModelScope, adHoc: boolean): void => {
    if (!adHoc) new JoinCheck(context, scope).run();
    for (const node of scope.nodes) if (node.scope) visit(node.scope, node.type === 'adHocSubProcess');
  };
  visit(context.process, false);
}

class JoinCheck {
  private readonly nodes: ReadonlyMap<string, ModelNode>;
  private readonly reported = new Set<string>();
  private readonly next: ReadonlyMap<string, readonly string[]>;

  constructor(
    private readonly context: CompileContext,
    private readonly scope: ModelScope,
  ) {
    this.nodes = new Map(scope.nodes.map((node) => [node.id, node]));
    this.next = nextElements(context);
  }

  run(): void {
    const joins = this.scope.nodes.filter(
      (node) => node.type === 'parallelGateway' && this.incoming(node.id).length > 1,
    );
    if (joins.length === 0) return;
    for (const start of this.scope.nodes) {
      if (start.type === 'startEvent') this.explore({ at: [start.id], arrived: [] });
    }
  }

  private explore(first: Marking): void {
    const seen = new Set<string>();
    const open: Marking[] = [first];
    for (let marking = open.pop(); marking && seen.size < maxMarkings; marking = open.pop()) {
      const key = `${[...marking.at].sort().join()}|${[...marking.arrived].sort().join()}`;
      if (seen.has(key) || marking.at.length > maxTokens) continue;
      seen.add(key);
      open.push(...this.successors(marking));
    }
  }

  private successors(marking: Marking): Marking[] {
    const [id, ...rest] = marking.at;
    if (id === undefined) return this.joined(marking);
    const node = this.nodes.get(id);
    if (!node || endsScope(node)) return [];
    return this.waysOn(node).map((way) => this.arrive({ at: rest, arrived: marking.arrived }, way));
  }

  /** Every set of flows (or other next elements) by which an element may be left. */
  private waysOn(node: ModelNode): readonly (readonly (ModelFlow | string)[])[] {
    const flows = this.context.outgoing.get(node.id) ?? [];
    const interruptions = this.scope.nodes
      .filter((other) => other.attachedTo === node.id && other.event?.type !== 'compensation' && other.interrupting)
      .map((other) => [other.id]);
    if (node.event?.type === 'link' && node.type === 'intermediateThrowEvent') return [this.next.get(node.id) ?? []];
    if (node.type === 'exclusiveGateway' || node.type === 'eventBasedGateway') return flows.map((flow) => [flow]);
    if (node.type === 'parallelGateway') return [flows];
    const conditional = node.type === 'inclusiveGateway' || flows.some((flow) => flow.condition !== undefined);
    const normal = conditional && flows.length > 1 ? [...flows.map((flow) => [flow]), flows] : [flows];
    return [...normal, ...interruptions];
  }

  private incoming(id: string): readonly ModelFlow[] {
    return this.context.incoming.get(id) ?? [];
  }

  private arrive(before: Marking, way: readonly (ModelFlow | string)[]): Marking {
    const at = [...before.at];
    let arrived = [...before.arrived];
    for (const target of way) {
      if (typeof target === 'string') {
        at.push(target);
        continue;
      }
      const type = this.nodes.get(target.target)?.type;
      const incoming = this.incoming(target.target);
      if ((type !== 'parallelGateway' && type !== 'inclusiveGateway') || incoming.length < 2) {
        at.push(target.target);
        continue;
      }
      arrived.push(target.id);
      if (type === 'parallelGateway' && incoming.every((flow) => arrived.includes(flow.id))) {
        arrived = without(arrived, incoming);
        at.push(target.target);
      }
    }
    return { at, arrived };
  }

  /** Nothing else moves: inclusive joins go on; a parallel one that still waits will wait for ever. */
  private joined(marking: Marking): Marking[] {
    const waiting = [...new Set(marking.arrived.map((id) => this.context.flows.get(id)?.target ?? ''))];
    const inclusive = waiting.filter((id) => this.nodes.get(id)?.type === 'inclusiveGateway');
    const free =
      inclusive.find((id) => !inclusive.some((other) => other !== id && this.reaches(other, id))) ?? inclusive[0];
    if (free !== undefined) return [{ at: [free], arrived: without(marking.arrived, this.incoming(free)) }];
    for (const id of waiting) this.report(id, marking.arrived);
    return [];
  }

  private reaches(from: string, gateway: string): boolean {
    return [...reachedFrom(this.context, gateway, this.next).values()].some((sources) => sources.has(from));
  }

  private report(id: string, arrived: readonly string[]): void {
    const node = this.nodes.get(id);
    if (!node || this.reported.has(id)) return;
    this.reported.add(id);
    const missing = this.incoming(id).filter((flow) => !arrived.includes(flow.id));
    const names = missing.map((flow) => this.nodes.get(flow.source)?.name ?? flow.source).join(', ');
    this.context.problem(
      node,
      'dead-join',
      `it waits for all its incoming flows, but the one from ${names} need not be taken; use an exclusive or inclusive gateway to join`,
    );
  }
}

/** One token less for each flow that has one. */
function without(arrived: readonly string[], flows: readonly ModelFlow[]): string[] {
  const left = [...arrived];
  for (const flow of flows) {
    const at = left.indexOf(flow.id);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function endsScope(node: ModelNode): boolean {
  return node.type === 'endEvent' && ['terminate', 'error', 'cancel'].includes(node.event?.type ?? '');
}
