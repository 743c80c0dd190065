import type { Objection } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isEmpty } from '../../streams/field-types/clean-text.js';

/** What a step of a route says about the fields of the card; keys. What it does not name is shown and stays as it is. */
export interface StepFields {
  readonly editable?: readonly string[];
  readonly required?: readonly string[];
  readonly hidden?: readonly string[];
}

/** The fields of a plan as they are kept with the assignment: what is empty takes no room. */
export function keptFields({
  editable = [],
  required = [],
  hidden = [],
}: StepFields): Required<Pick<StepFields, 'editable'>> & StepFields {
  return {
    editable: [...new Set([...editable, ...required])],
    ...(required.length > 0 && { required }),
    ...(hidden.length > 0 && { hidden }),
  };
}

/** Whose decision, as far as the card is concerned. */
export interface StepDecision {
  /** What is sent to be changed. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** The card until now. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Whether the outcome sends the document back, for which nothing has to be filled in. */
  readonly refuses: boolean;
}

/** What is sent though the step does not open it, and what would still be empty though the step needs it. */
export function stepProblems(step: StepFields | null, { sent, before, refuses }: StepDecision): Objection[] {
  const { editable = [], required = [] } = step ?? {};
  const closed = Object.keys(sent).filter((key) => !editable.includes(key) && !required.includes(key));
  if (closed.length > 0) {
    const allows = editable.length > 0 ? `changes of ${editable.join(', ')} only` : 'no changes of the card';
    const message = say('This step allows {allows}.', { allows });
    return closed.map((key) => ({ path: `fields.${key}`, code: 'not-editable-here', message }));
  }
  if (refuses) return [];
  const empty = required.filter((key) => isBlank(Object.hasOwn(sent, key) ? sent[key] : before[key]));
  const message = say('This has to be filled in to complete the step.');
  return empty.map((key) => ({ path: `fields.${key}`, code: 'required-here', message }));
}

function isBlank(value: unknown): boolean {
  return isEmpty(value) || (Array.isArray(value) && value.length === 0);
}
