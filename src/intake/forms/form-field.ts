import type { Problem } from '../../platform/errors.js';
import { textIn, type Language } from '../../platform/languages.js';
import type {
  ChoiceField,
  ColumnDefinition,
  FieldDefinition,
  TableField,
} from '../../streams/definition/field-definition.js';
import { labelOf, type PublicField } from './form-definition.js';
import { formTexts } from './form-texts.js';
import { html, type Html } from '../../platform/pages/html.js';

export interface FieldState {
  readonly language: Language;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly rows: number;
}

/** Up to so many options are shown all at once. */
const radioOptions = 7;

/** The id of the input that a problem's path names. */
export function fieldId(path: string): string {
  return `f-${path
    .replace(/^fields\./, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/-+$/, '')}`;
}

/** One question of a form: its label, help, errors and input. */
export function renderField(question: PublicField, state: FieldState): Html {
  const { field, asked, required } = question;
  const { language } = state;
  const path = `fields.${field.key}`;
  const wrong = state.problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}[`));
  const id = fieldId(path);
  const help = asked.help ?? field.help;
  const label = html`${labelOf(question, language)}${!required && html` <span class="soft">(${formTexts(language).optional})</span>`}`;
  const notes = html`${help && html`<p class="help" id="${id}-help">${textIn(language, help)}</p>`}${wrong.length > 0 && html`<div id="${id}-error">${wrong.map(({ message }) => html`<p class="error">${message}</p>`)}</div>`}`;
  const described = [help && `${id}-help`, wrong.length > 0 && `${id}-error`].filter(Boolean).join(' ');
  const box = wrong.length > 0 ? 'field wrong' : 'field';
  if (field.type === 'boolean') {
    return html`<div class="${box}">
      ${notes}<label class="choice"
        ><input
          type="checkbox"
          id="${id}"
          name="${field.key}"
          ${state.value === true && html` checked`}
        />${label}</label
      >
    </div>`;
  }
  if (field.type === 'table') {
    return html`<fieldset class="${box}" id="${id}">
      <legend>${label}</legend>
      ${notes}${tableInput(field, state)}
    </fieldset>`;
  }
  if (field.type === 'choice' && (field.many === true || field.options.length <= radioOptions)) {
    return html`<fieldset class="${box}" id="${id}">
      <legend>${label}</legend>
      ${notes}${optionInputs(field, question, state)}
    </fieldset>`;
  }
  const attributes = html`${described !== '' && html` aria-describedby="${described}"`}${wrong.length > 0 && html` aria-invalid="true"`}${required && html` required`}`;
  return html`<div class="${box}">
    <label for="${id}">${label}</label>${notes}${oneInput(field, { ...state, name: field.key, id, attributes })}
  </div>`;
}

interface InputState extends FieldState {
  readonly name: string;
  readonly id: string;
  readonly attributes: Html;
}

const kinds: Readonly<
  Partial<Record<FieldDefinition['type'], { type: string; hint?: string; mode?: string; short?: boolean }>>
> = {
  email: { type: 'email', hint: 'email' },
  phone: { type: 'tel', hint: 'tel', short: true },
  url: { type: 'url' },
  date: { type: 'date', short: true },
  datetime: { type: 'datetime-local', short: true },
  number: { type: 'text', mode: 'decimal', short: true },
  integer: { type: 'text', mode: 'numeric', short: true },
  money: { type: 'text', mode: 'decimal', short: true },
  taxNumber: { type: 'text', short: true },
};

/** What browsers fill in by themselves, by the names that such fields usually have. */
const hints: Readonly<Record<string, string>> = { company: 'organization', contact: 'name', address: 'street-address' };

function oneInput(field: Exclude<FieldDefinition, TableField>, state: InputState): Html {
  const text = typedText(state.value);
  if (field.type === 'longtext') {
    // A parser drops the first line break, which must not be one that was typed.
    const kept = `\n${text}`;
    return html`<textarea id="${state.id}" name="${state.name}" ${state.attributes}>${kept}</textarea>`;
  }
  if (field.type === 'choice') {
    const options = field.options.map(
      ({ key, name }) =>
        html`<option value="${key}" ${key === text && html` selected`}>${textIn(state.language, name)}</option>`,
    );
    return html`<select id="${state.id}" name="${state.name}" ${state.attributes}>
      <option value="">${formTexts(state.language).choose}</option>
      ${options}
    </select>`;
  }
  const kind = kinds[field.type] ?? { type: 'text' };
  const hint = kind.hint ?? hints[field.key];
  return html`<input
    type="${kind.type}"
    id="${state.id}"
    name="${state.name}"
    value="${text}"
    ${kind.short === true && html` class="short"`}${hint && html` autocomplete="${hint}"`}${kind.mode && html` inputmode="${kind.mode}"`}${state.attributes}
  />`;
}

function optionInputs(field: ChoiceField, { asked, required }: PublicField, { value, language }: FieldState): Html {
  const chosen = [value ?? asked.default].flat();
  const type = field.many ? 'checkbox' : 'radio';
  return html`${field.options.map(
    ({ key, name }) =>
      html`<label class="choice"
        ><input
          type="${type}"
          name="${field.key}"
          value="${key}"
          ${chosen.includes(key) && html` checked`}${required && type === 'radio' && html` required`}
        />${textIn(language, name)}</label
      >`,
  )}`;
}

function tableInput(field: TableField, state: FieldState): Html {
  const { language } = state;
  const texts = formTexts(language);
  const given = Array.isArray(state.value) ? (state.value as unknown[]) : [];
  const count = Math.min(Math.max(given.length + 1, state.rows), field.maxRows ?? 500);
  const rows = Array.from({ length: count }, (_, index) => {
    const row = given[index];
    const cells = field.columns.map((column) =>
      cell(field, column, index, { ...state, value: valueIn(row, column.key) }),
    );
    return html`<tr>
      ${cells}
    </tr>`;
  });
  const heads = field.columns.map((column) => html`<th scope="col">${textIn(language, column.name)}</th>`);
  return html`<table>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    <button class="quiet" name="_rows" value="${count + 3}" formnovalidate>${texts.addRow}</button>`;
}

function cell(table: TableField, column: ColumnDefinition, index: number, state: FieldState): Html {
  const name = `${table.key}[${index}][${column.key}]`;
  const path = `fields.${table.key}[${index}].${column.key}`;
  const label = textIn(state.language, column.name);
  const wrong = state.problems.some((problem) => problem.path === path);
  const spoken = `${label}, ${formTexts(state.language).row} ${index + 1}`;
  const attributes = html` aria-label="${spoken}"${wrong && html` aria-invalid="true"`}`;
  return html`<td data-label="${label}" ${wrong && html` class="wrong"`}>
    ${oneInput(column, { ...state, name, id: fieldId(path), attributes })}
  </td>`;
}

function valueIn(row: unknown, key: string): unknown {
  return typeof row === 'object' && row !== null && Object.hasOwn(row, key)
    ? (row as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function typedText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const amount = valueIn(value, 'amount');
  return typeof amount === 'string' || typeof amount === 'number' ? String(amount) : '';
}
