import { isActivity } from '../../compile/route-graph.js';
import type { Draft } from '../draft.js';
import { containerEnded } from '../driver.js';
import { clearIncident } from '../incidents.js';
import { takeArrived } from '../joins.js';
import { act, complete, terminate } from '../life.js';
import { goOn } from '../loops.js';
import type { EventOf, StepRefusal } from '../protocol.js';
import { setLocal, setVariables } from '../scope.js';
import type { IncidentState, Instance } from '../state.js';
import { armTimer } from '../timers.js';
import { waitingAt } from '../triggers.js';
import { isRefusal, refuse, waitingInstance } from './refusals.js';

/** A person has mended the cause of an incident. */
export function retry(draft: Draft, event: EventOf<'retry'>): StepRefusal | null {
  const incident = Object.hasOwn(draft.incidents, event.incident) ? draft.incidents[event.incident] : undefined;
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
  // an event that was stopped from firing on and on may fire again
  if (waiting?.trigger.type === 'conditional' && incident.code === 'endless-loop') {
    const met = (instance.met ?? []).filter((element) => element !== incident.element);
    draft.update(instance.id, { met: met.length > 0 ? met : undefined });
  }
}

/** An administrator sets variables. */
export function changeVariables(draft: Draft, event: EventOf<'set-variables'>): StepRefusal | null {
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

/** An administrator moves a run from one element to another beside it. */
export function move(draft: Draft, event: EventOf<'move'>): StepRefusal | null {
  if (event.join !== undefined) return moveFromJoin(draft, event, event.join);
  const instance = draft.find(event.instance);
  const parent = instance?.parent === null || !instance ? undefined : draft.find(instance.parent);
  if (!instance || !parent || instance.turn !== undefined || instance.isolated || instance.confirms) {
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

/** What waits at a join goes on as one token without what is missing, from the join itself or from an element beside it. */
function moveFromJoin(draft: Draft, event: EventOf<'move'>, join: string): StepRefusal | null {
  const container = draft.find(event.instance);
  if (!container || !Object.hasOwn(container.arrived ?? {}, join))
    return refuse('not-waiting', `nothing waits at ${join} in ${event.instance}`);
  const { nodes } = draft.graph(container.route);
  const [source, target] = [draft.nodeById(join, container.route), nodes.get(event.to)];
  if (target?.scope !== source.scope || target.kind === 'boundary')
    return refuse('unknown-element', `${event.to} is not an element beside ${join}`);
  draft.log('moved', target, container, `from ${join}`);
  const { outcome } = takeArrived(draft, source, container);
  draft.queue.push({ node: target, parent: container.id, flow: null, outcome });
  return null;
}

/** The run is given up. */
export function cancel(draft: Draft, event: EventOf<'cancel'>): null {
  const root = [...draft.instances.values()].find(({ parent }) => parent === null);
  draft.status = 'cancelled';
  if (root) {
    draft.queue.length = 0;
    terminate(draft, root.id, event.reason);
  }
  draft.command({ type: 'finish', result: 'cancelled', variables: draft.variables });
  return null;
}
