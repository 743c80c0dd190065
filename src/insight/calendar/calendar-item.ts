import type { DocumentPointer } from '../../documents/access/visible-documents.js';
import type { PersonView } from '../../documents/document-view.js';

/** Something in a calendar: a document that its stream puts there, or an assignment by its due date. */
export interface CalendarItem {
  /** Of the document or of the assignment. */
  readonly id: string;
  readonly kind: 'document' | 'assignment';
  readonly title: string;
  /** `YYYY-MM-DD` for a whole day, else ISO 8601, UTC. */
  readonly start: string;
  readonly end: string | null;
  readonly allDay: boolean;
  readonly done: boolean;
  readonly person: PersonView | null;
  readonly document: DocumentPointer;
  /** The document that its first filled reference leads to, e.g. the client. */
  readonly about: DocumentPointer | null;
  /** Can be moved: by a PATCH of `field` of the document with `version`. */
  readonly movable: boolean;
  readonly field: string | null;
  readonly version: number | null;
}

export interface CalendarItems {
  /** By their start. */
  readonly items: CalendarItem[];
  /** There are more than could be shown. */
  readonly more: boolean;
}
