import { FeelFunction, now as feelNow, parseDate, parseDateTime } from 'feelin';
import { matchesPattern, replacePattern, splitByPattern } from './regular-expressions.js';
import { kindOf } from './values.js';

/** Thrown inside an evaluation to end it; never leaves `evaluate`. */
export class EvaluationStop extends Error {}

/** Largest number of loop turns and function calls of one evaluation. */
const maxWork = 20_000;
/** Longest text or list that an expression may build. */
const maxLength = 200_000;
/** The names of the guard functions start so; a source that uses such a name is refused. */
export const guardPrefix = '_mr_';

interface Run {
  work: number;
  /** Operands waiting for their comparison, innermost last. */
  readonly operands: unknown[];
  readonly at: number | undefined;
  readonly input: unknown;
}
let run: Run = { work: 0, operands: [], at: undefined, input: null };

/**
 * Runs `body` with a fresh budget. `at` is the current time for `now()` and `today()` (epoch milliseconds), `input` the
 * value that unary tests compare with.
 */
export function guarded<T>(at: number | undefined, input: unknown, body: () => T): T {
  const outer = run;
  run = { work: 0, operands: [], at, input };
  try {
    return body();
  } finally {
    run = outer;
  }
}

function spend(amount: number): void {
  run.work += amount;
  if (run.work > maxWork) {
    throw new EvaluationStop(`it needs more than ${maxWork} turns of its loops; use smaller lists or ranges`);
  }
}

function bounded(value: unknown): unknown {
  if ((typeof value === 'string' || Array.isArray(value)) && value.length > maxLength) {
    throw new EvaluationStop(`it builds a text or list longer than ${maxLength}`);
  }
  return value;
}

function checkComparable(left: unknown, right: unknown): void {
  if (left === null || right === null || left === undefined || right === undefined) return;
  const a = kindOf(left);
  const b = kindOf(right);
  if (a !== b) {
    throw new EvaluationStop(`it compares a ${a} with a ${b}; convert one of them, e.g. number(…), string(…), date(…)`);
  }
}

function rangeEnd(value: unknown): unknown {
  const start = run.operands.pop();
  if (typeof start === 'number' && typeof value === 'number') spend(Math.abs(value - start));
  return value;
}

function currentTime(): Date {
  if (run.at === undefined)
    throw new EvaluationStop('the current time is not known here: now() and today() cannot be used');
  return new Date(run.at);
}

function longList(...parts: unknown[]): void {
  let total = 0;
  for (const part of parts) total += Array.isArray(part) ? part.length : 1;
  spend(total);
}

function feel(names: string[], body: (...values: never[]) => unknown): FeelFunction {
  return new FeelFunction(body as (...values: unknown[]) => unknown, names);
}

/**
 * What every expression sees besides its own scope: the guards that the rewriting puts in, and safe forms of built-ins
 * (linear-time regular expressions, a clock that is given, lists that cannot double without end).
 */
export const guardFunctions: Readonly<Record<string, FeelFunction>> = {
  [`${guardPrefix}l`]: feel(['value'], (value: unknown) => {
    run.operands.push(value);
    return value;
  }),
  [`${guardPrefix}r`]: feel(['value'], (value: unknown) => {
    checkComparable(run.operands.pop(), value);
    return value;
  }),
  [`${guardPrefix}m`]: feel(['value'], (value: unknown) => {
    checkComparable(run.operands.pop(), value);
    checkComparable(run.operands.pop(), value);
    return value;
  }),
  [`${guardPrefix}t`]: feel(['value'], (value: unknown) => {
    checkComparable(run.input, value);
    return value;
  }),
  [`${guardPrefix}e`]: feel(['value'], rangeEnd),
  [`${guardPrefix}b`]: feel(['value'], (value: unknown) => {
    if (value === null || typeof value === 'boolean') return value;
    throw new EvaluationStop(`a condition inside it is a ${kindOf(value)}, not true or false`);
  }),
  [`${guardPrefix}s`]: feel(['value'], (value: unknown) => {
    spend(Array.isArray(value) ? value.length : 1);
    return bounded(value);
  }),
  matches: feel(['input', 'pattern', 'flags'], matchesPattern),
  replace: feel(['input', 'pattern', 'replacement', 'flags'], replacePattern),
  split: feel(['string', 'delimiter'], splitByPattern),
  concatenate: feel(['...lists'], (...lists: unknown[]) => {
    longList(...lists);
    return lists.some((list) => list === null) ? null : lists.flatMap((list) => list);
  }),
  append: feel(['list', '...items'], (list: unknown, ...items: unknown[]) => {
    longList(list, items);
    if (list === null || list === undefined) return null;
    return [...(Array.isArray(list) ? (list as unknown[]) : [list]), ...items];
  }),
  now: feel([], () => parseDateTime(currentTime().toISOString()) ?? feelNow()),
  today: feel([], () => parseDate(currentTime().toISOString().slice(0, 10))),
};
