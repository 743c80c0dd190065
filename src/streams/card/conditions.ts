import { compileExpression, evaluateCondition } from '../../platform/feel/expression.js';
import type { Expression, Scope } from '../../platform/feel/expression.js';
import type { FieldDefinition } from '../definition/field-definition.js';

/** What the conditions of a card say of one state of it. */
export interface CardDemands {
  /** Keys of fields that do not belong on the card now. */
  readonly hidden: ReadonlySet<string>;
  /** Keys of fields that must be filled now. */
  readonly required: ReadonlySet<string>;
}

/** The conditions of the fields of a card, compiled. */
export interface CardConditions {
  /** Without any, nothing has to be worked out. */
  readonly any: boolean;
  /** Whether a condition reads the status of the document. */
  readonly asksStatus: boolean;
  /** `scope` holds at least the fields above. */
  isVisible(field: FieldDefinition, scope: Scope): boolean;
  /** `scope` holds the whole card and its `status`; a field that is hidden is never required. */
  isRequired(field: FieldDefinition, scope: Scope): boolean;
  demands(scope: Scope): CardDemands;
}

/**
 * Compiles `visibleWhen` and `requiredWhen`. A condition that gives neither true nor false (most often because a field
 * that it reads is empty) does not hold.
 */
export function compileConditions(fields: readonly FieldDefinition[]): CardConditions {
  const visible = compileEach(fields, 'visibleWhen');
  const required = compileEach(fields, 'requiredWhen');
  const isVisible = ({ key }: FieldDefinition, scope: Scope) => holds(visible.get(key), scope, true);
  const isRequired = (field: FieldDefinition, scope: Scope) =>
    (field.required === true || holds(required.get(field.key), scope, false)) && isVisible(field, scope);
  return {
    any: visible.size > 0 || required.size > 0,
    asksStatus: [...required.values()].some((condition) => condition?.names.includes('status')),
    isVisible,
    isRequired,
    demands: (scope) => ({
      hidden: new Set(fields.filter((field) => !isVisible(field, scope)).map(({ key }) => key)),
      required: new Set(fields.filter((field) => isRequired(field, scope)).map(({ key }) => key)),
    }),
  };
}

/** `null` stands for a condition that does not parse, which no definition in force has. */
function compileEach(
  fields: readonly FieldDefinition[],
  which: 'visibleWhen' | 'requiredWhen',
): ReadonlyMap<string, Expression | null> {
  const compiled = new Map<string, Expression | null>();
  for (const field of fields) {
    const source = field[which];
    if (source === undefined) continue;
    const result = compileExpression(source);
    compiled.set(field.key, 'problem' in result ? null : result.expression);
  }
  return compiled;
}

function holds(condition: Expression | null | undefined, scope: Scope, without: boolean): boolean {
  if (condition === undefined) return without;
  if (condition === null) return false;
  const outcome = evaluateCondition(condition, scope);
  return 'value' in outcome && outcome.value;
}
