import { isActivity } from '../../compile/route-graph.js';
import type { GraphNode } from '../../compile/route-graph.js';
import { adHocDone } from '../ad-hoc.js';
import type { Draft } from '../draft.js';
import { raiseIncident } from '../incidents.js';
import { complete, emptyContainer, enter } from '../life.js';
import type { EventOf, StepRefusal } from '../protocol.js';
import { recordStep, setVariables } from '../scope.js';
import type { Instance } from '../state.js';
import { throwError, throwEscalation } from '../throwing.js';
import { isRefusal, refuse, waitingInstance } from './refusals.js';

/** A person has done a task, or an ad-hoc sub-process is closed. */
export function completeTask(draft: Draft, event: EventOf<'complete'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  const node = draft.nodeOf(instance);
  if (node.kind === 'scope' && node.variant === 'ad-hoc') return completeAdHoc(draft, instance);
  if (node.kind === 'receive') return proceed(draft, node, instance, event.variables);
  if (node.kind !== 'user' || instance.loop)
    return refuse('not-waiting', `${node.name ?? node.id} is not a task that people complete`);
  const { outcomes } = node.assignment;
  const outcome = outcomes.find(({ key }) => key === event.outcome);
  if (outcomes.length > 0) {
    const known = outcomes.map(({ key }) => key).join(', ');
    if (event.outcome === undefined) return refuse('outcome-required', `an outcome is required: ${known}`);
    if (!outcome)
      return refuse('undeclared-outcome', `"${event.outcome}" is not an outcome of this task; it has ${known}`);
  }
  if (outcome?.reasonRequired && (event.comment ?? '').trim() === '') {
    return refuse('reason-required', `the outcome "${outcome.key}" needs a comment that gives the reason`);
  }
  recordStep(draft, instance, {
    outcome: event.outcome ?? null,
    comment: event.comment ?? null,
    performer: event.performer ?? null,
  });
  return proceed(draft, node, instance, event.variables);
}

/**
 * A task that the route does not insist on is passed over. Where it declares outcomes, an earlier task's does not stand in
 * for the one it did not get.
 */
export function skipTask(draft: Draft, event: EventOf<'skip'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  const node = draft.nodeOf(instance);
  if (node.kind !== 'user' || instance.loop)
    return refuse('not-waiting', `${node.name ?? node.id} is not a task that people complete`);
  if (!node.assignment.skippable)
    return refuse('not-skippable', `the route does not allow ${node.name ?? node.id} to be skipped`);
  recordStep(draft, instance, { outcome: null, comment: event.comment ?? null, performer: event.performer ?? null });
  if (node.assignment.outcomes.length > 0) draft.update(instance.id, { outcome: undefined });
  complete(draft, instance.id, undefined, 'skipped');
  return null;
}

function completeAdHoc(draft: Draft, instance: Instance): null {
  emptyContainer(draft, instance.id, 'the ad-hoc sub-process is done');
  complete(draft, instance.id);
  return null;
}

/** Sets the variables that came with an event and lets the waiting element go on. */
export function proceed(
  draft: Draft,
  node: GraphNode,
  instance: Instance,
  variables?: Readonly<Record<string, unknown>>,
): null {
  if (variables) setVariables(draft, instance, variables);
  draft.behaviour(node).proceed?.(draft, node, draft.get(instance.id));
  return null;
}

/** Someone begins a task of an ad-hoc sub-process. */
export function activate(draft: Draft, event: EventOf<'activate'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  const scope = draft.nodeOf(instance);
  const node = draft.graph(instance.route).nodes.get(event.element);
  if (scope.kind !== 'scope' || scope.variant !== 'ad-hoc' || instance.loop) {
    return refuse('not-waiting', `${scope.name ?? scope.id} is not an ad-hoc sub-process that is under way`);
  }
  if (node?.scope !== scope.id || !isActivity(node))
    return refuse('unknown-element', `${event.element} is not a task of ${scope.name ?? scope.id}`);
  if (draft.hasChildren(instance.id) && adHocDone(draft, scope, instance))
    return refuse('not-waiting', `${scope.name ?? scope.id} is done but for what is under way in it`);
  if (scope.sequential && draft.hasChildren(instance.id))
    return refuse('not-waiting', 'another task is under way; these are done one at a time');
  enter(draft, node, instance);
  return null;
}

/** The instance with that id, if it is a task: somebody or something that can report what went wrong. */
function taskInstance(draft: Draft, id: string): Instance | StepRefusal {
  const instance = waitingInstance(draft, id);
  if (isRefusal(instance)) return instance;
  const node = draft.nodeOf(instance);
  const isTask = isActivity(node) && node.kind !== 'scope' && node.kind !== 'call' && !instance.loop;
  return isTask ? instance : refuse('not-waiting', `${node.name ?? node.id} is not a task that is under way`);
}

/** A task reports an error of the trade. */
export function taskError(draft: Draft, event: EventOf<'task-error'>): StepRefusal | null {
  const instance = taskInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  if (!throwError(draft, instance, event.code)) {
    raiseIncident(
      draft,
      instance,
      'enter',
      'error-not-caught',
      event.message ?? `nothing in the route catches the error ${event.code}`,
    );
  }
  return null;
}

/** A task reports an escalation; it goes on itself. */
export function taskEscalation(draft: Draft, event: EventOf<'task-escalation'>): StepRefusal | null {
  const instance = taskInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  throwEscalation(draft, instance, event.code);
  return null;
}

/** The shell found nobody to assign. */
export function resolveFailed(draft: Draft, event: EventOf<'resolve-failed'>): StepRefusal | null {
  const instance = taskInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  const node = draft.nodeOf(instance);
  if (node.kind !== 'user') return refuse('not-waiting', `${node.name ?? node.id} is assigned to nobody`);
  raiseIncident(draft, instance, 'enter', 'nobody-to-assign', event.message);
  return null;
}
