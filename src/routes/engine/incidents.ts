import type { Draft } from './draft.js';
import type { IncidentState, Instance } from './state.js';

/**
 * Turns a failure into something that a person can see, mend and retry. The instance stays where it is; `element` differs
 * from the instance's own for a boundary event or a join inside a container.
 */
export function raiseIncident(
  draft: Draft,
  instance: Instance,
  phase: IncidentState['phase'],
  code: string,
  message: string,
  element: string = instance.element,
): void {
  for (const known of Object.values(draft.incidents)) {
    if (known.instance === instance.id && known.element === element && known.phase === phase) return;
  }
  const id = draft.nextId('n');
  draft.incidents[id] = { id, instance: instance.id, element, phase, code, message, since: draft.at };
  draft.command({ type: 'raise-incident', incident: id, instance: instance.id, element, code, message });
  draft.log('incident', draft.nodeById(element, instance.route), instance, message);
}

/** Takes an incident away: mended, or its instance has ended. */
export function clearIncident(draft: Draft, incident: IncidentState): void {
  delete draft.incidents[incident.id];
  draft.command({ type: 'clear-incident', incident: incident.id });
}

/** Takes away all incidents of an instance. */
export function clearIncidents(draft: Draft, instance: string): void {
  for (const id in draft.incidents) {
    const incident = draft.incidents[id];
    if (incident?.instance === instance) clearIncident(draft, incident);
  }
}
