import type { FieldDefinition } from '../definition/field-definition.js';
import type { StreamDefinition } from '../definition/stream-definition.js';
import type { Money } from '../field-types/money.js';
import type { CardValues } from './card-scope.js';

/** True for a field whose value is money, entered or computed. */
export function holdsMoney(field: FieldDefinition): boolean {
  return field.type === 'money' || (field.type === 'computed' && field.result === 'money');
}

/**
 * The amount of a document: the value of the field that the definition names as its amount, else of its first field of
 * money that everybody sees. Null where the card has no such field, where it is empty, and where it holds what is no money.
 */
export function amountOf(
  { amountField, fields }: Pick<StreamDefinition, 'amountField' | 'fields'>,
  values: CardValues,
): Money | null {
  const key = amountField ?? fields.find((field) => holdsMoney(field) && field.viewRoles === undefined)?.key;
  return key === undefined ? null : readMoney(values[key]);
}

function readMoney(value: unknown): Money | null {
  if (typeof value !== 'object' || value === null) return null;
  const { amount, currency } = value as Partial<Record<string, unknown>>;
  if (typeof amount !== 'string' || !/^-?\d+(\.\d+)?$/.test(amount) || typeof currency !== 'string') return null;
  return { amount, currency };
}
