import { isActivity } from '../compile/route-graph.js';
import type { GraphFlow, GraphNode, RouteGraph } from '../compile/route-graph.js';
import type { RouteLibrary } from './protocol.js';

/** Why a run cannot go over to another version of its route: at which element, a stable code, and a message for people. */
export interface MigrationProblem {
  /** Element of the version that the run is in. */
  readonly element: string;
  readonly name?: string;
  readonly code:
    | 'not-running'
    | 'not-waiting'
    | 'unknown-element'
    | 'not-mapped'
    | 'other-kind'
    | 'other-scope'
    | 'unknown-route'
    | 'unknown-flow'
    | 'not-a-join'
    | 'join-complete'
    | 'dead-join'
    | 'two-results';
  readonly message: string;
}

/** Which element of a route stands for which in another version of it; collects what does not fit. */
export class MigrationMap {
  readonly problems: MigrationProblem[] = [];

  constructor(
    private readonly from: RouteLibrary,
    private readonly to: RouteLibrary,
    private readonly mapping: Readonly<Record<string, string>>,
  ) {
    for (const [source, target] of Object.entries(mapping)) {
      const node = from.main.nodes.get(source);
      if (!node)
        this.report({ id: source }, 'unknown-element', `the mapping names ${source}, which is not in the route`);
      else if (!to.main.nodes.has(target))
        this.report(node, 'unknown-element', `the mapping leads to ${target}, which is not in the new version`);
    }
  }

  report(node: Pick<GraphNode, 'id' | 'name'>, code: MigrationProblem['code'], message: string): void {
    if (this.problems.some((known) => known.element === node.id && known.code === code && known.message === message))
      return;
    this.problems.push({ element: node.id, ...(node.name === undefined ? {} : { name: node.name }), code, message });
  }

  source(route: string | undefined): RouteGraph | undefined {
    return route === undefined ? this.from.main : this.from.called.get(route);
  }

  target(route: string | undefined): RouteGraph | undefined {
    return route === undefined ? this.to.main : this.to.called.get(route);
  }

  /** The id that an element has in the new version; the mapping is for the run's own route, called ones keep their ids. */
  idOf(route: string | undefined, element: string): string {
    if (route === undefined && Object.hasOwn(this.mapping, element)) return this.mapping[element] ?? element;
    const [source, target] = [this.source(route), this.target(route)];
    return source && target && element === source.root.id ? target.root.id : element;
  }

  /** The element of the new version, if there is one. */
  find(route: string | undefined, element: string): GraphNode | undefined {
    return this.target(route)?.nodes.get(this.idOf(route, element));
  }

  /** The element of the new version that goes on for one that is needed; reports where there is none or it is another kind. */
  demand(route: string | undefined, element: string): GraphNode | undefined {
    const source = this.source(route)?.nodes.get(element);
    if (!source || !this.target(route)) {
      this.report({ id: element }, 'unknown-route', `the route ${route ?? ''} is not there in both versions`);
      return undefined;
    }
    const node = this.find(route, element);
    const title = source.name ?? source.id;
    if (!node) {
      this.report(source, 'not-mapped', `${title} is not in the new version, and nothing is named in its place`);
      return undefined;
    }
    const [was, is] = [natureOf(source), natureOf(node)];
    if (was === is) return node;
    this.report(source, 'other-kind', `${title} is ${was}, ${node.name ?? node.id} in its place is ${is}`);
    return undefined;
  }

  /**
   * The flow of the new version between the same two elements. Of several between the same two it is the one with the same
   * id, else the one drawn in the same place among them.
   */
  flow(route: string | undefined, flow: string): GraphFlow | undefined {
    const [source, target] = [this.source(route), this.target(route)];
    const old = source?.flows.get(flow);
    if (!source || !target || !old) return undefined;
    const start = this.idOf(route, old.source);
    const twins = (source.nodes.get(old.target)?.incoming ?? []).filter((other) => other.source === old.source);
    const there = (target.nodes.get(this.idOf(route, old.target))?.incoming ?? []).filter(
      (other) => other.source === start,
    );
    return there.find(({ id }) => id === flow) ?? there[twins.findIndex(({ id }) => id === flow)];
  }
}

/** What must agree for one element to go on for another, in words. */
function natureOf(node: GraphNode): string {
  const parts = [`of the kind "${node.kind}"`];
  if (node.kind === 'scope') parts.push(`(${node.variant})`);
  else if (node.kind === 'call') parts.push(`(${node.route})`);
  else if (node.kind === 'catch' || node.kind === 'boundary' || node.kind === 'start')
    parts.push(`(${node.trigger.type})`);
  else if (node.kind === 'throw' || node.kind === 'end') parts.push(`(${node.throws.type})`);
  else if (node.kind === 'receive') parts.push(node.message ? '(message)' : '(none)');
  if (isActivity(node)) {
    parts.push(node.loop ? `in a loop (${node.loop.kind})` : 'without a loop');
    if (node.forCompensation) parts.push('for compensation');
  }
  return parts.join(' ');
}
