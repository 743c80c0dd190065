import { evaluate, type Expression } from '../../platform/feel/expression.js';
import { isActivity } from '../compile/route-graph.js';
import type { GraphNode } from '../compile/route-graph.js';
import { beginScope } from './containers.js';
import type { Draft } from './draft.js';
import { containerEnded } from './driver.js';
import { clearIncident, raiseIncident } from './incidents.js';
import { act, complete, emptyContainer, enter, terminate } from './life.js';
import { goOn } from './loops.js';
import type { EventOf, RouteEvent, StepRefusal } from './protocol.js';
import { recordStep, setLocal, setVariables, valueFor } from './scope.js';
import type { IncidentState, Instance } from './state.js';
import { throwError, throwEscalation, deliverSignal } from './throwing.js';
import { armTimer, clearTimers, consumeTimer } from './timers.js';
import { allWaiting, fire, waitingAt } from './triggers.js';

const refuse = (code: StepRefusal['code'], message: string): StepRefusal => ({ code, message });

function waitingInstance(draft: Draft, id: string): Instance | StepRefusal {
  const instance = draft.find(id);
  if (!instance)
    return refuse('unknown-instance', `nothing is under way at ${id}; it has been done or withdrawn meanwhile`);
  if (instance.state !== 'active') return refuse('not-waiting', `${instance.element} does not wait for this`);
  return instance;
}

function isRefusal(value: Instance | StepRefusal): value is StepRefusal {
  return 'code' in value;
}

/** The variables given, and the defaults of those that are not. */
function startVariables(draft: Draft, event: EventOf<'start'>): StepRefusal | { values: Record<string, unknown> } {
  const values: Record<string, unknown> = { ...event.variables };
  for (const { name, default: expression } of draft.library.main.variables) {
    if (name in values) continue;
    const result = evaluate(expression, { ...event.facts, ...values }, { at: event.at });
    if ('failure' in result)
      return refuse('malformed', `the default of "${name}" could not be found: ${result.failure}`);
    values[name] = result.value;
  }
  return { values };
}

function start(draft: Draft, event: EventOf<'start'>): StepRefusal | null {
  if (draft.status !== 'new') return refuse('already-started', 'the run has been started already');
  const { root } = draft.library.main;
  let chosen = root.starts.filter(({ trigger }) => trigger.type === 'none');
  if (event.startEvent !== undefined) chosen = root.starts.filter(({ id }) => id === event.startEvent);
  else if (event.message !== undefined) {
    chosen = root.starts.filter(({ trigger }) => trigger.type === 'message' && trigger.name === event.message);
  } else if (chosen.length === 0) chosen = root.starts.slice(0, 1);
  if (
    chosen.length === 0 &&
    (root.starts.length > 0 || root.implicitStarts.length === 0 || event.startEvent !== undefined)
  ) {
    return refuse(
      'no-start',
      `the route has no start event ${event.startEvent ?? event.message ?? 'that begins by itself'}`,
    );
  }
  draft.status = 'active';
  const variables = startVariables(draft, event);
  if ('code' in variables) return variables;
  draft.variables = variables.values;
  const instance: Instance = {
    id: draft.nextId('i'),
    parent: null,
    element: root.id,
    state: 'active',
    since: draft.at,
  };
  draft.add(instance);
  draft.log('entered', root, instance);
  beginScope(draft, instance, root, chosen.slice(0, 1));
  return null;
}

