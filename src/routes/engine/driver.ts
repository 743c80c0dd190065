import { endAdHoc } from './ad-hoc.js';
import type { Draft } from './draft.js';
import { holdsFor } from './scope.js';
import { arrive, joinInclusive, reportDeadJoins } from './joins.js';
import { clearIncident, raiseIncident } from './incidents.js';
import { releaseParked } from './parking.js';
import type { Instance } from './state.js';
import { clearTimers } from './timers.js';
import { allWaiting, fire } from './triggers.js';

/** Most rounds of conditional events within one step; what would go on after them is an incident. */
const maxRounds = 100;

/** Works until every token waits: moves tokens, lets joins go on, ends containers, looks at conditional events. */
export function drain(draft: Draft): void {
  settle(draft);
  for (let round = 0; draft.status === 'active' && fireConditional(draft, round < maxRounds); round += 1) settle(draft);
  for (const container of draft.touched) reportDeadJoins(draft, container);
  draft.touched.clear();
}

function settle(draft: Draft): void {
  for (;;) {
    for (let token = draft.queue.shift(); token; token = draft.queue.shift()) arrive(draft, token);
    if (draft.status !== 'active') return;
    if (releaseParked(draft) || joinInclusive(draft)) continue;
    if (!endContainer(draft)) return;
  }
}

/** Ends one container in which nothing is left. */
function endContainer(draft: Draft): boolean {
  for (const id of draft.touched) {
    const instance = draft.find(id);
    if (!instance || instance.state !== 'active' || instance.loop) continue;
    if (draft.hasChildren(id)) {
      if (!endAdHoc(draft, instance)) continue;
      draft.touched.delete(id);
      return true;
    }
    if (instance.arrived || instance.parked) continue;
    draft.touched.delete(id);
    containerEnded(draft, instance);
    return true;
  }
  return false;
}

/** What follows when nothing is left inside a container. */
export function containerEnded(draft: Draft, instance: Instance): void {
  const node = draft.nodeOf(instance);
  if (instance.parent === null) finishRun(draft, instance);
  else if (instance.isolated) {
    const caller = draft.get(instance.parent);
    const callNode = draft.nodeOf(caller);
    draft.behaviour(callNode).proceed?.(draft, callNode, instance);
  } else draft.behaviour(node).childrenEnded?.(draft, node, instance);
}

function finishRun(draft: Draft, root: Instance): void {
  clearTimers(draft, root.id);
  draft.update(root.id, { state: 'completing' });
  draft.remove(root.id, 'completed');
  draft.status = 'finished';
  draft.log('finished', draft.nodeOf(root), root);
  draft.command({ type: 'finish', result: 'finished', variables: draft.variables });
}

/**
 * Fires conditional events whose condition has become true. One that stays true does not fire again: it has to become false
 * first. Where they have done so for too long, nothing fires, and those that would are told of.
 */
function fireConditional(draft: Draft, mayFire: boolean): boolean {
  if (!hasConditionalEvents(draft)) return false;
  let fired = false;
  for (const waiting of allWaiting(draft)) {
    if (waiting.trigger.type !== 'conditional') continue;
    const instance = draft.find(waiting.instance.id);
    if (!instance) continue;
    const { id } = waiting.node;
    const holds = holdsFor(draft, instance, waiting.trigger.condition);
    // what a waiting condition reads may only come later: that is no failure yet
    if ('failure' in holds && holds.missing) continue;
    if ('failure' in holds) {
      raiseIncident(draft, instance, 'arm', 'condition-failed', holds.failure, id);
      continue;
    }
    forgetFailure(draft, instance.id, id, holds.value);
    const met = instance.met ?? [];
    if (holds.value === met.includes(id)) continue;
    const now = holds.value ? [...met, id] : met.filter((other) => other !== id);
    draft.update(instance.id, { met: now.length > 0 ? now : undefined });
    if (!holds.value) continue;
    if (!mayFire) raiseIncident(draft, instance, 'arm', 'endless-loop', endless, id);
    else if (fire(draft, waiting)) fired = true;
  }
  return fired;
}

const endless =
  'conditional events have triggered each other without end; change what they read, or draw something between them that is waited for';

/** A condition that could not be evaluated can be now, or does not hold any more: nobody has to mend it. */
function forgetFailure(draft: Draft, instance: string, element: string, holds: boolean): void {
  for (const incident of Object.values(draft.incidents)) {
    const { code, phase } = incident;
    const mended = code === 'condition-failed' || (code === 'endless-loop' && phase === 'arm' && !holds);
    if (mended && incident.instance === instance && incident.element === element) clearIncident(draft, incident);
  }
}

function hasConditionalEvents(draft: Draft): boolean {
  if (draft.library.main.conditional) return true;
  for (const graph of draft.library.called.values()) if (graph.conditional) return true;
  return false;
}
