import { evaluate } from '../../platform/feel/expression.js';
import type { Expression, Scope } from '../../platform/feel/expression.js';
import { kindOf } from '../../platform/feel/values.js';

export const hitPolicies = [
  'UNIQUE',
  'FIRST',
  'PRIORITY',
  'ANY',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
  'COLLECT SUM',
  'COLLECT MIN',
  'COLLECT MAX',
  'COLLECT COUNT',
] as const;
export type HitPolicy = (typeof hitPolicies)[number];

/** A compiled decision table (DMN 1.5, 8.2). */
export interface DecisionPlan {
  readonly hitPolicy: HitPolicy;
  /** Variable that takes the result. */
  readonly result: string;
  readonly inputs: readonly Expression[];
  /** `values` are those that are allowed, highest priority first (empty: any); `otherwise` is given where no rule matches. */
  readonly outputs: readonly {
    readonly name: string;
    readonly values: readonly unknown[];
    readonly otherwise?: Expression;
  }[];
  /** `when` null matches anything. */
  readonly rules: readonly { readonly when: readonly (Expression | null)[]; readonly then: readonly Expression[] }[];
}

type Row = Record<string, unknown>;
type Decided = { value: unknown } | { failure: string };

/**
 * Evaluates a decision table. One output gives its value, several a context; RULE ORDER, OUTPUT ORDER and COLLECT a list. No
 * matching rule gives the default outputs, whatever the hit policy; without them null (an empty list for the lists). UNIQUE
 * and ANY with contradicting rules are failures.
 */
export function decide(plan: DecisionPlan, scope: Scope, at: number): Decided {
  const inputs: unknown[] = [];
  for (const input of plan.inputs) {
    const result = evaluate(input, scope, { at, asFeel: true });
    if ('failure' in result) return { failure: `the input ${result.failure}` };
    inputs.push(result.value);
  }
  const rows: Row[] = [];
  for (const [index, rule] of plan.rules.entries()) {
    const hit = matches(rule.when, inputs, scope, at);
    if (typeof hit === 'string') return { failure: `rule ${index + 1}: ${hit}` };
    if (!hit) continue;
    const row = rowOf(plan, rule.then, scope, at);
    if (typeof row === 'string') return { failure: `rule ${index + 1}: ${row}` };
    rows.push(row);
    if (plan.hitPolicy === 'FIRST') break;
  }
  if (rows.length === 0 && plan.outputs.some(({ otherwise }) => otherwise)) {
    const row = rowOf(
      plan,
      plan.outputs.map(({ otherwise }) => otherwise),
      scope,
      at,
    );
    return typeof row === 'string' ? { failure: `the default: ${row}` } : { value: shown(plan, row) };
  }
  return combine(plan, rows);
}

function matches(
  when: readonly (Expression | null)[],
  inputs: readonly unknown[],
  scope: Scope,
  at: number,
): boolean | string {
  for (const [index, test] of when.entries()) {
    if (test === null) continue;
    const result = evaluate(test, scope, { at, input: inputs[index] });
    if ('failure' in result) return result.failure;
    if (result.value !== true) return false;
  }
  return true;
}

function rowOf(plan: DecisionPlan, then: readonly (Expression | undefined)[], scope: Scope, at: number): Row | string {
  const row: Row = {};
  for (const [index, output] of plan.outputs.entries()) {
    const expression = then[index];
    const result = expression ? evaluate(expression, scope, { at }) : { value: null };
    if ('failure' in result) return result.failure;
    row[output.name] = result.value;
  }
  return row;
}

/** One output shows its value, several a context. */
function shown(plan: DecisionPlan, row: Row | undefined): unknown {
  if (row === undefined) return null;
  const [single, another] = plan.outputs;
  return single && !another ? row[single.name] : row;
}

function combine(plan: DecisionPlan, rows: readonly Row[]): Decided {
  const show = (row: Row | undefined): unknown => shown(plan, row);
  switch (plan.hitPolicy) {
    case 'UNIQUE':
      return rows.length > 1
        ? { failure: `${rows.length} rules match, but the hit policy allows one` }
        : { value: show(rows[0]) };
    case 'ANY':
      return rows.every((row) => isSame(row, rows[0]))
        ? { value: show(rows[0]) }
        : { failure: 'the matching rules give different results' };
    case 'FIRST':
      return { value: show(rows[0]) };
    case 'PRIORITY':
    case 'OUTPUT ORDER': {
      const ordered = byPriority(plan, rows);
      if ('failure' in ordered) return ordered;
      return { value: plan.hitPolicy === 'PRIORITY' ? show(ordered.rows[0]) : ordered.rows.map(show) };
    }
    case 'RULE ORDER':
    case 'COLLECT':
      return { value: rows.map(show) };
    default:
      return aggregate(plan.hitPolicy, rows.map(show));
  }
}

/**
 * Rows by the places of their outputs in the lists of allowed values, the first output counting most; among equals the order
 * of the rules stands. Outputs without a list do not count (DMN 1.5, 8.2.11).
 */
function byPriority(plan: DecisionPlan, rows: readonly Row[]): { rows: Row[] } | { failure: string } {
  const ordering = plan.outputs.filter(({ values }) => values.length > 0);
  const ranked = rows.map((row) => ({
    row,
    places: ordering.map(({ name, values }) => values.findIndex((value) => isSame(value, row[name]))),
  }));
  for (const { row, places } of ranked) {
    const output = ordering[places.indexOf(-1)];
    if (output)
      return {
        failure: `a rule gives ${JSON.stringify(row[output.name])}, which is none of the values of ${output.name}`,
      };
  }
  const sorted = ranked.sort((a, b) => {
    const index = a.places.findIndex((place, at) => place !== b.places[at]);
    return index < 0 ? 0 : (a.places[index] ?? 0) - (b.places[index] ?? 0);
  });
  return { rows: sorted.map(({ row }) => row) };
}

/** Whether a value is one of a list, compared as FEEL does: a number is no text. */
export function isAmong(values: readonly unknown[], value: unknown): boolean {
  return values.some((one) => isSame(one, value));
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [a, b] = [Object.entries(one), other as Readonly<Record<string, unknown>>];
  if (Array.isArray(one) !== Array.isArray(other) || a.length !== Object.keys(b).length) return false;
  return a.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, b[key]));
}

function aggregate(policy: HitPolicy, values: readonly unknown[]): Decided {
  if (policy === 'COLLECT COUNT') return { value: values.length };
  const [first] = values;
  if (first === undefined) return { value: null };
  const texts = typeof first === 'string' && policy !== 'COLLECT SUM';
  const wrong = values.find((value) => typeof value !== (texts ? 'string' : 'number'));
  if (wrong !== undefined) {
    const wanted = policy === 'COLLECT SUM' ? 'numbers' : 'numbers, or texts and dates of one kind';
    return { failure: `${policy} needs ${wanted}; a rule gives a ${kindOf(wrong)}` };
  }
  const ordered = values as readonly (number | string)[];
  if (policy === 'COLLECT MIN') return { value: ordered.reduce((least, value) => (value < least ? value : least)) };
  if (policy === 'COLLECT MAX') return { value: ordered.reduce((most, value) => (value > most ? value : most)) };
  return { value: (values as readonly number[]).reduce((sum, value) => sum + value, 0) };
}
