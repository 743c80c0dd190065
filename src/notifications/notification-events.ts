import type { LocalisedText } from '../platform/languages.js';

/** What people are told of. A person chooses for each by which ways. */
export const notificationEvents = [
  'assignment.issued',
  'assignment.handed',
  'assignment.reminder',
  'assignment.overdue',
  'assignment.reported',
  'assignment.returned',
  'assignment.accepted',
  'assignment.cancelled',
  'extension.asked',
  'extension.decided',
  'document.shared',
  'comment.mention',
  'comment.added',
  'decision.refused',
  'decision.taken',
  'route.finished',
] as const;
export type EventKey = (typeof notificationEvents)[number];

/** How an assignment came to somebody who did not have it before. */
export type HandedHow = 'delegate' | 'forward' | 'release' | 'substitution' | 'back' | 'escalation';

interface AboutAssignment {
  readonly instruction: LocalisedText;
  /** ISO 8601. */
  readonly dueAt: string | null;
  /** Name of the absent person for whom it is done. */
  readonly actingFor: string | null;
}

interface AboutDecision {
  /** Name of the step. */
  readonly step: string | null;
  readonly outcome: LocalisedText | null;
  readonly comment: string | null;
  readonly actingFor: string | null;
}

interface AboutComment {
  /** The beginning of what was said. */
  readonly excerpt: string;
}

/** What the text of each is made of when it is read. Plain data, kept in `notification.params`. */
export interface NotificationParams {
  'assignment.issued': AboutAssignment & {
    /** Others may take it as well. */
    readonly offered: boolean;
    /** What was decided before holds no longer. */
    readonly again: boolean;
  };
  'assignment.handed': AboutAssignment & { readonly how: HandedHow };
  'assignment.reminder': AboutAssignment;
  'assignment.overdue': AboutAssignment & { readonly performer: string };
  'assignment.reported': AboutAssignment & {
    readonly outcome: LocalisedText | null;
    readonly comment: string | null;
    /** Name of the absent controller. */
    readonly inPlaceOf: string | null;
  };
  'assignment.returned': AboutAssignment & { readonly reason: string | null };
  'assignment.accepted': AboutAssignment & { readonly comment: string | null };
  'assignment.cancelled': AboutAssignment & { readonly reason: string | null };
  'extension.asked': AboutAssignment & {
    readonly askedDueAt: string;
    readonly reason: string;
    readonly inPlaceOf: string | null;
  };
  'extension.decided': AboutAssignment & { readonly granted: boolean; readonly answer: string | null };
  'document.shared': {
    /** The person may change it, not only read it. */
    readonly edit: boolean;
    /** ISO 8601; null: until it is taken back. */
    readonly until: string | null;
  };
  'comment.mention': AboutComment;
  'comment.added': AboutComment;
  'decision.refused': AboutDecision;
  'decision.taken': AboutDecision;
  'route.finished': { readonly cancelled: boolean; readonly reason: string | null };
}

/** One thing to tell one person, whatever it is. */
export type Happening = {
  [Event in EventKey]: { readonly event: Event; readonly params: NotificationParams[Event] };
}[EventKey];

/** These ask the person for something; they are over when it was done, by whomever. */
export const askingEvents: readonly EventKey[] = [
  'assignment.issued',
  'assignment.handed',
  'assignment.reminder',
  'assignment.returned',
  'assignment.reported',
  'extension.asked',
];

/** Told again before they were read, these count up: `3 new comments`. */
export const countingEvents: readonly EventKey[] = ['comment.added'];

/** True for a name of the list, such as one that comes from outside. */
export function isNotificationEvent(name: unknown): name is EventKey {
  return typeof name === 'string' && (notificationEvents as readonly string[]).includes(name);
}
