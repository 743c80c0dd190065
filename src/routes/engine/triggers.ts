import { isActivity } from '../compile/route-graph.js';
import type { BoundaryNode, CatchNode, GraphNode, ReceiveNode, StartNode, Trigger } from '../compile/route-graph.js';
import { beginEventScope } from './containers.js';
import type { Draft } from './draft.js';
import { complete, emptyContainer, terminate } from './life.js';
import { setVariables } from './scope.js';
import type { Instance } from './state.js';
import { clearTimers } from './timers.js';

type Variables = Readonly<Record<string, unknown>>;

/** A place in the run where something is waited for. */
export interface Waiting {
  readonly instance: Instance;
  readonly how: 'here' | 'boundary' | 'gateway' | 'event-scope';
  /** The event that would be triggered. */
  readonly node: CatchNode | ReceiveNode | BoundaryNode | StartNode;
  readonly trigger: Trigger;
}

/** Everything that is waited for at an instance: by the element, at its boundary, by event sub-processes inside. */
export function waitingAt(draft: Draft, instance: Instance): Waiting[] {
  const node = draft.nodeOf(instance);
  const found: Waiting[] = [];
  if (instance.state === 'active') {
    if (node.kind === 'catch') found.push({ instance, how: 'here', node, trigger: node.trigger });
    if (node.kind === 'receive' && !instance.loop)
      found.push({ instance, how: 'here', node, trigger: receiveTrigger(node) });
    if (node.kind === 'event-gateway') found.push(...gatewayWaits(draft, instance, node));
  }
  if (isActivity(node) && instance.turn === undefined && instance.undoes === undefined && !instance.confirms) {
    for (const boundary of node.boundaries)
      found.push({ instance, how: 'boundary', node: boundary, trigger: boundary.trigger });
  }
  if (node.kind === 'scope' && !instance.loop && !instance.closing) {
    for (const scope of node.eventScopes) {
      for (const start of scope.starts)
        found.push({ instance, how: 'event-scope', node: start, trigger: start.trigger });
    }
  }
  return found;
}

function receiveTrigger(node: ReceiveNode): Trigger {
  return node.message ? { type: 'message', ...node.message } : { type: 'none' };
}

function gatewayWaits(draft: Draft, instance: Instance, gateway: GraphNode): Waiting[] {
  return gateway.outgoing.flatMap((flow): Waiting[] => {
    const node = draft.nodeById(flow.target, instance.route);
    if (node.kind === 'catch') return [{ instance, how: 'gateway', node, trigger: node.trigger }];
    return node.kind === 'receive' ? [{ instance, how: 'gateway', node, trigger: receiveTrigger(node) }] : [];
  });
}

/** All waiting places of the run, in the order in which they began to wait. */
export function allWaiting(draft: Draft): Waiting[] {
  return [...draft.instances.values()].flatMap((instance) => waitingAt(draft, instance));
}

/** Whether a place that was found before still waits. */
function stillWaits(draft: Draft, waiting: Waiting): boolean {
  const now = draft.find(waiting.instance.id);
  if (!now) return false;
  return waitingAt(draft, now).some((other) => other.node === waiting.node && other.how === waiting.how);
}

/** Lets the awaited thing happen. False where the place has stopped waiting meanwhile. */
export function fire(draft: Draft, waiting: Waiting, variables?: Variables): boolean {
  if (!stillWaits(draft, waiting)) return false;
  const instance = draft.get(waiting.instance.id);
  if (variables) setVariables(draft, instance, variables);
  const { node } = waiting;
  if (waiting.how === 'here') draft.behaviour(draft.nodeOf(instance)).proceed?.(draft, node, instance);
  else if (waiting.how === 'gateway') fireGateway(draft, instance, node);
  else if (node.kind === 'boundary') fireBoundary(draft, instance, node);
  else if (node.kind === 'start') startEventScope(draft, instance, node);
  return true;
}

/** The event that came first decides: the gateway's token goes on as if it had come through that event. */
function fireGateway(draft: Draft, instance: Instance, event: GraphNode): void {
  const gateway = draft.nodeOf(instance);
  const flow = gateway.outgoing.find((candidate) => candidate.target === event.id);
  clearTimers(draft, instance.id);
  draft.update(instance.id, { state: 'completing' });
  draft.remove(instance.id, 'completed');
  if (instance.parent === null || !flow) return;
  draft.logTaken(flow, instance.route);
  passThrough(draft, event, instance);
}

/** An event that has already happened is entered and completed in one go. */
function passThrough(draft: Draft, event: GraphNode, from: Instance): void {
  const happened: Instance = {
    id: draft.nextId('i'),
    parent: from.parent,
    element: event.id,
    state: 'active',
    since: draft.at,
    ...(from.route === undefined ? {} : { route: from.route }),
    ...(from.outcome === undefined ? {} : { outcome: from.outcome }),
  };
  draft.add(happened);
  draft.log('entered', event, happened);
  complete(draft, happened.id);
}

/** Fires a boundary event: an interrupting one ends its host first. */
export function fireBoundary(draft: Draft, host: Instance, boundary: BoundaryNode): void {
  if (boundary.interrupting) terminate(draft, host.id, `interrupted by ${boundary.name ?? boundary.id}`);
  passThrough(draft, boundary, host);
}

/** Starts an event sub-process inside its scope; an interrupting one ends everything else there first. */
export function startEventScope(draft: Draft, container: Instance, start: StartNode): Instance | undefined {
  const scope = start.scope === null ? undefined : draft.nodeById(start.scope, container.route);
  if (scope?.kind !== 'scope') return undefined;
  if (start.interrupting) {
    emptyContainer(draft, container.id, `interrupted by ${start.name ?? start.id}`);
    clearTimers(draft, container.id);
    draft.update(container.id, { closing: true });
  }
  return beginEventScope(draft, draft.get(container.id), scope, start);
}
