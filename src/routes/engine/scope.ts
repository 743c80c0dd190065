import { evaluate, evaluateCondition } from '../../platform/feel/expression.js';
import type { Expression, Failure } from '../../platform/feel/expression.js';
import type { Draft } from './draft.js';
import type { Instance, Rounds, StepRecord } from './state.js';

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
  return {
    ...visibleVariables(draft, instance),
    document: draft.facts.document,
    card: draft.facts.card,
    steps: stepsOf(draft, instance),
    outcome: instance.outcome ?? null,
  };
}

/** The items of multi-instance sub-processes that an instance belongs to, the innermost first, with what was before them. */
function itemsAround(draft: Draft, instance: Instance): { item: Instance; before: Rounds }[] {
  const found: { item: Instance; before: Rounds }[] = [];
  let current = instance;
  while (current.parent !== null && current.isolated === undefined) {
    const parent = draft.get(current.parent);
    if (current.turn !== undefined && parent.loop?.rounds) found.push({ item: current, before: parent.loop.rounds });
    current = parent;
  }
  return found;
}

function stepsOf(draft: Draft, instance: Instance): Readonly<Record<string, StepRecord>> {
  const process = processOf(draft, instance);
  return process.isolated ? (process.steps ?? {}) : draft.steps;
}

/** Number of times a user task has been completed in the process of `instance`; of several items at once, for its own. */
export function roundsOf(draft: Draft, instance: Instance): number {
  const { element } = instance;
  const [inner] = itemsAround(draft, instance);
  return inner
    ? (roundIn(inner.item.rounds, element) ?? roundIn(inner.before, element) ?? 0)
    : roundSoFar(draft, instance);
}

function roundIn(rounds: Rounds | undefined, element: string): number | undefined {
  return rounds && Object.hasOwn(rounds, element) ? rounds[element] : undefined;
}

function roundSoFar(draft: Draft, instance: Instance): number {
  const steps = stepsOf(draft, instance);
  return Object.hasOwn(steps, instance.element) ? (steps[instance.element]?.round ?? 0) : 0;
}

/** The rounds of the tasks inside a sub-process, as they are when `instance` of it begins. */
export function roundsInside(draft: Draft, instance: Instance): Rounds {
  const [outer] = itemsAround(draft, instance);
  const { nodes } = draft.graph(instance.route);
  const isInside = (element: string): boolean => {
    for (let id = nodes.get(element)?.scope; id !== undefined && id !== null; id = nodes.get(id)?.scope)
      if (id === instance.element) return true;
    return false;
  };
  const seen = outer
    ? { ...outer.before, ...outer.item.rounds }
    : Object.fromEntries(Object.entries(stepsOf(draft, instance)).map(([element, { round }]) => [element, round]));
  return Object.fromEntries(Object.entries(seen).filter(([element]) => isInside(element)));
}

/**
 * The round that a user task is in: one more than it has been completed, the same for all turns of a multi-instance task; to
 * confirm a decision is no new one.
 */
export function roundOf(draft: Draft, instance: Instance): number {
  const rounds = roundsOf(draft, instance);
  if (instance.confirms) return Math.max(rounds, 1);
  const container = instance.turn === undefined || instance.parent === null ? undefined : draft.find(instance.parent);
  // A task that is repeated while a condition holds is decided anew each time.
  if (!container || container.loop?.total === null) return rounds + 1;
  // Of a loop that began before rounds were counted so, it is not known.
  return container.loop?.round ?? Math.max(rounds, 1);
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
  const { element } = instance;
  const process = processOf(draft, instance);
  const round = roundOf(draft, instance);
  for (const { item, before } of itemsAround(draft, instance)) {
    const known = roundIn(item.rounds, element) ?? roundIn(before, element) ?? 0;
    draft.update(item.id, { rounds: { ...item.rounds, [element]: Math.max(known, round) } });
  }
  // What another item has come to meanwhile is not taken back.
  const record = { ...result, at: draft.at, round: Math.max(roundSoFar(draft, instance), round) };
  const steps = { ...stepsOf(draft, instance), [element]: record };
  if (process.isolated) draft.update(process.id, { steps });
  else draft.steps = steps;
  if (result.outcome !== null) draft.update(instance.id, { outcome: result.outcome });
}
