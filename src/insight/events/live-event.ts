import type { AssignmentChangeKind } from './live-change.js';

/** What a stream of events tells; the name of each event is its type, its data all of it as JSON. */
export type LiveEvent = InboxEvent | DocumentEvent | NotificationEvent | ResyncEvent;

/** An assignment was issued to me, changed, or is mine no more: as performer, candidate, owner or controller. */
export interface InboxEvent {
  readonly type: 'inbox';
  readonly assignment: string;
  readonly document: string;
  readonly kind: AssignmentChangeKind;
}

/** Something happened to a document that I have open: `event` is its name in the history, or `assignment.changed`. */
export interface DocumentEvent {
  readonly type: 'document';
  readonly document: string;
  readonly event: string;
}

/** There is something new under the bell, or something there has been read. */
export interface NotificationEvent {
  readonly type: 'notification';
}

/** Something may have been missed: read again what is shown. */
export interface ResyncEvent {
  readonly type: 'resync';
}
