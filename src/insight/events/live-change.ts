/** What is about to be told to people who have the application open. */
export type LiveChange = AssignmentChange | DocumentChange;

/** What an assignment has become for people that it names, or named until now. */
export interface AssignmentChange {
  readonly type: 'assignment';
  readonly assignment: string;
  readonly document: string;
  readonly kind: AssignmentChangeKind;
  readonly people: readonly string[];
}

/** Something that happened to a document, by the name of the event in its history. */
export interface DocumentChange {
  readonly type: 'document';
  readonly document: string;
  readonly event: string;
}

export const assignmentChangeKinds = ['issued', 'changed', 'closed'] as const;
export type AssignmentChangeKind = (typeof assignmentChangeKinds)[number];

/** The channel on which the database tells of changes; the migration `live-events` has its triggers. */
export const liveChannel = 'millrace_live';

/** Reads a notification of `liveChannel`; undefined for one of another kind. */
export function readLiveChange(payload: string): LiveChange | undefined {
  const [type, first = '', second = '', third, ...people] = payload.split(' ');
  if (type === 'document') return { type, document: first, event: second };
  const kind = assignmentChangeKinds.find((one) => one === third);
  if (type !== 'assignment' || kind === undefined) return undefined;
  return { type, assignment: first, document: second, kind, people };
}
