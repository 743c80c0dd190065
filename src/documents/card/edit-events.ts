import { textIn, type Language } from '../../platform/languages.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { DocumentRow } from '../document-row.js';
import { personView } from '../document-view.js';
import type { FieldChange } from './changes.js';

export interface HistoryEvent {
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the history tells about an edit: one event for each kind of change. None: nothing changed. */
export function editEvents(
  before: DocumentRow,
  after: DocumentRow,
  changes: readonly FieldChange[],
  org: Organisation,
  language: Language,
): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  if (changes.length > 0) events.push({ event: 'document.edited', detail: { changes } });
  if (before.status !== after.status)
    events.push({ event: 'document.status-changed', detail: { before: before.status, after: after.status } });
  const person = (id: string | null) => (id === null ? null : personView(id, org));
  if (before.responsibleId !== after.responsibleId) {
    const detail = { before: person(before.responsibleId), after: person(after.responsibleId) };
    events.push({ event: 'document.responsible-changed', detail });
  }
  const unit = (id: string | null) => {
    const found = id === null ? undefined : org.units.get(id);
    return id === null ? null : { id, name: found ? textIn(language, found.name) : id };
  };
  if (before.unitId !== after.unitId)
    events.push({ event: 'document.unit-changed', detail: { before: unit(before.unitId), after: unit(after.unitId) } });
  if (before.confidential !== after.confidential)
    events.push({
      event: 'document.confidential-changed',
      detail: { before: before.confidential, after: after.confidential },
    });
  if (JSON.stringify(before.flags) !== JSON.stringify(after.flags))
    events.push({ event: 'document.flags-changed', detail: { before: before.flags, after: after.flags } });
  return events;
}
