import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import type { ComputedField, FieldDefinition } from '../definition/field-definition.js';
import type { CompiledField, FieldType, JsonValue } from './field-type.js';
import { roundBinary } from './decimal-text.js';
import { Faults } from './faults.js';
import { digitsOf, isCurrency } from './money.js';

/** A field that the card fills by itself; what is sent for it is ignored. */
export interface CompiledComputedField extends CompiledField {
  /** The value over the scope of the fields above; undefined where the expression gives nothing usable. */
  compute(scope: Readonly<Record<string, unknown>>): JsonValue | undefined;
}

/** A FEEL expression over the card. */
export const computedType: FieldType<'computed'> = {
  type: 'computed',
  options: {
    expression: { type: 'string', minLength: 1, maxLength: 4000 },
    result: { enum: ['money', 'number', 'text', 'boolean', 'date'] },
    decimals: { type: 'integer', minimum: 0, maximum: 6 },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  },
  requiredOptions: ['expression', 'result'],
  verify: ({ currency }) =>
    currency === undefined || isCurrency(currency)
      ? []
      : [{ path: 'currency', message: `"${currency}" is not a currency of ISO 4217.` }],
  compile(definition, compileColumn): CompiledComputedField {
    const compiled = compileExpression(definition.expression);
    const result = compileColumn(resultDefinition(definition));
    return {
      ...result,
      definition,
      check: () => undefined,
      checkAsked: result.check,
      compute(scope) {
        if ('problem' in compiled) return undefined;
        const outcome = evaluate(compiled.expression, scope);
        if ('failure' in outcome || outcome.value === null) return undefined;
        const faults = new Faults();
        const value = result.check(rounded(outcome.value, definition), definition.key, faults);
        return faults.list.length > 0 ? undefined : value;
      },
    };
  },
};

/** True for a compiled field of this type. */
export function isComputed(field: CompiledField): field is CompiledComputedField {
  return 'compute' in field;
}

/** The plain field that checks, compares and shows the result. */
function resultDefinition(definition: ComputedField): FieldDefinition {
  const { key, name, filterable, sortable, currency, result } = definition;
  const common = { key, name, ...(filterable && { filterable }), ...(sortable && { sortable }) };
  return result === 'money'
    ? { ...common, type: 'money', ...(currency !== undefined && { currency }) }
    : { ...common, type: result };
}

/** FEEL counts in binary fractions: numbers are rounded to the digits that the field keeps. */
function rounded(value: unknown, definition: ComputedField): unknown {
  if (definition.result === 'number')
    return typeof value === 'number' ? Number(roundBinary(value, definition.decimals ?? 2)) : value;
  if (definition.result !== 'money') return value;
  const { amount, currency } =
    typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : {
          amount: value,
          currency: undefined,
        };
  const code = typeof currency === 'string' ? currency : definition.currency;
  if (typeof amount !== 'number' || code === undefined || !isCurrency(code)) return value;
  return { amount: roundBinary(amount, digitsOf(code)), currency: code };
}
