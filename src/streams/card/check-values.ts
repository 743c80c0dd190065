import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { isEmpty } from '../field-types/clean-text.js';
import { isComputed } from '../field-types/computed.js';
import { faultToProblem } from '../field-types/fault-messages.js';
import { Faults } from '../field-types/faults.js';
import type { CompiledField, JsonValue } from '../field-types/field-type.js';
import { cardScope, inScope, type CardValues } from './card-scope.js';
import type { CardConditions } from './conditions.js';

export interface CheckOptions {
  /** `register`: everything is given, defaults apply. `edit`: a patch; absent is unchanged, null is emptied. */
  readonly mode: 'register' | 'edit';
  /** The values before an edit. */
  readonly previous?: CardValues;
  /** The status that the document will have, and for an edit the one it had, for conditions that ask. */
  readonly status?: string;
  readonly previousStatus?: string;
  /** Of the messages; English unless said. */
  readonly language?: Language;
}

export interface CheckedCard {
  /** The whole new card; to be used only when there are no problems. */
  readonly values: CardValues;
  /** Everything that is wrong, with paths such as `fields.items[2].price`. */
  readonly problems: Problem[];
}

/** Checks and normalises what was sent. Never throws, whatever comes. */
export type CheckValues = (input: unknown, options: CheckOptions) => CheckedCard;

const maxInputKeys = 500;

/** The check of a card: the same in the server, which decides, and in a browser, which tells while somebody types. */
export function compileCheck(fields: readonly CompiledField[], conditions: CardConditions): CheckValues {
  const known = new Set(fields.map(({ definition }) => definition.key));
  const scoped = conditions.any || fields.some(isComputed);
  return (input, options) => {
    const { mode, previous = {}, language = 'en' } = options;
    const run: Run = {
      ...{ fields, conditions, options, previous, faults: new Faults() },
      // An edit keeps what the card no longer knows: a field may come back, and the document is not ours to thin out.
      values: mode === 'edit' ? withoutKeys(previous, known) : {},
      scope: scoped ? { ...cardScope(fields, {}), status: options.status ?? null } : undefined,
      before: lazily(() => ({ ...cardScope(fields, previous), status: options.previousStatus ?? null })),
    };
    const given = readInput(input, known, run.faults);
    for (const field of fields) {
      if (isComputed(field)) compute(field, run);
      else if (mode === 'edit' && !Object.hasOwn(given, field.definition.key)) keep(field, run);
      else take(field, given, run);
      const { key } = field.definition;
      if (run.scope) run.scope[key] = inScope(field, run.values[key]);
    }
    demandByCondition(given, run);
    return { values: run.values, problems: run.faults.list.map((fault) => faultToProblem(fault, language)) };
  };
}

interface Run {
  readonly fields: readonly CompiledField[];
  readonly conditions: CardConditions;
  readonly options: CheckOptions;
  readonly previous: CardValues;
  readonly faults: Faults;
  readonly values: Record<string, JsonValue>;
  /** The card so far as conditions and computed fields see it; undefined where there are none. */
  readonly scope: Record<string, unknown> | undefined;
  /** The card before an edit, in the same way. */
  readonly before: () => Record<string, unknown>;
}

function compute(field: CompiledField & { compute(scope: Record<string, unknown>): JsonValue | undefined }, run: Run) {
  const { conditions, scope = {}, values } = run;
  const value = conditions.isVisible(field.definition, scope) ? field.compute(scope) : undefined;
  if (value !== undefined) values[field.definition.key] = value;
}

/**
 * A field that an edit does not touch stays as it is. Its value goes only with the very edit that hides the field: what
 * was hidden before, say since the card got its condition, is not lost by the way.
 */
function keep({ definition }: CompiledField, { conditions, previous, values, scope, before }: Run): void {
  const kept = previous[definition.key];
  if (kept === undefined) return;
  const hides = scope && !conditions.isVisible(definition, scope) && conditions.isVisible(definition, before());
  if (!hides) values[definition.key] = kept;
}

function take({ definition, check }: CompiledField, given: Readonly<Record<string, unknown>>, run: Run): void {
  const { conditions, options, values, faults, scope } = run;
  const { key } = definition;
  const path = `fields.${key}`;
  const sent = Object.hasOwn(given, key) ? given[key] : undefined;
  if (scope && !conditions.isVisible(definition, scope)) {
    if (!isEmpty(sent)) faults.add(path, 'hidden-field');
    return;
  }
  const before = faults.list.length;
  const value = check(options.mode === 'register' && isEmpty(sent) ? definition.default : sent, path, faults);
  if (value !== undefined) values[key] = value;
  else if (definition.required && faults.list.length === before) faults.add(path, 'required');
}

/**
 * Fields that must be filled because of other fields or of the status. An edit is held up by one that it does not touch
 * only where the edit itself brings the demand about.
 */
function demandByCondition(given: Readonly<Record<string, unknown>>, run: Run): void {
  const { conditions, options, values, faults, scope, before } = run;
  if (!conditions.any || !scope) return;
  for (const { definition } of run.fields) {
    const { key } = definition;
    const path = `fields.${key}`;
    if (values[key] !== undefined || !conditions.isRequired(definition, scope)) continue;
    const old = options.mode === 'edit' && !Object.hasOwn(given, key) && conditions.isRequired(definition, before());
    if (!old && !faults.list.some((fault) => fault.path === path || fault.path.startsWith(`${path}[`)))
      faults.add(path, 'required');
  }
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function withoutKeys(values: CardValues, keys: ReadonlySet<string>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
}

/** What was sent, by key; unknown keys are told, and a flood of them is cut short. */
function readInput(input: unknown, known: ReadonlySet<string>, faults: Faults): Readonly<Record<string, unknown>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    if (input !== undefined && input !== null) faults.add('fields', 'not-an-object');
    return {};
  }
  const keys = Object.keys(input);
  if (keys.length > maxInputKeys) faults.add('fields', 'too-many-fields');
  else for (const key of keys) if (!known.has(key)) faults.add(`fields.${key.slice(0, 60)}`, 'unknown-field');
  return input as Readonly<Record<string, unknown>>;
}