function completeTask(draft: Draft, event: EventOf<'complete'>): StepRefusal | null {
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

function completeAdHoc(draft: Draft, instance: Instance): null {
  emptyContainer(draft, instance.id, 'the ad-hoc sub-process is done');
  complete(draft, instance.id);
  return null;
}

function proceed(
  draft: Draft,
  node: GraphNode,
  instance: Instance,
  variables?: Readonly<Record<string, unknown>>,
): null {
  if (variables) setVariables(draft, instance, variables);
  draft.behaviour(node).proceed?.(draft, node, draft.get(instance.id));
  return null;
}

function timer(draft: Draft, event: EventOf<'timer'>): StepRefusal | null {
  const found = draft.timers[event.timer];
  const instance = found ? draft.find(found.instance) : undefined;
  if (!found || !instance) return refuse('unknown-timer', `the timer ${event.timer} is no longer set`);
  const waiting = waitingAt(draft, instance).find(({ node }) => node.id === found.element);
  if (!waiting || waiting.trigger.type !== 'timer')
    return refuse('unknown-timer', `nothing waits for the timer ${event.timer}`);
  consumeTimer(draft, found, instance, waiting.trigger.timer);
  fire(draft, waiting);
  return null;
}

function message(draft: Draft, event: EventOf<'message'>): StepRefusal | null {
  for (const waiting of allWaiting(draft)) {
    const { trigger } = waiting;
    if (trigger.type !== 'message' || trigger.name !== event.name) continue;
    if (trigger.key && event.key !== undefined && !sameKey(draft, waiting.instance, trigger.key, event.key)) continue;
    fire(draft, waiting, event.variables);
    return null;
  }
  return refuse('nobody-waits', `nothing in the run waits for the message ${event.name}`);
}

/** The correlation is evaluated when the message comes; one that fails does not match. */
function sameKey(draft: Draft, instance: Instance, key: Expression, wanted: unknown): boolean {
  const result = valueFor(draft, instance, key);
  return 'value' in result && result.value === wanted;
}

function signal(draft: Draft, event: EventOf<'signal'>): StepRefusal | null {
  const reached = deliverSignal(draft, event.name, event.variables);
  return reached > 0 ? null : refuse('nobody-waits', `nothing in the run waits for the signal ${event.name}`);
}

function trigger(draft: Draft, event: EventOf<'trigger'>): StepRefusal | null {
  const instance = draft.find(event.instance);
  const waiting = instance && waitingAt(draft, instance).find(({ node }) => node.id === event.element);
  if (!waiting) return refuse('nobody-waits', `${event.element} does not wait for anything at ${event.instance}`);
  if (waiting.trigger.type === 'timer') clearTimers(draft, instance.id, event.element);
  fire(draft, waiting, event.variables);
  return null;
}

function actionDone(draft: Draft, event: EventOf<'action-done'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  const node = draft.nodeOf(instance);
  const action = actionOf(node);
  if (!action || instance.loop)
    return refuse('not-waiting', `${node.name ?? node.id} has no automatic action under way`);
  forgetFailures(draft, instance.id);
  if (action.result !== undefined && event.result !== undefined)
    setVariables(draft, instance, { [action.result]: event.result });
  return proceed(draft, node, instance, event.variables);
}

function actionOf(node: GraphNode): { result?: string } | undefined {
  if (node.kind === 'action') return node.action;
  return (node.kind === 'throw' || node.kind === 'end') && node.throws.type === 'message'
    ? node.throws.action
    : undefined;
}

function forgetFailures(draft: Draft, instance: string): void {
  for (const incident of Object.values(draft.incidents)) {
    if (incident.instance === instance && incident.phase === 'enter') clearIncident(draft, incident);
  }
}

function actionFailed(draft: Draft, event: EventOf<'action-failed'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  if (!throwError(draft, instance, event.code))
    raiseIncident(draft, instance, 'enter', event.code ?? 'action-failed', event.message);
  return null;
}

function taskError(draft: Draft, event: EventOf<'task-error'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
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

function taskEscalation(draft: Draft, event: EventOf<'task-escalation'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  throwEscalation(draft, instance, event.code);
  return null;
}

function resolveFailed(draft: Draft, event: EventOf<'resolve-failed'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  raiseIncident(draft, instance, 'enter', 'nobody-to-assign', event.message);
  return null;
}

function retry(draft: Draft, event: EventOf<'retry'>): StepRefusal | null {
  const incident = draft.incidents[event.incident];
  const instance = incident ? draft.find(incident.instance) : undefined;
  if (!incident || !instance)
    return refuse('unknown-incident', `the incident ${event.incident} has been mended already`);
  if (event.variables) setVariables(draft, instance, event.variables);
  clearIncident(draft, incident);
  draft.log('resolved', draft.nodeById(incident.element, instance.route), instance);
  again(draft, incident, draft.get(instance.id));
  return null;
}

function again(draft: Draft, incident: IncidentState, instance: Instance): void {
  const node = draft.nodeOf(instance);
  draft.touched.add(instance.id);
  if (incident.phase === 'enter') act(draft, node, instance);
  else if (incident.phase === 'arm') rearm(draft, incident, instance);
  else if (incident.phase === 'complete') {
    if (instance.loop && isActivity(node) && node.loop && instance.state === 'active')
      goOn(draft, node, node.loop, instance.id);
    else if (node.kind === 'scope' && instance.state === 'active') containerEnded(draft, instance);
    else complete(draft, instance.id);
  }
}

function rearm(draft: Draft, incident: IncidentState, instance: Instance): void {
  const waiting = waitingAt(draft, instance).find(({ node }) => node.id === incident.element);
  if (waiting?.trigger.type === 'timer') armTimer(draft, instance, incident.element, waiting.trigger.timer);
}

function changeVariables(draft: Draft, event: EventOf<'set-variables'>): StepRefusal | null {
  const names = Object.keys(event.variables).join(', ');
  if (event.instance === undefined) draft.variables = { ...draft.variables, ...event.variables };
  else {
    const instance = waitingInstance(draft, event.instance);
    if (isRefusal(instance)) return instance;
    setLocal(draft, instance.id, event.variables);
  }
  draft.log('variables', draft.library.main.root, undefined, names);
  return null;
}

function activate(draft: Draft, event: EventOf<'activate'>): StepRefusal | null {
  const instance = waitingInstance(draft, event.instance);
  if (isRefusal(instance)) return instance;
  const scope = draft.nodeOf(instance);
  const node = draft.graph(instance.route).nodes.get(event.element);
  if (scope.kind !== 'scope' || scope.variant !== 'ad-hoc' || instance.loop) {
    return refuse('not-waiting', `${scope.name ?? scope.id} is not an ad-hoc sub-process that is under way`);
  }
  if (node?.scope !== scope.id || !isActivity(node))
    return refuse('unknown-element', `${event.element} is not a task of ${scope.name ?? scope.id}`);
  if (scope.sequential && draft.hasChildren(instance.id))
    return refuse('not-waiting', 'another task is under way; these are done one at a time');
  enter(draft, node, instance);
  return null;
}

function move(draft: Draft, event: EventOf<'move'>): StepRefusal | null {
  const instance = draft.find(event.instance);
  const parent = instance?.parent === null || !instance ? undefined : draft.find(instance.parent);
  if (!instance || !parent || instance.turn !== undefined || instance.isolated) {
    return refuse('unknown-instance', `nothing that can be moved is under way at ${event.instance}`);
  }
  const target = draft.graph(instance.route).nodes.get(event.to);
  if (!target || target.scope !== draft.nodeOf(instance).scope || target.kind === 'boundary') {
    return refuse('unknown-element', `${event.to} is not an element beside ${instance.element}`);
  }
  draft.log('moved', target, instance, `from ${instance.element}`);
  terminate(draft, instance.id, 'moved by an administrator');
  draft.queue.push({ node: target, parent: parent.id, flow: null, outcome: instance.outcome });
  return null;
}

function cancel(draft: Draft, event: EventOf<'cancel'>): null {
  const root = Object.values(draft.instances).find(({ parent }) => parent === null);
  draft.status = 'cancelled';
  if (root) {
    draft.queue.length = 0;
    terminate(draft, root.id, event.reason);
  }
  draft.command({ type: 'finish', result: 'cancelled', variables: draft.variables });
  return null;
}

/** What each kind of event does to a run. */
const handlers: { readonly [T in RouteEvent['type']]: (draft: Draft, event: EventOf<T>) => StepRefusal | null } = {
  start,
  complete: completeTask,
  timer,
  message,
  signal,
  trigger,
  'action-done': actionDone,
  'action-failed': actionFailed,
  'task-error': taskError,
  'task-escalation': taskEscalation,
  'resolve-failed': resolveFailed,
  retry,
  'set-variables': changeVariables,
  activate,
  move,
  'facts-changed': () => null,
  cancel,
};

/** Lets an event happen to a run; a refusal means that nothing may be kept of the draft. */
export function handle(draft: Draft, event: RouteEvent): StepRefusal | null {
  if (event.type !== 'start' && draft.status === 'new') return refuse('not-started', 'the run has not been started');
  if (draft.status === 'finished' || draft.status === 'cancelled')
    return refuse('run-ended', `the run is ${draft.status}`);
  const handler = handlers[event.type] as (draft: Draft, event: RouteEvent) => StepRefusal | null;
  return handler(draft, event);
}
