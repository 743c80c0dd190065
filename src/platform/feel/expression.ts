import * as feelin from 'feelin';
import { EvaluationStop, guardFunctions, guarded } from './guards.js';
import { rewrite, SyntaxProblem } from './rewrite.js';
import type { CallNote, ComparisonNote } from './rewrite.js';
import { kindOf, toPlain, toScopeValue } from './values.js';

/** A compiled FEEL expression. Immutable; safe to keep for ever. */
export interface Expression {
  readonly source: string;
  /** The free variables it reads, as dotted paths where they can be told (`card.amount.amount`), each once. */
  readonly names: readonly string[];
  /** Its comparisons, with what can be told of their sides; for checks against known types. */
  readonly comparisons: readonly ComparisonNote[];
  /** The functions that it calls and that FEEL itself does not have. */
  readonly calls: readonly CallNote[];
}

/** What a name means while an expression is evaluated: plain JSON values, FEEL values or functions. */
export type Scope = Readonly<Record<string, unknown>>;

export interface EvaluationOptions {
  /** The time that `now()` and `today()` answer (UTC), epoch milliseconds; without it they are failures. */
  readonly at?: number;
  /** The value that unary tests compare with (`?`). */
  readonly input?: unknown;
  /** Dates, times and durations come back as FEEL values, to go into another expression, not as texts to be stored. */
  readonly asFeel?: boolean;
}

type Body = (scope: Scope, input: unknown) => { value: unknown; warnings: readonly feelin.Warning[] };

class CompiledExpression implements Expression {
  readonly #body: Body;

  constructor(
    readonly source: string,
    readonly names: readonly string[],
    readonly comparisons: readonly ComparisonNote[],
    readonly calls: readonly CallNote[],
    body: Body,
  ) {
    this.#body = body;
    Object.freeze(this);
  }

  run(scope: Scope, options: EvaluationOptions): { value: unknown; warnings: readonly feelin.Warning[] } {
    return guarded(options.at, options.input ?? null, () => this.#body(scope, options.input ?? null));
  }
}

const maxSource = 10_000;
const cacheSize = 2_000;
const cache = new Map<string, { expression: Expression } | { problem: string }>();

/**
 * Compiles a FEEL expression once; the result is kept in a bounded cache. Names with spaces are understood where `known`
 * (a sample of the scope) shows them.
 */
export function compileExpression(source: string, known?: Scope): { expression: Expression } | { problem: string } {
  return cached(`e${source}`, known, () => compile(source, known, 'expression'));
}

/** Compiles FEEL unary tests (DMN: `> 10, [1..5], "a"`), to be evaluated with `options.input`. Same cache. */
export function compileUnaryTests(source: string, known?: Scope): { expression: Expression } | { problem: string } {
  return cached(`u${source}`, known, () => compile(source, known, 'unary'));
}

function cached(
  key: string,
  known: Scope | undefined,
  make: () => { expression: Expression } | { problem: string },
): { expression: Expression } | { problem: string } {
  if (known !== undefined) return make();
  const hit = cache.get(key);
  if (hit) {
    // moved to the end: the first key is always the one unused for longest
    cache.delete(key);
    cache.set(key, hit);
    return hit;
  }
  const made = make();
  if (cache.size >= cacheSize) cache.delete(cache.keys().next().value ?? '');
  cache.set(key, made);
  return made;
}

function compile(
  source: string,
  known: Scope | undefined,
  kind: 'expression' | 'unary',
): { expression: Expression } | { problem: string } {
  if (source.trim() === '') return { problem: 'it is empty; a FEEL expression was expected' };
  if (source.length > maxSource) return { problem: `it is longer than ${maxSource} characters` };
  try {
    const parse = kind === 'unary' ? feelin.parseUnaryTests : feelin.parseExpression;
    const rewritten = rewrite(parse(source, { ...known }, undefined), source);
    const body = makeBody(rewritten.source, rewritten.roots, known, kind);
    return {
      expression: new CompiledExpression(
        source,
        Object.freeze([...rewritten.names]),
        Object.freeze([...rewritten.comparisons]),
        Object.freeze([...rewritten.calls]),
        body,
      ),
    };
  } catch (error) {
    return { problem: error instanceof SyntaxProblem ? error.message : describe(error) };
  }
}

/**
 * feelin parses at every call. An expression that is the body of a FEEL function is parsed once, when the function value
 * is made, and each call of that function only runs it; its warnings gather in the list made with it.
 */
function makeBody(
  source: string,
  roots: readonly string[],
  known: Scope | undefined,
  kind: 'expression' | 'unary',
): Body {
  if (
    kind === 'unary' ||
    [...roots, ...Object.keys(known ?? {})].some((name) => /\W/.test(name)) ||
    hasSpacedKeys(known)
  ) {
    return (scope, input) => {
      const context = { ...mapScope(scope), ...guardFunctions, '?': input };
      return kind === 'unary' ? feelin.unaryTest(source, context) : feelin.evaluate(source, context);
    };
  }
  const made = feelin.evaluate(`function(${roots.join(', ')}) (\n${source}\n)`, { ...guardFunctions });
  const compiledFunction = made.value;
  if (!feelin.isFunction(compiledFunction)) throw new SyntaxProblem('it cannot be compiled');
  const warnings = made.warnings;
  return (scope) => {
    warnings.length = 0;
    const values = roots.map((name) => toScopeValue(named(scope, name)));
    const value: unknown = compiledFunction.invoke(values);
    return { value, warnings: warnings.length > 0 ? [...warnings] : none };
  };
}

const none: readonly feelin.Warning[] = [];

/** What every JavaScript object has, such as `constructor`, is no name of an expression. */
function named(scope: Scope, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(scope, name) ? undefined : scope[name];
}

function hasSpacedKeys(value: unknown, depth = 0): boolean {
  if (depth > 6 || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((entry) => hasSpacedKeys(entry, depth + 1));
  return Object.entries(value).some(([key, entry]) => /\W/.test(key) || hasSpacedKeys(entry, depth + 1));
}

function mapScope(scope: Scope): Record<string, unknown> {
  return Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, toScopeValue(value)]));
}

