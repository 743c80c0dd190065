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

/** An item of a multi-instance sub-process, with the rounds that there were before the sub-process began. */
interface Item {
  readonly item: Instance;
  readonly before: Rounds;
}

const noItems: readonly Item[] = [];

/** The items of multi-instance sub-processes that an instance belongs to, the innermost first. */
function itemsAround(draft: Draft, instance: Instance): readonly Item[] {
  let found: Item[] | undefined;
  let current = instance;
  while (current.parent !== null && current.isolated === undefined) {
    const parent = draft.get(current.parent);
    if (current.turn !== undefined && parent.loop?.rounds)
      (found ??= []).push({ item: current, before: parent.loop.rounds });
    current = parent;
  }
  return found ?? noItems;
}

function stepsOf(draft: Draft, instance: Instance): Readonly<Record<string, StepRecord>> {
  const process = processOf(draft, instance);
  return process.isolated ? (process.steps ?? {}) : draft.steps;
}

/** Number of times a user task has been completed in the process of `instance`; of several items at once, for its own. */
export function roundsOf(draft: Draft, instance: Instance, around = itemsAround(draft, instance)): number {
  const { element } = instance;
  const [inner] = around;
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
export function roundOf(draft: Draft, instance: Instance, around?: readonly Item[]): number {
  if (!instance.confirms && instance.turn !== undefined && instance.parent !== null) {
    const container = draft.find(instance.parent);
    // A task that is repeated while a condition holds is decided anew each time. Of a loop that began before rounds were
    // counted so, the round is not known.
    if (container && container.loop?.total !== null)
      return container.loop?.round ?? Math.max(roundsOf(draft, instance, around), 1);
  }
  const rounds = roundsOf(draft, instance, around);
  return instance.confirms ? Math.max(rounds, 1) : rounds + 1;
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
  const steps = process.isolated ? (process.steps ?? {}) : draft.steps;
  const around = itemsAround(draft, instance);
  const round = roundOf(draft, instance, around);
  for (const { item, before } of around) {
    const known = roundIn(item.rounds, element) ?? roundIn(before, element) ?? 0;
    draft.update(item.id, { rounds: { ...item.rounds, [element]: Math.max(known, round) } });
  }
  // What another item has come to meanwhile is not taken back.
  const soFar = Object.hasOwn(steps, element) ? (steps[element]?.round ?? 0) : 0;
  const after = { ...steps, [element]: { ...result, at: draft.at, round: Math.max(soFar, round) } };
  if (process.isolated) draft.update(process.id, { steps: after });
  else draft.steps = after;
  if (result.outcome !== null) draft.update(instance.id, { outcome: result.outcome });
}
