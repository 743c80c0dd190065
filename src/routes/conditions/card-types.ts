import type { Expression } from '../../platform/feel/expression.js';
import type { Operand } from '../../platform/feel/rewrite.js';
import { insteadOf } from '../model/nearest-name.js';

/** Types of registration card fields, as far as conditions care. */
export type CardFieldType =
  | 'text'
  | 'number'
  | 'money'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'reference'
  | 'table'
  | 'choice'
  /** A choice of several. */
  | 'choices'
  | 'person'
  | 'unit'
  | 'file'
  | (string & {});

type FeelType = 'string' | 'number' | 'boolean' | 'date' | 'list' | 'context';

/**
 * How a field's value looks to FEEL; a type that is not listed is a text, as are references and persons (their ids). Dates
 * of a card are FEEL dates, moments FEEL dates and times; a scenario may give them as ISO 8601 texts.
 */
const feelTypes: Readonly<Record<string, FeelType | 'moment'>> = {
  number: 'number',
  integer: 'number',
  money: 'context',
  boolean: 'boolean',
  date: 'date',
  datetime: 'moment',
  table: 'list',
  choices: 'list',
};
const moneyParts: Readonly<Record<string, FeelType>> = { amount: 'number', currency: 'string' };

/** What an expression does with the card that cannot be right, in sentences for people. */
export function checkAgainstCard(expression: Expression, fields: Readonly<Record<string, CardFieldType>>): string[] {
  const complaints: string[] = [];
  for (const name of expression.names) {
    const [root, field, part] = name.split('.');
    if (root !== 'card' || field === undefined) continue;
    const type = fields[field];
    if (type === undefined)
      complaints.push(`the card has no field "${field}"; ${insteadOf(field, Object.keys(fields))}`);
    else if (part !== undefined) {
      const complaint = partComplaint(name, type, part);
      if (complaint !== null) complaints.push(complaint);
    }
  }
  for (const { left, right, source } of expression.comparisons) {
    const a = typeOf(left, fields);
    const b = typeOf(right, fields);
    if (!a || !b || a === b) continue;
    const instead = hint(left, right, fields);
    complaints.push(
      instead === undefined
        ? `"${source}" compares a ${a} with a ${b}`
        : `"${source}" compares a ${a} with a ${b}; write ${instead}`,
    );
  }
  return complaints;
}

/** Parts are had by money, and by dates, whose parts FEEL knows; a path on a table gives a column. */
function partComplaint(path: string, type: CardFieldType, part: string): string | null {
  const feelType = feelTypes[type] ?? 'string';
  if (type === 'money') return part in moneyParts ? null : `"${path}": money has the parts amount and currency`;
  if (feelType !== 'string' && feelType !== 'number' && feelType !== 'boolean') return null;
  const held = type === 'reference' || type === 'person' ? 'only the id is at hand here' : `it is a ${type}`;
  return `"${path}": the field has no parts, ${held}; leave out ".${part}"`;
}

function typeOf(operand: Operand, fields: Readonly<Record<string, CardFieldType>>): FeelType | undefined {
  if (operand.type !== undefined) return operand.type;
  const [root, field, part, ...more] = (operand.path ?? '').split('.');
  const type = root === 'card' && field !== undefined ? fields[field] : undefined;
  if (type === undefined || more.length > 0) return undefined;
  if (part === undefined) {
    const feelType = feelTypes[type] ?? 'string';
    return feelType === 'moment' ? undefined : feelType;
  }
  return type === 'money' ? moneyParts[part] : undefined;
}

function hint(left: Operand, right: Operand, fields: Readonly<Record<string, CardFieldType>>): string | undefined {
  for (const operand of [left, right]) {
    const field = operand.path?.split('.')[1];
    const type = field === undefined ? undefined : fields[field];
    if (type === 'money') return `${operand.path}.amount`;
    if (type === 'date') return 'a date, such as date("2026-03-31")';
  }
  return undefined;
}
