import type { Expression } from '../../platform/feel/expression.js';
import type { Operand } from '../../platform/feel/rewrite.js';

/** Types of registration card fields, as far as conditions care. */
export type CardFieldType =
  | 'text'
  | 'number'
  | 'money'
  | 'date'
  | 'boolean'
  | 'reference'
  | 'table'
  | 'choice'
  | 'person'
  | 'unit'
  | 'file'
  | (string & {});

type FeelType = 'string' | 'number' | 'boolean' | 'date' | 'list' | 'context';

/** How a field's value looks to FEEL; a type that is not listed is a text. Dates are ISO 8601 texts. */
const feelTypes: Readonly<Record<string, FeelType>> = {
  number: 'number',
  integer: 'number',
  computed: 'number',
  money: 'context',
  boolean: 'boolean',
  table: 'list',
  reference: 'context',
  person: 'context',
  unit: 'context',
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
      complaints.push(`the card has no field "${field}"; it has ${Object.keys(fields).join(', ')}`);
    else if (type === 'money' && part !== undefined && !(part in moneyParts)) {
      complaints.push(`"${name}": money has the parts amount and currency`);
    }
  }
  for (const { left, right, source } of expression.comparisons) {
    const a = typeOf(left, fields);
    const b = typeOf(right, fields);
    if (a && b && a !== b) complaints.push(`"${source}" compares a ${a} with a ${b}${hint(left, right, fields)}`);
  }
  return complaints;
}

function typeOf(operand: Operand, fields: Readonly<Record<string, CardFieldType>>): FeelType | undefined {
  if (operand.type !== undefined) return operand.type;
  const [root, field, part, ...more] = (operand.path ?? '').split('.');
  const type = root === 'card' && field !== undefined ? fields[field] : undefined;
  if (type === undefined || more.length > 0) return undefined;
  if (part === undefined) return feelTypes[type] ?? 'string';
  return type === 'money' ? moneyParts[part] : undefined;
}

function hint(left: Operand, right: Operand, fields: Readonly<Record<string, CardFieldType>>): string {
  for (const operand of [left, right]) {
    const field = operand.path?.split('.')[1];
    const type = field === undefined ? undefined : fields[field];
    if (type === 'money') return `; write ${operand.path}.amount`;
    if (type === 'date') return `; write date(${operand.path})`;
  }
  return '';
}
