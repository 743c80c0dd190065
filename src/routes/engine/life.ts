import { isActivity } from '../compile/route-graph.js';
import type { ActivityNode, GraphFlow, GraphNode, ScopeNode } from '../compile/route-graph.js';
import type { Draft } from './draft.js';
import { clearIncidents, raiseIncident } from './incidents.js';
import { isHeld, park, sendTokens } from './parking.js';
import { holdsFor } from './scope.js';
import type { Instance, UndoRecord } from './state.js';
import { armTimer, clearTimers } from './timers.js';

/** Elements entered in one step before it is held to be a loop that never waits. */
const maxEntered = 10_000;

/** Makes an instance of an element inside a container and lets the element act. */
export function enter(
  draft: Draft,
  node: GraphNode,
  parent: Instance,
  more: Partial<
    Pick<Instance, 'outcome' | 'variables' | 'turn' | 'loop' | 'undoes' | 'isolated' | 'route' | 'confirms'>
  > = {},
): Instance {
  const route = more.route ?? parent.route;
  const instance: Instance = {
    id: draft.nextId('i'),
    parent: parent.id,
    element: node.id,
    state: 'active',
    since: draft.at,
    ...more,
    ...(route === undefined ? undefined : { route }),
  };
  draft.add(instance);
  if (instance.confirms) draft.log('reopened', node, instance);
  else if (instance.turn === undefined) draft.log('entered', node, instance);
  draft.entered += 1;
  if (draft.entered > maxEntered) {
    raiseIncident(
      draft,
      instance,
      'enter',
      'endless-loop',
      'the route runs in a circle without ever waiting for anything',
    );
    return instance;
  }
  if (isActivity(node) && instance.turn === undefined && !instance.confirms)
    armBoundaries(draft, instance, node.boundaries);
  act(draft, node, instance);
  return instance;
}

/** Lets an element act on its active instance: loops first become a container of turns. */
export function act(draft: Draft, node: GraphNode, instance: Instance): void {
  const ofLoop = isActivity(node) && node.loop && instance.turn === undefined && !instance.confirms;
  if (ofLoop) draft.machinery.startLoop(draft, node, instance);
  else draft.behaviour(node).enter(draft, node, instance);
}

function armBoundaries(draft: Draft, instance: Instance, boundaries: readonly GraphNode[]): void {
  for (const boundary of boundaries) {
    if (boundary.kind === 'boundary' && boundary.trigger.type === 'timer')
      armTimer(draft, instance, boundary.id, boundary.trigger.timer);
  }
}

/** The flows that a completed element takes: unconditional ones, those whose condition holds, else the default. */
function selectFlows(draft: Draft, node: GraphNode, instance: Instance): readonly GraphFlow[] | { failure: string } {
  if (node.outgoing.every((flow) => !flow.condition)) return node.outgoing;
  const taken: GraphFlow[] = [];
  for (const flow of node.outgoing) {
    if (flow === node.defaultFlow) continue;
    const holds = flow.condition ? holdsFor(draft, instance, flow.condition) : { value: true };
    if ('failure' in holds) return { failure: `the condition of ${flow.name ?? flow.id}: ${holds.failure}` };
    if (holds.value) taken.push(flow);
  }
  if (taken.length > 0) return taken;
  return node.defaultFlow
    ? [node.defaultFlow]
    : { failure: 'no outgoing condition holds and there is no default flow' };
}

/** Completes an instance and takes its outgoing flows. A condition that fails leaves it waiting with an incident. */
export function complete(draft: Draft, instanceId: string, flows?: readonly GraphFlow[], detail?: string): void {
  const instance = draft.get(instanceId);
  const node = draft.nodeOf(instance);
  if (instance.confirms && !instance.confirms.changed) return draft.machinery.confirmed(draft, instance);
  const within = instance.turn !== undefined || instance.undoes !== undefined;
  const selected = flows ?? (within ? [] : selectFlows(draft, node, instance));
  if ('failure' in selected) {
    if (instance.state === 'active') draft.update(instanceId, { state: 'completing' });
    raiseIncident(draft, instance, 'complete', 'no-way-on', selected.failure);
    return;
  }
  clearTimers(draft, instance.id);
  clearIncidents(draft, instance.id);
  remember(draft, node, instance);
  draft.remove(instance.id, 'completed');
  if (instance.turn !== undefined) {
    draft.machinery.turnEnded(draft, instance);
    return;
  }
  draft.log('completed', node, instance, detail);
  if (instance.undoes !== undefined) draft.machinery.handlerEnded(draft, instance);
  else leave(draft, instance, selected);
}

/** Sends tokens along flows from where `instance` was. */
export function leave(draft: Draft, instance: Instance, flows: readonly GraphFlow[]): void {
  const parent = instance.parent;
  if (parent === null) return;
  if (flows.length > 0 && isHeld(draft, parent)) park(draft, parent, flows, instance.outcome);
  else sendTokens(draft, parent, flows, instance.outcome);
}

/** Keeps what can be undone in the container of a completed activity; a loop hands on what its turns have done. */
function remember(draft: Draft, node: GraphNode, instance: Instance): void {
  if (!isActivity(node) || instance.parent === null || instance.undoes !== undefined || instance.confirms) return;
  const records = instance.loop ? (instance.undo ?? []) : undoRecords(node, instance);
  if (records.length === 0) return;
  const parent = draft.get(instance.parent);
  draft.update(parent.id, { undo: [...(parent.undo ?? []), ...records] });
}

function undoRecords(node: ActivityNode, instance: Instance): readonly UndoRecord[] {
  const inner = instance.undo ?? [];
  const undoesInside = node.kind === 'scope' && (inner.length > 0 || hasUndoScope(node));
  if (node.compensatedBy === undefined && !undoesInside) return [];
  return [
    {
      element: node.id,
      ...(inner.length > 0 ? { inner } : {}),
      ...(instance.variables ? { variables: instance.variables } : {}),
    },
  ];
}

function hasUndoScope(node: ScopeNode): boolean {
  return node.eventScopes.some((scope) => scope.starts.some((start) => start.trigger.type === 'compensation'));
}

/** Ends an instance and everything inside it before its time. */
export function terminate(draft: Draft, instanceId: string, why: string): void {
  if (!draft.find(instanceId)) return;
  for (const child of draft.children(instanceId)) terminate(draft, child.id, why);
  const instance = draft.get(instanceId);
  const node = draft.nodeOf(instance);
  draft.behaviour(node).withdraw?.(draft, node, instance);
  clearTimers(draft, instanceId);
  clearIncidents(draft, instanceId);
  draft.remove(instanceId, 'terminated');
  // an end or throw event that brings down its own scope was entered and is over; there is nothing to cancel
  if (instance.turn === undefined && node.kind !== 'end' && node.kind !== 'throw')
    draft.log('cancelled', node, instance, why);
}

/** Ends everything inside a container, tokens on their way included; the container itself goes on. */
export function emptyContainer(draft: Draft, containerId: string, why: string, except?: string): void {
  for (const child of draft.children(containerId)) if (child.id !== except) terminate(draft, child.id, why);
  for (let index = draft.queue.length - 1; index >= 0; index -= 1) {
    if (draft.queue[index]?.parent === containerId) draft.queue.splice(index, 1);
  }
  const container = draft.get(containerId);
  if (container.arrived || container.parked) draft.update(containerId, { arrived: undefined, parked: undefined });
  for (const incident of Object.values(draft.incidents)) {
    if (incident.instance === containerId && incident.phase === 'join') clearIncidents(draft, containerId);
  }
  draft.touched.add(containerId);
}
