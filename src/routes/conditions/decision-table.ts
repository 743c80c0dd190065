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
  /** `values` are in order of priority, highest first. */
  readonly outputs: readonly { readonly name: string; readonly values: readonly unknown[] }[];
  /** `when` null matches anything. */
  readonly rules: readonly { readonly when: readonly (Expression | null)[]; readonly then: readonly Expression[] }[];
}

type Row = Record<string, unknown>;
type Decided = { value: unknown } | { failure: string };

/**
 * Evaluates a decision table. One output gives its value, several a context; RULE ORDER, OUTPUT ORDER and COLLECT a list. No
 * matching rule gives null (an empty list for the lists). UNIQUE and ANY with contradicting rules are failures.
 */
export function decide(plan: DecisionPlan, scope: Scope, at: number): Decided {
  const inputs: unknown[] = [];
  for (const input of plan.inputs) {
    const result = evaluate(input, scope, { at });
    if ('failure' in result) return { failure: `the input ${result.failure}` };
    inputs.push(result.value);
  }
  const rows: Row[] = [];
  for (const [index, rule] of plan.rules.entries()) {
    const hit = matches(rule.when, inputs, scope, at);
    if (typeof hit === 'string') return { failure: `rule ${index + 1}: ${hit}` };
    if (!hit) continue;
    const row = outputsOf(plan, rule.then, scope, at);
    if (typeof row === 'string') return { failure: `rule ${index + 1}: ${row}` };
    rows.push(row);
    if (plan.hitPolicy === 'FIRST') break;
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

function outputsOf(plan: DecisionPlan, then: readonly Expression[], scope: Scope, at: number): Row | string {
  const row: Row = {};
  for (const [index, output] of plan.outputs.entries()) {
    const expression = then[index];
    const result = expression ? evaluate(expression, scope, { at }) : { value: null };
    if ('failure' in result) return result.failure;
    row[output.name] = result.value;
  }
  return row;
}

function combine(plan: DecisionPlan, rows: readonly Row[]): Decided {
  const single = plan.outputs.length === 1 ? (plan.outputs[0]?.name ?? '') : null;
  const show = (row: Row | undefined): unknown => (row === undefined ? null : single === null ? row : row[single]);
  switch (plan.hitPolicy) {
    case 'UNIQUE':
      return rows.length > 1
        ? { failure: `${rows.length} rules match, but the hit policy allows one` }
        : { value: show(rows[0]) };
    case 'ANY': {
      const first = JSON.stringify(rows[0]);
      const same = rows.every((row) => JSON.stringify(row) === first);
      return same ? { value: show(rows[0]) } : { failure: 'the matching rules give different results' };
    }
    case 'FIRST':
      return { value: show(rows[0]) };
    case 'PRIORITY':
      return { value: show(byPriority(plan, rows)[0]) };
    case 'OUTPUT ORDER':
      return { value: byPriority(plan, rows).map(show) };
    case 'RULE ORDER':
    case 'COLLECT':
      return { value: rows.map(show) };
    default:
      return aggregate(plan.hitPolicy, rows.map(show));
  }
}

function byPriority(plan: DecisionPlan, rows: readonly Row[]): Row[] {
  const rank = (row: Row, index: number): number => {
    const output = plan.outputs[index];
    const place = output ? output.values.indexOf(row[output.name]) : -1;
    return place < 0 ? Number.MAX_SAFE_INTEGER : place;
  };
  return [...rows].sort((a, b) => {
    for (let index = 0; index < plan.outputs.length; index += 1) {
      const difference = rank(a, index) - rank(b, index);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function aggregate(policy: HitPolicy, values: readonly unknown[]): Decided {
  if (policy === 'COLLECT COUNT') return { value: values.length };
  if (values.length === 0) return { value: null };
  const wrong = values.find((value) => typeof value !== 'number');
  if (wrong !== undefined) return { failure: `${policy} needs numbers; a rule gives a ${kindOf(wrong)}` };
  const numbers = values as number[];
  if (policy === 'COLLECT MIN') return { value: Math.min(...numbers) };
  if (policy === 'COLLECT MAX') return { value: Math.max(...numbers) };
  return { value: numbers.reduce((sum, value) => sum + value, 0) };
}
