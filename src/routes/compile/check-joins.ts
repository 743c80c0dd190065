import type { ModelFlow, ModelNode, ModelScope } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import { TokenMoves } from './token-moves.js';

/** Where tokens are in one scope: at elements (ids, in order of arrival), and waiting at joins (ids of flows). */
interface Marking {
  readonly at: readonly string[];
  readonly arrived: readonly string[];
}

/** Most situations looked at from one start; what is beyond is told of as not proven. */
const maxMarkings = 5_000;
/** More tokens than this at once come from a circle that multiplies them; such ways are not followed further. */
const maxTokens = 24;

/**
 * Pass 6: plays each scope with every choice of its gateways and looks for joins that wait for a token which can no longer
 * come. Data is not looked at: a choice that conditions rule out is played as well. Tokens that do not depend on each
 * other are moved in one fixed order, which finds the same dead ends as all orders would.
 */
export function checkJoins(context: CompileContext): void {
  const visit = (scope: ModelScope, at: { id: string; name?: string }, adHoc: boolean): void => {
    if (!adHoc) new JoinCheck(context, scope, at).run();
    for (const node of scope.nodes) if (node.scope) visit(node.scope, node, node.type === 'adHocSubProcess');
  };
  visit(context.process, context.process, false);
}

class JoinCheck {
  private readonly moves: TokenMoves;
  private readonly reported = new Set<string>();
  private readonly reached = new Set<string>();
  /** Joins that are known to be reached by tokens that are not played now. */
  private passedOver: ReadonlySet<string> = new Set();
  private unfinished = false;

  constructor(
    private readonly context: CompileContext,
    private readonly scope: ModelScope,
    private readonly at: { id: string; name?: string },
  ) {
    this.moves = new TokenMoves(context, scope);
  }

  run(): void {
    const joins = this.scope.nodes.filter(
      ({ id, type }) => /^(parallel|inclusive)Gateway$/.test(type) && this.moves.incoming(id).length > 1,
    );
    if (joins.length === 0) return;
    for (const start of this.scope.nodes) if (start.type === 'startEvent') this.explore(start.id);
    if (!this.context.options.publishing) return;
    // What only begins beside the main way is played alone; where it meets the main way, other tokens come too.
    this.passedOver = new Set(this.reached);
    for (const node of this.scope.nodes) for (const beside of this.moves.boundaries(node, false)) this.explore(beside);
    if (this.unfinished) this.tellUnproven(joins);
  }

  private tellUnproven(joins: readonly ModelNode[]): void {
    const names = joins.flatMap(({ id, name }) => (this.reported.has(id) ? [] : [`"${name ?? id}"`]));
    if (names.length === 0) return;
    const message = `it has too many ways to look at all of them: that no token waits for ever is not proven for ${names.join(', ')}; draw parts of it as sub-processes, which are looked at one by one`;
    this.context.warning(this.at, 'joins-not-proven', message);
  }

  private explore(first: string): void {
    const seen = new Set<string>();
    const open: Marking[] = [{ at: [first], arrived: [] }];
    for (let marking = open.pop(); marking; marking = open.pop()) {
      const key = `${[...marking.at].sort().join()}|${[...marking.arrived].sort().join()}`;
      if (seen.has(key)) continue;
      if (marking.at.length > maxTokens || seen.size >= maxMarkings) {
        this.unfinished = true;
        if (seen.size >= maxMarkings) return;
        continue;
      }
      seen.add(key);
      open.push(...this.successors(marking));
    }
  }

  private successors(marking: Marking): Marking[] {
    const [id, ...rest] = marking.at;
    if (id === undefined) return this.joined(marking);
    const node = this.moves.nodes.get(id);
    this.reached.add(id);
    if (!node) return [];
    // Ends of the whole scope have no way on; behind other ends, the rest goes on without the token.
    return this.moves.waysOn(node).map((way) => this.arrive({ at: rest, arrived: marking.arrived }, way));
  }

  private arrive(before: Marking, way: readonly (ModelFlow | string)[]): Marking {
    const at = [...before.at];
    let arrived = [...before.arrived];
    for (const target of way) {
      const join = typeof target === 'string' ? undefined : this.moves.joinOf(target);
      if (typeof target === 'string' || !join) {
        at.push(typeof target === 'string' ? target : target.target);
        continue;
      }
      arrived.push(target.id);
      this.reached.add(join.id);
      const incoming = this.moves.incoming(join.id);
      if (join.type === 'parallelGateway' && incoming.every((flow) => arrived.includes(flow.id))) {
        arrived = without(arrived, incoming);
        at.push(join.id);
      }
    }
    return { at, arrived };
  }

  /** Nothing else moves: inclusive joins go on that wait for nobody; what still waits then will wait for ever. */
  private joined(marking: Marking): Marking[] {
    const waiting = [...new Set(marking.arrived.map((id) => this.context.flows.get(id)?.target ?? ''))];
    const full = new Set(marking.arrived);
    const free = waiting.find(
      (id) =>
        this.moves.nodes.get(id)?.type === 'inclusiveGateway' &&
        !waiting.some((other) => other !== id && this.moves.waitsFor(id, full, other)),
    );
    if (free !== undefined) return [{ at: [free], arrived: without(marking.arrived, this.moves.incoming(free)) }];
    const parallel = waiting.filter((id) => this.moves.nodes.get(id)?.type === 'parallelGateway');
    for (const id of parallel.length > 0 ? parallel : waiting) this.report(id, marking.arrived);
    return [];
  }

  private report(id: string, arrived: readonly string[]): void {
    const node = this.moves.nodes.get(id);
    if (!node || this.reported.has(id) || this.passedOver.has(id)) return;
    if (node.type === 'inclusiveGateway' && !this.context.options.publishing) return;
    this.reported.add(id);
    const missing = this.moves.incoming(id).filter((flow) => !arrived.includes(flow.id));
    const names = missing.map((flow) => this.moves.nodes.get(flow.source)?.name ?? flow.source).join(', ');
    const message =
      node.type === 'inclusiveGateway'
        ? `it waits for what is still on its way to it by the flow from ${names}, which waits as well and never comes; join them in the order in which they were split`
        : `it waits for all its incoming flows, but the one from ${names} need not be taken; use an exclusive or inclusive gateway to join`;
    this.context.problem(node, 'dead-join', message);
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
