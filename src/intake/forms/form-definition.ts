import { Refusal } from '../../platform/errors.js';
import { textIn, type Language } from '../../platform/languages.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import type { FieldDefinition } from '../../streams/definition/field-definition.js';
import type { FormDefinition, FormField } from '../../streams/definition/stream-definition.js';

/** A public form with the card of the stream that it registers into. */
export interface PublicForm {
  readonly form: FormDefinition;
  readonly card: CompiledCard;
  /** The fields of the form that a visitor can fill, with their place on the card. */
  readonly fields: readonly PublicField[];
}

export interface PublicField {
  readonly asked: FormField;
  readonly field: FieldDefinition;
  readonly required: boolean;
}

/** A question of a form, as a program that draws its own form needs it. */
export interface FormQuestion {
  readonly key: string;
  readonly type: FieldDefinition['type'];
  readonly label: string;
  readonly required: boolean;
  readonly help?: string;
  readonly default?: unknown;
  /** Of a choice. */
  readonly options?: { readonly key: string; readonly name: string }[];
  /** Of a choice: several may be chosen. */
  readonly many?: boolean;
  /** Of a table. */
  readonly columns?: FormQuestion[];
  /** Of a table. */
  readonly maxRows?: number;
}

/** A public form as `GET /api/forms/{form}` tells it. */
export interface FormView {
  readonly form: string;
  readonly stream: string;
  readonly language: Language;
  readonly title: string;
  readonly intro?: string;
  readonly fields: FormQuestion[];
  readonly uploads?: {
    readonly field: string;
    readonly label: string;
    readonly maxFiles: number;
    readonly maxBytes: number;
  };
}

/** Types that need a session to be chosen, or are not filled at all. */
const closedTypes: ReadonlySet<FieldDefinition['type']> = new Set(['reference', 'person', 'computed']);

/** @throws Refusal notFound */
export function findForm(cards: readonly CompiledCard[], key: string): PublicForm {
  for (const card of cards) {
    const form = card.definition.forms.find((found) => found.key === key);
    if (form) return { form, card, fields: openFields(form, card) };
  }
  throw new Refusal('notFound', 'form-not-found', 'There is no such form.');
}

function openFields(form: FormDefinition, card: CompiledCard): PublicField[] {
  return form.fields.flatMap((asked) => {
    const field = card.field(asked.field)?.definition;
    if (!field || closedTypes.has(field.type)) return [];
    return [{ asked, field, required: asked.required === true || field.required === true }];
  });
}

export function labelOf({ asked, field }: PublicField, language: Language): string {
  return textIn(language, asked.label ?? field.name);
}

/** The form as `GET /api/forms/{form}` tells it to a program that draws its own. */
export function describeForm({ form, card, fields }: PublicForm, language: Language): FormView {
  const { uploads } = form;
  return {
    form: form.key,
    stream: card.stream,
    language,
    title: textIn(language, form.title),
    ...(form.intro ? { intro: textIn(language, form.intro) } : {}),
    fields: fields.map((field) => ({
      label: labelOf(field, language),
      required: field.required,
      ...describeField(field.field, language),
      ...(field.asked.help ? { help: textIn(language, field.asked.help) } : {}),
      ...(field.asked.default === undefined ? {} : { default: field.asked.default }),
    })),
    ...(uploads
      ? {
          uploads: {
            field: uploads.field,
            label: textIn(language, uploads.label),
            maxFiles: uploads.maxFiles,
            maxBytes: uploads.maxBytes,
          },
        }
      : {}),
  };
}

function describeField(field: FieldDefinition, language: Language): Omit<FormQuestion, 'label' | 'required'> {
  const common = {
    key: field.key,
    type: field.type,
    ...(field.help ? { help: textIn(language, field.help) } : {}),
  };
  if (field.type === 'choice') {
    const options = field.options.map((option) => ({ key: option.key, name: textIn(language, option.name) }));
    return { ...common, options, many: field.many ?? false };
  }
  if (field.type === 'table') {
    const columns = field.columns.map((column) => ({
      label: textIn(language, column.name),
      required: column.required ?? false,
      ...describeField(column, language),
    }));
    return { ...common, columns, maxRows: field.maxRows ?? 500 };
  }
  return common;
}