/** Why there is no value, for people. */
export interface Failure {
  readonly failure: string;
  /** It read something that is not there (yet): an unknown name, or for a condition an empty field. */
  readonly missing?: boolean;
}

const missing: ReadonlySet<string> = new Set(['NO_VARIABLE_FOUND', 'NO_CONTEXT_ENTRY_FOUND', 'NO_PROPERTY_FOUND']);

/**
 * The value of an expression in `scope`; dates and times come back as ISO 8601 texts. A warning of the interpreter
 * (unknown name, wrong type), a comparison of unlike types and an evaluation that grows without bound are failures; it
 * never throws. Fields that are empty must be given as null, or reading them is a failure.
 */
export function evaluate(
  expression: Expression,
  scope: Scope,
  options: EvaluationOptions = {},
): { value: unknown } | Failure {
  try {
    if (!(expression instanceof CompiledExpression)) return { failure: 'it was not made by compileExpression' };
    const { value, warnings } = expression.run(scope, options);
    const warning = warnings[0];
    if (warning) return { failure: `"${expression.source}": ${warning.message}`, missing: missing.has(warning.type) };
    const plain = options.asFeel ? value : toPlain(value);
    if (typeof plain === 'number' && !Number.isFinite(plain)) {
      return { failure: `"${expression.source}": the result is not a number` };
    }
    return { value: plain };
  } catch (error) {
    return { failure: `"${expression.source}": ${describe(error)}` };
  }
}

/** The truth of a condition. Null (an empty field, most often) and anything but true or false is a failure. */
export function evaluateCondition(
  expression: Expression,
  scope: Scope,
  options: EvaluationOptions = {},
): { value: boolean } | Failure {
  const result = evaluate(expression, scope, options);
  if ('failure' in result) return result;
  if (typeof result.value === 'boolean') return { value: result.value };
  const got = kindOf(result.value) === 'null' ? 'null (is a field that it reads empty?)' : `a ${kindOf(result.value)}`;
  return {
    failure: `"${expression.source}": the condition gives ${got}, not true or false`,
    missing: result.value === null,
  };
}

function describe(error: unknown): string {
  if (error instanceof EvaluationStop) return error.message;
  if (error instanceof RangeError) return 'it calls itself too deeply or builds too large a value';
  return error instanceof Error ? error.message : 'it cannot be evaluated';
}
