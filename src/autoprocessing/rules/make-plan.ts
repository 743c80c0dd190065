import { compileExpression, evaluate, evaluateCondition } from '../../platform/feel/expression.js';
import type { AutoprocessingRule } from '../../streams/definition/stream-definition.js';

/** What happens by itself with one document after its registration. */
export interface AutoprocessingPlan {
  /** Values for fields of the card. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly route?: { readonly key: string; readonly variables: Readonly<Record<string, unknown>> };
  /** Key of the letter that answers the sender. */
  readonly acknowledge?: string;
  /** Rules that could not be evaluated, each with the reason; they were passed over. */
  readonly failures: readonly { readonly rule: string; readonly message: string }[];
}

/**
 * Reads the rules from the top: `set` of every matching rule applies, route and acknowledgement come from the first
 * matching rule that has one.
 * @param scope the card's fields, and `linked` with the cards of linked documents
 * @param at epoch milliseconds, what `now()` answers
 */
export function makePlan(
  rules: readonly AutoprocessingRule[],
  scope: Readonly<Record<string, unknown>>,
  at: number,
): AutoprocessingPlan {
  const set: Record<string, unknown> = {};
  const failures: { rule: string; message: string }[] = [];
  let route: AutoprocessingPlan['route'];
  let acknowledge: string | undefined;
  for (const rule of rules) {
    const matches = ruleMatches(rule, scope, at);
    if ('failure' in matches) failures.push({ rule: rule.name, message: matches.failure });
    if ('failure' in matches || !matches.value) continue;
    for (const [field, source] of Object.entries(rule.set ?? {})) {
      const result = value(source, { ...scope, ...set }, at);
      if ('failure' in result) failures.push({ rule: `${rule.name}, ${field}`, message: result.failure });
      else set[field] = result.value;
    }
    if (rule.route !== undefined) route ??= { key: rule.route, variables: rule.variables ?? {} };
    acknowledge ??= rule.acknowledge;
  }
  return { set, failures, ...(route ? { route } : {}), ...(acknowledge === undefined ? {} : { acknowledge }) };
}

function ruleMatches(
  rule: AutoprocessingRule,
  scope: Readonly<Record<string, unknown>>,
  at: number,
): { value: boolean } | { failure: string } {
  if (rule.when === undefined) return { value: true };
  const compiled = compileExpression(rule.when);
  if ('problem' in compiled) return { failure: compiled.problem };
  return evaluateCondition(compiled.expression, scope, { at });
}

function value(
  source: string,
  scope: Readonly<Record<string, unknown>>,
  at: number,
): { value: unknown } | { failure: string } {
  const compiled = compileExpression(source);
  if ('problem' in compiled) return { failure: compiled.problem };
  return evaluate(compiled.expression, scope, { at });
}
