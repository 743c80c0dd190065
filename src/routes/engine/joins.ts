import type { GraphNode, InclusiveNode } from '../compile/route-graph.js';
import type { Draft, Token } from './draft.js';
import { clearIncident, raiseIncident } from './incidents.js';
import { enter } from './life.js';
import { isHeld } from './parking.js';
import type { Instance } from './state.js';

function isJoin(node: GraphNode): boolean {
  return (node.kind === 'parallel' || node.kind === 'inclusive') && node.incoming.length > 1;
}

/** Flows by which tokens have come to a join; its id may be any name, `constructor` as well. */
function arrivedAt(container: Instance, join: string): readonly string[] {
  const { arrived } = container;
  return arrived && Object.hasOwn(arrived, join) ? (arrived[join] ?? []) : [];
}

/** A token arrives at an element: joins keep it until they may go on, everything else is entered. */
export function arrive(draft: Draft, token: Token): void {
  const parent = draft.find(token.parent);
  if (!parent) return;
  const { node, flow } = token;
  if (!isJoin(node) || !flow) {
    enter(draft, node, parent, token.outcome === undefined ? {} : { outcome: token.outcome });
    return;
  }
  const waiting = [...arrivedAt(parent, node.id), flow.id];
  const kept = draft.update(parent.id, { arrived: { ...parent.arrived, [node.id]: waiting } });
  draft.touched.add(parent.id);
  if (node.kind === 'parallel' && node.incoming.every((incoming) => waiting.includes(incoming.id)))
    join(draft, node, kept, token.outcome);
}

/** Enters a gateway with the tokens that wait at it. */
function join(draft: Draft, node: GraphNode, parent: Instance, outcome: string | undefined): void {
  const next = takeArrived(draft, node, parent);
  enter(draft, node, next, outcome === undefined ? {} : { outcome });
}

/** Takes one token of each incoming flow of a join that has one; answers the container as it is then. */
export function takeArrived(draft: Draft, node: GraphNode, parent: Instance): Instance {
  const left = [...arrivedAt(parent, node.id)];
  for (const flow of node.incoming) {
    const at = left.indexOf(flow.id);
    if (at >= 0) left.splice(at, 1);
  }
  const { [node.id]: _taken, ...others } = parent.arrived ?? {};
  const arrived = left.length > 0 ? { ...others, [node.id]: left } : others;
  for (const incident of Object.values(draft.incidents)) {
    const waited = incident.phase === 'join' && incident.instance === parent.id && incident.element === node.id;
    if (waited) clearIncident(draft, incident);
  }
  draft.touched.add(parent.id);
  return draft.update(parent.id, { arrived: Object.keys(arrived).length > 0 ? arrived : undefined });
}

/**
 * Whether an inclusive gateway may go on (BPMN 2.0.2, 13.4.3): no token elsewhere can still reach an incoming flow that has
 * none, unless it could as well reach one that has a token already.
 */
function mayJoin(draft: Draft, node: InclusiveNode, parent: Instance): boolean {
  const waiting = new Set(arrivedAt(parent, node.id));
  const empty = node.incoming.filter((flow) => !waiting.has(flow.id));
  if (empty.length === 0) return true;
  const full = node.incoming.filter((flow) => waiting.has(flow.id));
  return positions(draft, parent, node).every(
    (element) =>
      !empty.some((flow) => node.reachedFrom.get(flow.id)?.has(element)) ||
      full.some((flow) => node.surelyReachedFrom.get(flow.id)?.has(element)),
  );
}

/** Elements of a container at which a token is: active ones, and other joins where tokens wait. */
function positions(draft: Draft, parent: Instance, except: GraphNode): string[] {
  const active = draft.children(parent.id).map((child) => child.element);
  const joins = Object.keys(parent.arrived ?? {}).filter((id) => id !== except.id);
  return [...active, ...joins];
}

/** Lets one inclusive gateway with waiting tokens go on, if one may. */
export function joinInclusive(draft: Draft): boolean {
  for (const instance of draft.instances.values()) {
    if (!instance.arrived || isHeld(draft, instance.id)) continue;
    for (const id of Object.keys(instance.arrived)) {
      const node = draft.nodeById(id, instance.route);
      if (node.kind === 'inclusive' && mayJoin(draft, node, instance)) {
        join(draft, node, instance, instance.outcome);
        return true;
      }
    }
  }
  return false;
}

/** A join whose missing tokens can never come, because nothing else is under way, is shown instead of left waiting. */
export function reportDeadJoins(draft: Draft, containerId: string): void {
  const container = draft.find(containerId);
  if (!container?.arrived || draft.hasChildren(containerId)) return;
  for (const id of Object.keys(container.arrived)) {
    const node = draft.nodeById(id, container.route);
    const missing = node.incoming
      .filter((flow) => !arrivedAt(container, id).includes(flow.id))
      .map((flow) => flow.name ?? flow.id);
    const message = `the join waits for ${missing.join(', ')}, but nothing is under way that could come there`;
    raiseIncident(draft, container, 'join', 'dead-join', message, id);
  }
}
