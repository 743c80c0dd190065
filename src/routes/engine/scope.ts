import { evaluate, evaluateCondition } from '../../platform/feel/expression.js';
import type { Expression, Failure } from '../../platform/feel/expression.js';
import type { Draft } from './draft.js';
import type { Instance } from './state.js';

type Values = Readonly<Record<string, unknown>>;

/** The process instance that an instance belongs to: its called route's, or the run's own. */
function processOf(draft: Draft, instance: Instance): Instance {
  let current = instance;
  while (current.parent !== null && current.isolated === undefined) current = draft.get(current.parent);
  return current;
}

/** All variables visible to an instance, the innermost of a name winning. */
export function visibleVariables(draft: Draft, instance: Instance): Record<string, unknown> {
  const own: Values[] = [];
  let current = instance;
  for (;;) {
    if (current.variables) own.push(current.variables);
    if (current.isolated || current.parent === null) break;
    current = draft.get(current.parent);
  }
  const values: Record<string, unknown> = current.isolated ? {} : { ...draft.variables };
  for (let index = own.length - 1; index >= 0; index -= 1) Object.assign(values, own[index]);
  return values;
}

/** What an expression sees from an instance: document, card, steps, outcome and the visible variables. */
export function scopeOf(draft: Draft, instance: Instance): Record<string, unknown> {
  const process = processOf(draft, instance);
  return {
    ...visibleVariables(draft, instance),
    document: draft.facts.document,
    card: draft.facts.card,
    steps: process.isolated ? (process.steps ?? {}) : draft.steps,
    outcome: instance.outcome ?? null,
  };
}

/** Number of times a user task has been completed in the process of `instance`. */
export function roundsOf(draft: Draft, instance: Instance): number {
  const process = processOf(draft, instance);
  const steps = process.isolated ? (process.steps ?? {}) : draft.steps;
  return Object.hasOwn(steps, instance.element) ? (steps[instance.element]?.round ?? 0) : 0;
}

/**
 * The round that a user task is in: one more than it has been completed, the same for all turns of a loop; to confirm a
 * decision is no new one.
 */
export function roundOf(draft: Draft, instance: Instance): number {
  const rounds = roundsOf(draft, instance);
  if (instance.confirms) return Math.max(rounds, 1);
  const container = instance.turn === undefined || instance.parent === null ? undefined : draft.find(instance.parent);
  // Of a loop that began before rounds were counted so, it is not known.
  return container ? (container.loop?.round ?? Math.max(rounds, 1)) : rounds + 1;
}

/** Evaluates an expression as `instance` sees it. */
export function valueFor(
  draft: Draft,
  instance: Instance,
  expression: Expression,
): { value: unknown } | { failure: string } {
  return evaluate(expression, scopeOf(draft, instance), { at: draft.at });
}

/** Evaluates a condition as `instance` sees it. */
export function holdsFor(draft: Draft, instance: Instance, condition: Expression): { value: boolean } | Failure {
  return evaluateCondition(condition, scopeOf(draft, instance), { at: draft.at });
}

/** Sets variables where they are already defined on the way up, else at the process. */
export function setVariables(draft: Draft, from: Instance, values: Values): void {
  for (const [name, value] of Object.entries(values)) setVariable(draft, from, name, value);
}

function setVariable(draft: Draft, from: Instance, name: string, value: unknown): void {
  let current = draft.find(from.id) ?? from;
  for (;;) {
    if (current.isolated || (current.variables && Object.hasOwn(current.variables, name))) {
      draft.update(current.id, { variables: { ...current.variables, [name]: value } });
      return;
    }
    if (current.parent === null) break;
    current = draft.get(current.parent);
  }
  draft.variables = { ...draft.variables, [name]: value };
}

/** Sets variables on the instance itself. */
export function setLocal(draft: Draft, id: string, values: Values): Instance {
  return draft.update(id, { variables: { ...draft.get(id).variables, ...values } });
}

/** Keeps the result of a user task for `steps` and for the path's `outcome`. */
export function recordStep(
  draft: Draft,
  instance: Instance,
  result: { outcome: string | null; comment: string | null; performer: unknown },
): void {
  const { confirms } = instance;
  // whoever passes a lapsed decision over leaves it as it was taken
  if (confirms && confirms.outcome !== null && result.outcome === null) return;
  const process = processOf(draft, instance);
  const before = process.isolated ? (process.steps ?? {}) : draft.steps;
  const record = { ...result, at: draft.at, round: roundOf(draft, instance) };
  const steps = { ...before, [instance.element]: record };
  if (process.isolated) draft.update(process.id, { steps });
  else draft.steps = steps;
  if (result.outcome !== null) draft.update(instance.id, { outcome: result.outcome });
}
