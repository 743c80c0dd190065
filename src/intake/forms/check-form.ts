import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { isEmpty } from '../../streams/field-types/clean-text.js';
import type { PublicForm } from './form-definition.js';
import { formTexts } from './form-texts.js';

/** A form that was looked through. */
export interface CheckedForm {
  /** What goes on: only fields of the form, with the form's defaults. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What the visitor can mend, in the visitor's language; paths as `fields.items[0].price`. */
  readonly problems: readonly Problem[];
}

/**
 * Checks what was sent against form and card. What the card asks of fields that are not on the form is no business of
 * the visitor. @param strictNames also report names that the form does not have: for programs, which mean what they send
 */
export function checkForm(
  { card, fields }: PublicForm,
  sent: Readonly<Record<string, unknown>>,
  language: Language,
  strictNames: boolean,
): CheckedForm {
  const taken: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const { asked, field, required } of fields) {
    const given = Object.hasOwn(sent, field.key) ? sent[field.key] : undefined;
    const value = isBlank(given) ? asked.default : given;
    if (!isBlank(value)) taken[field.key] = value;
    else if (required && field.default === undefined) {
      problems.push({ path: `fields.${field.key}`, code: 'required', message: formTexts(language).required });
    }
  }
  const known = new Set(fields.map(({ field }) => field.key));
  const { problems: ofCard } = card.check(taken, { mode: 'register', language });
  for (const problem of ofCard) {
    const key = /^fields\.([A-Za-z0-9]+)/.exec(problem.path)?.[1];
    const said = problems.some((found) => found.path === problem.path);
    if (key !== undefined && known.has(key) && !said) problems.push(problem);
  }
  if (strictNames) problems.push(...unknownNames(sent, known, language));
  return { fields: taken, problems };
}

function unknownNames(
  sent: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  language: Language,
): Problem[] {
  return Object.keys(sent)
    .filter((key) => !known.has(key) && !key.startsWith('_'))
    .slice(0, 20)
    .map((key) => ({
      path: `fields.${key.slice(0, 100)}`,
      code: 'unknown-field',
      message: formTexts(language).unknownField,
    }));
}

function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return isEmpty(value) || (Array.isArray(value) && value.length === 0);
}
