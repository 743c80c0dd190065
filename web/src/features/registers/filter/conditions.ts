import { formatDate } from '../../../../../src/streams/field-types/format-text.ts';
import type { Language } from '../../../../../src/platform/languages.ts';
import { isFilled, memberOf, textOf } from '../../../card/field-kind.ts';
import type { Format } from '../../../i18n/use-format.ts';
import type { Condition } from '../register-search.ts';
import { myself } from '../register-state.ts';
import type { Ask, FilterField } from './filter-fields.ts';

/** A condition as somebody puts it together: what is asked, and a value as its input gives it. */
export interface Draft {
  readonly ask: Ask;
  readonly value: unknown;
}

/** True where what is asked says everything by itself. */
export function isComplete(ask: Ask): boolean {
  return ask === 'empty' || ask === 'filled' || ask === 'yes' || ask === 'no';
}

/** Days in filters of moments: from the first minute of a day, and before the first of another. */
export function isMoment({ field }: FilterField): boolean {
  return field.type === 'datetime';
}

/** The condition that a draft means; undefined as long as its value is missing. */
export function toCondition(field: FilterField, { ask, value }: Draft): Condition | undefined {
  const { key } = field;
  switch (ask) {
    case 'empty':
    case 'filled':
      return { field: key, op: 'empty', value: ask === 'empty' };
    case 'yes':
    case 'no':
      return { field: key, op: 'eq', value: ask === 'yes' };
    case 'in': {
      const keys = (Array.isArray(value) ? value : [value]).filter(isFilled);
      return keys.length === 0 ? undefined : { field: key, op: 'in', value: keys };
    }
    default:
      return withValue(field, ask, value);
  }
}

function withValue(field: FilterField, op: Condition['op'], value: unknown): Condition | undefined {
  const plain = typeof value === 'string' ? value.trim() : value;
  if (!isFilled(plain)) return undefined;
  if (isMoment(field)) return { field: field.key, op, value: new Date(`${textOf(plain)}T00:00:00`).toISOString() };
  const id = textOf(memberOf(plain, 'id'));
  if (id === '') return { field: field.key, op, value: plain };
  const label = textOf(memberOf(plain, 'title')) || textOf(memberOf(plain, 'name'));
  return { field: field.key, op, value: id, ...(label !== '' && { label }) };
}

/** The draft that makes this condition; undefined for one that only a program can have written. */
export function toDraft(field: FilterField, { op, value, label }: Condition): Draft | undefined {
  const ask = askOf(field, op, value);
  if (ask === undefined || !field.asks.includes(ask)) return undefined;
  if (isComplete(ask)) return { ask, value: undefined };
  if (ask === 'in') return { ask, value: Array.isArray(value) ? value : [value] };
  if (isMoment(field)) return { ask, value: localDay(textOf(value)) };
  const named = field.field.type === 'reference' ? { title: label ?? null, number: null } : { name: label, login: '' };
  const thing = field.field.type === 'reference' || field.field.type === 'person';
  return { ask, value: thing ? { id: value, ...named } : value };
}

function askOf(field: FilterField, op: Condition['op'], value: unknown): Ask | undefined {
  if (op === 'empty') return value === false ? 'filled' : 'empty';
  if (field.field.type === 'boolean') return value === true ? 'yes' : 'no';
  // One of one is that one.
  if (op === 'eq' && field.asks.includes('in')) return 'in';
  // Ranges come from views; here they are shown, not edited.
  return op === 'between' ? undefined : op;
}

/** The day of a moment where the reader is. */
function localDay(moment: string): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return '';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The value of a condition in words; empty where what is asked says everything. `me` is the word for oneself. */
export function sayValue(field: FilterField, condition: Condition, format: Format, me: string): string {
  const { value, label, op } = condition;
  if (op === 'empty' || field.field.type === 'boolean') return '';
  return (Array.isArray(value) ? value : [value]).map((entry) => sayOne(field, entry, label, format, me)).join(', ');
}

function sayOne(field: FilterField, value: unknown, label: string | undefined, format: Format, me: string): string {
  const { field: shape } = field;
  const language = format.language as Language;
  switch (shape.type) {
    case 'choice': {
      const option = shape.type === 'choice' ? shape.options.find(({ key }) => key === value) : undefined;
      return option ? format.name(option.name) : textOf(value);
    }
    case 'person':
    case 'reference':
      return value === myself ? me : (label ?? textOf(value));
    case 'money': {
      const amount = textOf(memberOf(value, 'amount'));
      const currency = textOf(memberOf(value, 'currency'));
      return currency === '' ? textOf(value) || amount : format.money({ amount, currency });
    }
    case 'date':
      return formatDate(textOf(value), language);
    case 'datetime':
      return formatDate(localDay(textOf(value)), language);
    default:
      return textOf(value);
  }
}
