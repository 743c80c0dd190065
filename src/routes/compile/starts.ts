import { evaluate, evaluateCondition } from '../../platform/feel/expression.js';
import type { Failure } from '../../platform/feel/expression.js';
import { readCycle } from '../conditions/repetition.js';
import type { Due } from '../conditions/repetition.js';
import type { RouteGraph, TimerPlan, Trigger } from './route-graph.js';

type Values = Readonly<Record<string, unknown>>;

/** What expressions at the start of a run see of the document; empty fields are null. */
export interface StartFacts {
  readonly document: Values | null;
  readonly card: Values;
}

/** A start event of the process itself, and what begins a run there; `none` is begun by people, rules and other routes. */
export interface StartTrigger {
  readonly element: string;
  readonly name?: string;
  readonly trigger:
    { readonly type: 'none' } | Extract<Trigger, { type: 'message' | 'timer' | 'signal' | 'conditional' }>;
}

/** The ways in which runs of a route begin, in the order of the file. Start events of its sub-processes are not among them. */
export function startTriggers(graph: RouteGraph): StartTrigger[] {
  return graph.root.starts.flatMap(({ id, name, trigger }): StartTrigger[] => {
    switch (trigger.type) {
      case 'none':
        return [{ element: id, ...(name === undefined ? {} : { name }), trigger: { type: 'none' } }];
      case 'message':
      case 'timer':
      case 'signal':
      case 'conditional':
        return [{ element: id, ...(name === undefined ? {} : { name }), trigger }];
      default:
        return [];
    }
  });
}

/** The times at which a timer begins runs. */
export interface StartTimes {
  readonly first: Due;
  /** ISO 8601 duration from one to the next, and how many follow the first (null without end); absent for a single time. */
  readonly cycle?: { readonly every: string; readonly repeat: number | null };
}

/** Reads the timer of a start event; a time in FEEL sees no document, because there is none yet. `at`: epoch milliseconds. */
export function startTimes(timer: TimerPlan, at: number): StartTimes | Failure {
  const result = typeof timer.value === 'string' ? { value: timer.value } : evaluate(timer.value, {}, { at });
  if ('failure' in result) return result;
  if (typeof result.value !== 'string') return { failure: 'the time of the timer is not a text' };
  if (timer.kind !== 'cycle') return { first: { kind: timer.kind, value: result.value } };
  const cycle = readCycle(result.value);
  if (!cycle) return { failure: `"${result.value}" is not a repetition such as R3/PT1H` };
  return { first: cycle.first, cycle: { every: cycle.every, repeat: cycle.repeat } };
}

/** The variables that a run begins with: those given, and the defaults of the others. */
export function startVariables(
  graph: RouteGraph,
  given: Values,
  facts: StartFacts | undefined,
  at: number,
): { values: Values } | Failure {
  const values: Record<string, unknown> = { ...given };
  for (const { name, default: expression } of graph.variables) {
    if (Object.hasOwn(values, name)) continue;
    const result = evaluate(expression, { ...facts, ...values }, { at });
    if ('failure' in result) return { failure: `the default of "${name}" could not be found: ${result.failure}` };
    values[name] = result.value;
  }
  return { values };
}

/**
 * Whether the condition of a start event holds for a document, so that a run is to begin there. It sees the document, its
 * card and the variables by their defaults. `missing` in a failure: it reads a field that is still empty.
 */
export function startConditionHolds(
  graph: RouteGraph,
  element: string,
  facts: StartFacts,
  at: number,
): { value: boolean } | Failure {
  const trigger = graph.root.starts.find(({ id }) => id === element)?.trigger;
  if (trigger?.type !== 'conditional') return { failure: `${element} is not a conditional start event of the route` };
  const variables = startVariables(graph, {}, facts, at);
  if ('failure' in variables) return variables;
  const scope = { ...variables.values, document: facts.document, card: facts.card, steps: {}, outcome: null };
  return evaluateCondition(trigger.condition, scope, { at });
}
