import type { Actor } from '../../platform/context.js';
import { compileExpression, evaluateCondition, type Expression } from '../../platform/feel/expression.js';
import { readCondition, type ConditionOperand, type ConditionTree } from '../../platform/feel/read-condition.js';
import { say, writtenDown, type Sentence } from '../../platform/words/sentence.js';
import type { DocumentFacts, GrantCondition } from '../../organisation/access/grant.js';
import type { FieldDefinition } from '../definition/field-definition.js';
import { operandAt, type OperandType, type ReadableOperand } from './condition-operands.js';

/** A side of a comparison with its type; null has none. */
type Side =
  | { readonly kind: 'read'; readonly type: OperandType; readonly operand: ReadableOperand }
  | { readonly kind: 'fixed'; readonly type: OperandType; readonly value: unknown }
  | { readonly kind: 'null'; readonly type: undefined };

type Binder = (value: unknown) => string;
type Translate = (actor: Actor, bind: Binder) => string;

class Untranslatable extends Error {
  constructor(readonly problem: Sentence) {
    super(problem.text);
  }
}

const casts: Readonly<Record<OperandType, string>> = {
  text: 'text',
  number: 'float8',
  boolean: 'boolean',
  date: 'text',
};

/**
 * A condition of access, which our FEEL evaluates for one document and PostgreSQL for lists. Only what means the same in
 * both is taken; the rest is a problem. A condition that is neither true nor false does not hold.
 */
export function compileCondition(
  source: string,
  definitions: readonly FieldDefinition[],
): { condition: GrantCondition } | { problem: Sentence } {
  const compiled = compileExpression(source);
  if ('problem' in compiled)
    return { problem: say('The FEEL expression is wrong: {problem}.', { problem: writtenDown(compiled.problem) }) };
  const read = readCondition(source);
  if ('problem' in read)
    return { problem: say('It cannot be asked of the database: {problem}.', { problem: writtenDown(read.problem) }) };
  const translator = new Translator(new Map(definitions.map((field) => [field.key, field])));
  try {
    const translate = translator.condition(read.tree);
    // `pages in []` compares nothing and is still read by FEEL.
    for (const path of compiled.expression.names) translator.operand(path);
    const sql: Translate = (actor, bind) => `(${translate(actor, bind)}) IS TRUE`;
    const { operands } = translator;
    const { expression } = compiled;
    return { condition: { source, sql, holds: (actor, document) => holds(expression, operands, actor, document) } };
  } catch (error) {
    if (error instanceof Untranslatable) return { problem: error.problem };
    throw error;
  }
}

/** Stands for a condition that cannot be compiled, which no definition in force has. */
export const neverHolds: Omit<GrantCondition, 'source'> = { holds: () => false, sql: () => 'false' };

function holds(
  expression: Expression,
  operands: ReadonlyMap<string, ReadableOperand>,
  actor: Actor,
  document: DocumentFacts,
): boolean {
  const scope: Record<string, unknown> = {};
  for (const [path, operand] of operands) put(scope, path.split('.'), operand.value(actor, document));
  const outcome = evaluateCondition(expression, scope);
  return 'value' in outcome && outcome.value;
}

function put(scope: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) scope[first] = value;
  else put((scope[first] ??= {}) as Record<string, unknown>, rest, value);
}

class Translator {
  /** What the condition reads, by path. */
  readonly operands = new Map<string, ReadableOperand>();

  constructor(private readonly fields: ReadonlyMap<string, FieldDefinition>) {}

  condition(tree: ConditionTree): Translate {
    switch (tree.kind) {
      case 'and':
      case 'or': {
        const parts = tree.parts.map((part) => this.condition(part));
        const word = tree.kind === 'and' ? ' AND ' : ' OR ';
        if (parts.length === 0) return () => String(tree.kind === 'and');
        return (actor, bind) => `(${parts.map((part) => part(actor, bind)).join(word)})`;
      }
      case 'not': {
        const part = this.condition(tree.part);
        return (actor, bind) => `(NOT ${part(actor, bind)})`;
      }
      case 'holds': {
        const side = this.side(tree.operand);
        if (side.type !== 'boolean')
          throw new Untranslatable(say('It is a value and no condition: compare it with something.'));
        return (actor, bind) => `(${sqlOf(side, actor, bind)})`;
      }
      case 'comparison':
        return this.comparison(tree);
    }
  }

  private comparison({ operator, left, right }: Extract<ConditionTree, { kind: 'comparison' }>): Translate {
    const sides = [this.side(left), this.side(right)] as const;
    const [a, b] = sides;
    if (a.type !== undefined && b.type !== undefined && a.type !== b.type)
      throw new Untranslatable(
        say('It compares {left} with {right}, which are never equal.', {
          left: named(left, a),
          right: named(right, b),
        }),
      );
    checkOption(a, b, left);
    checkOption(b, a, right);
    const equal = operator === '=' || operator === '!=';
    const type = a.type ?? b.type;
    if (!equal && (type === 'text' || type === 'boolean' || a.kind === 'null' || b.kind === 'null'))
      throw new Untranslatable(
        say('Only numbers and dates are greater or less; "{operator}" stands at {left}.', {
          ...{ operator, left: named(left, a) },
        }),
      );
    // Equality of FEEL is always true or false: an empty field equals null and nothing else.
    const word = operator === '=' ? 'IS NOT DISTINCT FROM' : operator === '!=' ? 'IS DISTINCT FROM' : operator;
    return (actor, bind) => `(${sqlOf(a, actor, bind)} ${word} ${sqlOf(b, actor, bind)})`;
  }

  private side(operand: ConditionOperand): Side {
    if (operand.kind === 'date') return { kind: 'fixed', type: 'date', value: operand.value };
    if (operand.kind === 'literal') {
      const { value } = operand;
      if (value === null) return { kind: 'null', type: undefined };
      const type = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
      return { kind: 'fixed', type, value };
    }
    const found = this.operand(operand.path);
    return { kind: 'read', type: found.type, operand: found };
  }

  operand(path: string): ReadableOperand {
    const found = operandAt(path, this.fields);
    if ('problem' in found) throw new Untranslatable(found.problem);
    this.operands.set(path, found.operand);
    return found.operand;
  }
}

function sqlOf(side: Side, actor: Actor, bind: Binder): string {
  if (side.kind === 'null') return 'NULL';
  const sql = side.kind === 'read' ? side.operand.sql(actor, bind) : `${bind(side.value)}::${casts[side.type]}`;
  // By bytes: what FEEL calls equal is the same text, and days sort so.
  return side.type === 'text' || side.type === 'date' ? `(${sql}) COLLATE "C"` : sql;
}

function named(operand: ConditionOperand, side: Side): string {
  const shown = operand.kind === 'path' ? operand.path : JSON.stringify(operand.value);
  return side.type === undefined ? shown : `${shown} (${side.type})`;
}

/** A choice that is compared with an option which it does not have is a slip of the pen. */
function checkOption(read: Side, fixed: Side, operand: ConditionOperand): void {
  if (read.kind !== 'read' || fixed.kind !== 'fixed' || read.operand.options === undefined) return;
  const { options } = read.operand;
  if (options.includes(String(fixed.value))) return;
  const there = { operand: named(operand, read), option: String(fixed.value), options };
  throw new Untranslatable(say('{operand} has no option "{option}": {options}.', there));
}
