import type { ModelNode } from '../model/route-model.js';
import type { TokenMoves } from './token-moves.js';

/** Where a token is: the id of an element, or of a flow at whose end it waits to be joined. */
type Place = string;

/** Two tokens have met where nothing joins them. */
export interface Meeting {
  /** The element that both come to. */
  readonly at: string;
  /** From where the later one comes, and the element from which the two have gone apart. */
  readonly from: string;
  readonly origin: string;
}

/**
 * Which places of one scope can have tokens at the same time, as a fixed point over pairs of places (after Kovalyov and
 * Esparza): exact where a route is sound, and cheap where playing all orders would not be.
 */
export class ConcurrentTokens {
  readonly meetings: Meeting[] = [];
  private readonly reached = new Set<Place>();
  /** For each place those beside it, with the element at which the two went apart. */
  private readonly beside = new Map<Place, Map<Place, string>>();
  private readonly open: (() => void)[] = [];
  private readonly waysOf = new Map<ModelNode, readonly (readonly Place[])[]>();
  private readonly eventsOf = new Map<ModelNode, readonly string[]>();

  /** @param together whether flows that conditions choose may be taken together */
  constructor(
    private readonly moves: TokenMoves,
    private readonly together: boolean,
  ) {
    for (const node of moves.scope.nodes) if (node.type === 'startEvent') this.reach(node.id);
    for (let next = this.open.shift(); next; next = this.open.shift()) next();
  }

  /** Whether two tokens can be at the element at the same time. */
  isDoubled(id: Place): boolean {
    return this.areBeside(id, id);
  }

  /** Elements from which tokens come to `at` while another is at `place` or has just come from there. */
  besides(place: Place, at: string): string[] {
    return [...(this.beside.get(place)?.keys() ?? [])].filter((other) => other !== place && this.leadsTo(other, at));
  }

  private leadsTo(place: Place, at: string): boolean {
    const node = this.moves.nodes.get(place);
    if (!node) return false;
    return this.ways(node).some((way) => way.includes(at)) || this.eventsBeside(node).includes(at);
  }

  private areBeside(a: Place, b: Place): boolean {
    return this.beside.get(a)?.has(b) === true;
  }

  private reach(place: Place): void {
    if (this.reached.has(place)) return;
    this.reached.add(place);
    this.open.push(() => this.goOnAlone(place));
  }

  private goOnAlone(place: Place): void {
    const node = this.moves.nodes.get(place);
    if (!node) {
      const join = this.moves.joinOf(place);
      if (join?.type === 'inclusiveGateway') this.reach(join.id);
      return;
    }
    for (const way of this.ways(node)) {
      way.forEach((target, index) => {
        this.reach(target);
        for (const other of way.slice(index + 1)) this.pair(target, other, place, place);
      });
    }
    for (const event of this.eventsBeside(node)) {
      this.reach(event);
      this.pair(event, place, event, place);
    }
  }

  /** Both places have a token at once. `from` is where the one that is now at `a` was before. */
  private pair(a: Place, b: Place, origin: string, from: Place): void {
    if (this.areBeside(a, b)) return;
    if (a === b && !this.isDoubled(from)) this.meetings.push({ at: a, from, origin });
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = this.beside.get(one) ?? new Map<Place, string>();
      this.beside.set(one, known.set(other, origin));
    }
    this.open.push(() => this.goOn(a, b, origin));
    if (a !== b) this.open.push(() => this.goOn(b, a, origin));
  }

  /** The token at `a` goes on while one is at `b`. */
  private goOn(a: Place, b: Place, origin: string): void {
    const node = this.moves.nodes.get(a);
    if (!node) {
      this.join(a, b, origin);
      return;
    }
    for (const way of this.ways(node)) for (const target of way) this.pair(target, b, origin, a);
    // An event that comes again and again begins its way once here: that it does so is meant.
    for (const event of this.eventsBeside(node)) if (event !== origin) this.pair(event, b, origin, a);
  }

  private join(flow: Place, b: Place, origin: string): void {
    const join = this.moves.joinOf(flow);
    if (!join) return;
    const flows = this.moves.incoming(join.id).map(({ id }) => id);
    if (join.type === 'parallelGateway') this.joinAll(join.id, flows, flow);
    else this.joinSome(join.id, flows, b, origin);
  }

  /** A parallel join goes on where all its flows can have tokens at once; beside it is what was beside all of them. */
  private joinAll(join: string, flows: readonly Place[], last: Place): void {
    const goesOn = flows.every((one, index) => flows.slice(index + 1).every((other) => this.areBeside(one, other)));
    if (!goesOn) return;
    this.reach(join);
    for (const [place, origin] of this.beside.get(last) ?? [])
      if (flows.every((flow) => this.areBeside(flow, place))) this.pair(join, place, origin, last);
  }

  /** An inclusive join goes on beside a token that it does not wait for. */
  private joinSome(join: string, flows: readonly Place[], b: Place, origin: string): void {
    const element = this.moves.nodes.has(b) ? b : (this.moves.joinOf(b)?.id ?? b);
    for (const flow of flows) {
      if (!this.areBeside(flow, b) || (flows.includes(b) && flow !== b)) continue;
      const full = new Set(
        flows.filter((other) => other === flow || (this.areBeside(other, flow) && this.areBeside(other, b))),
      );
      if (!this.moves.waitsFor(join, full, element)) this.pair(join, b, origin, flow);
    }
  }

  /** The places that tokens come to by each way out of an element; those of events beside it are not among them. */
  private ways(node: ModelNode): readonly (readonly Place[])[] {
    const known = this.waysOf.get(node);
    if (known) return known;
    const ways = this.moves.waysOn(node, this.together).map((way) =>
      way.map((target) => {
        if (typeof target === 'string') return target;
        return this.moves.joinOf(target) ? target.id : target.target;
      }),
    );
    this.waysOf.set(node, ways);
    return ways;
  }

  private eventsBeside(node: ModelNode): readonly string[] {
    const known = this.eventsOf.get(node) ?? this.moves.boundaries(node, false);
    this.eventsOf.set(node, known);
    return known;
  }
}
