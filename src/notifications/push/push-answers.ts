import type { Tx } from '../../platform/context.js';
import { textIn, type Language, type LocalisedText } from '../../platform/languages.js';
import type { AssignmentState } from '../../routes/assignments/assignment-life.js';
import type { EventKey } from '../notification-events.js';

/** A button of a message. */
export interface PushAnswer {
  /** Key of the outcome; null completes an assignment that has none. */
  readonly outcome: string | null;
  /** In the reader's language; null where the app has its own word. */
  readonly label: string | null;
  /** It asks for more than a tap, such as a reason: then it opens the app there. */
  readonly asks: boolean;
}

/** What may be answered from a message, about the document as it was then. */
export interface PushAnswers {
  readonly assignment: string;
  readonly documentVersion: number;
  readonly choices: readonly PushAnswer[];
}

/** An assignment that somebody is told of, as far as its answers go. */
export interface AskedAssignment {
  readonly id: string;
  readonly state: AssignmentState;
  readonly performerId: string | null;
  readonly outcomes: readonly {
    readonly key: string;
    readonly label: LocalisedText;
    readonly reasonRequired: boolean;
  }[];
  readonly step: { readonly required?: readonly string[] } | null;
  readonly documentVersion: number;
}

/** Messages about these are answered; the others are read. */
const asking: readonly EventKey[] = [
  'assignment.issued',
  'assignment.handed',
  'assignment.reminder',
  'assignment.returned',
];
const answerable: readonly AssignmentState[] = ['ready', 'reserved', 'in-progress', 'returned'];
/** Letters of a label; a phone shows fewer. */
const longest = 60;

const load = {
  name: 'push_answers',
  text: `SELECT a.id, a.state, a.performer_id AS "performerId", a.outcomes, a.step, d.version AS "documentVersion"
    FROM assignment a JOIN document d ON d.id = a.document_id WHERE a.id = $1 AND a.closed_at IS NULL`,
};

/** What the person may answer to the assignment of a notification; undefined where there is nothing to answer. */
export async function answersFor(
  tx: Tx,
  { event, assignmentId }: { readonly event: EventKey; readonly assignmentId: string | null },
  person: { readonly id: string; readonly language: Language },
): Promise<PushAnswers | undefined> {
  if (assignmentId === null || !asking.includes(event)) return undefined;
  const [asked] = await tx.run<AskedAssignment>(load, [assignmentId]);
  return asked && answersTo(asked, person);
}

/** Phones show two buttons: the one that goes on and the one that sends back, else the first two. */
export function answersTo(
  { id, state, performerId, outcomes, step, documentVersion }: AskedAssignment,
  person: { readonly id: string; readonly language: Language },
): PushAnswers | undefined {
  if (performerId !== person.id || !answerable.includes(state)) return undefined;
  const fills = (step?.required ?? []).length > 0;
  const choices = outcomes.map(({ key, label, reasonRequired }) => ({
    outcome: key,
    label: [...textIn(person.language, label)].slice(0, longest).join(''),
    back: reasonRequired,
  }));
  const on = choices.find(({ back }) => !back) ?? choices[0];
  const other = choices.find((choice) => choice !== on && choice.back) ?? choices.find((choice) => choice !== on);
  const shown = on ? [on, ...(other ? [other] : [])] : [{ outcome: null, label: null, back: false }];
  return {
    assignment: id,
    documentVersion,
    choices: shown.map(({ outcome, label, back }) => ({ outcome, label, asks: back || fills })),
  };
}
