import type { ActionPlan, GraphNode } from '../compile/route-graph.js';
import { Draft } from './draft.js';
import { actionOf, runAction } from './elements/action.js';
import { issueAssignment } from './elements/user.js';
import { machinery } from './machinery.js';
import type { Facts, RouteCommand, RouteLibrary } from './protocol.js';
import type { Instance, RunState } from './state.js';

/**
 * The commands that make the surroundings of a run in the state `before` those of one in the state `after`: assignments,
 * actions, timers and incidents that only one of them has are taken back or brought about; what both have, by the same
 * identifier, stays untouched. Timers begin when they began (`from`). `moment` is when, and the document that performers
 * and parameters are found by.
 */
export function differences(
  library: RouteLibrary,
  before: RunState,
  after: RunState,
  moment: { readonly at: number; readonly facts?: Facts },
): RouteCommand[] {
  const draft = new Draft(library, machinery, after, { type: 'facts-changed', ...moment });
  conform(draft, before);
  return draft.commands;
}

/** The same for a draft that holds the state `after`; an action whose parameters cannot be found is an incident there. */
export function conform(draft: Draft, before: RunState): void {
  const after = draft.toState();
  takeBack(draft, before, after);
  for (const instance of Object.values(after.instances)) {
    if (!isOpen(after, instance)) continue;
    const known = Object.hasOwn(before.instances, instance.id) ? before.instances[instance.id] : undefined;
    if (known && isOpen(before, known)) continue;
    const node = draft.nodeOf(instance);
    const held = heldBy(node, instance);
    if (held === 'assignment' && node.kind === 'user') issueAssignment(draft, node, instance);
    else if (held && held !== 'assignment') runAction(draft, instance, held);
  }
  for (const { id, instance, element, due, setAt } of Object.values(after.timers)) {
    if (!Object.hasOwn(before.timers, id))
      draft.command({ type: 'set-timer', timer: id, instance, element, due, from: setAt });
  }
  for (const { id, instance, element, code, message } of Object.values(after.incidents)) {
    if (!Object.hasOwn(before.incidents, id))
      draft.command({ type: 'raise-incident', incident: id, instance, element, code, message });
  }
  if (before.status === 'active' && (after.status === 'finished' || after.status === 'cancelled'))
    draft.command({ type: 'finish', result: after.status, variables: after.variables });
}

function takeBack(draft: Draft, before: RunState, after: RunState): void {
  for (const instance of Object.values(before.instances)) {
    const kept = Object.hasOwn(after.instances, instance.id) ? after.instances[instance.id] : undefined;
    if (kept && (isOpen(after, kept) || !isOpen(before, instance))) continue;
    const { id, element, route } = instance;
    const graph = route === undefined ? draft.library.main : draft.library.called.get(route);
    const found = graph?.nodes.get(element);
    const held = found && heldBy(found, instance);
    if (held === 'assignment') draft.command({ type: 'withdraw-assignment', instance: id, element, why: 'exited' });
    else if (held) draft.command({ type: 'cancel-action', instance: id, element });
  }
  for (const id of Object.keys(before.timers))
    if (!Object.hasOwn(after.timers, id)) draft.command({ type: 'clear-timer', timer: id });
  for (const id of Object.keys(before.incidents))
    if (!Object.hasOwn(after.incidents, id)) draft.command({ type: 'clear-incident', incident: id });
}

/** What the surroundings hold for a waiting instance: an assignment, or an action under way. */
function heldBy(node: GraphNode, instance: Instance): 'assignment' | ActionPlan | undefined {
  if (instance.loop) return undefined;
  return node.kind === 'user' ? 'assignment' : actionOf(node);
}

/** Whether an instance waits for what the surroundings hold for it; one with an incident waits for a retry instead. */
function isOpen(state: RunState, instance: Instance): boolean {
  const failed = Object.values(state.incidents).some(
    (incident) => incident.instance === instance.id && incident.phase === 'enter',
  );
  return instance.state === 'active' && !failed;
}
