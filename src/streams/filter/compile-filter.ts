import type { Problem } from '../../platform/errors.js';
import type { Language } from '../../platform/languages.js';
import { nextActionCondition } from '../definition/document-columns.js';
import type { CompiledCard } from '../card/compile-card.js';
import { faultToProblem } from '../field-types/fault-messages.js';
import type { FilterOperator, JsonValue } from '../field-types/field-type.js';
import { filterOperators } from '../field-types/field-type.js';
import { isEmpty } from '../field-types/clean-text.js';
import type { FilterTarget } from './filter-target.js';
import { filterTarget } from './filter-target.js';
import { endOfDay, startOfDay, valuesMeant, type FilterAsker } from './relative-value.js';

export interface FilterOptions {
  /** Of the messages about wrong values. */
  readonly language?: Language;
  /** The number of the first parameter; 1 unless said. */
  readonly firstParameter?: number;
  /** For values such as `@me` and `@today+7`; nobody unless said. */
  readonly asker?: FilterAsker;
  /** SQL that gives the `id` of every document about which something is planned or to be done; of none unless said. */
  readonly nextActions?: string;
}

/** Lets the form of relative values be checked when nobody asks. */
const nobody: FilterAsker = {
  me: '00000000-0000-0000-0000-000000000000',
  units: [],
  today: '2000-01-01',
  midnight: (date) => `${date}T00:00:00.000Z`,
};

/** A condition over `document d`. */
export interface CompiledFilter {
  /** Begins with the stream as a literal, so that its partial indexes match whatever plan is kept. */
  readonly sql: string;
  readonly values: readonly unknown[];
  /** Finds rows by parts of words: gather them in a materialised CTE before sorting, or a sort index may be walked. */
  readonly byTrigram: boolean;
}

const noActions = 'SELECT NULL::uuid AS id WHERE false';
const maxConditions = 50;
const maxListed = 500;
const comparison: Readonly<Partial<Record<FilterOperator, string>>> = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };

/**
 * Translates `{"and": [{"field", "op", "value"}]}` into SQL. Values are checked as the card checks them, so a phone may be
 * asked for as people write it; some may be relative to the asker (`valuesMeant`). `between` takes `[from, to]`, both
 * included and either null. `filter` undefined or null: all documents of the stream. Never throws.
 */
export function compileFilter(
  card: CompiledCard,
  filter: unknown,
  { language = 'en', firstParameter = 1, asker = nobody, nextActions = noActions }: FilterOptions = {},
): CompiledFilter | { problems: Problem[] } {
  const sql = [`d.stream = '${card.stream}'`];
  const builder = new ConditionBuilder(card, language, firstParameter, asker, nextActions);
  if (filter !== undefined && filter !== null) {
    const conditions = isRecord(filter) && Object.keys(filter).length === 1 ? filter.and : undefined;
    if (!Array.isArray(conditions) || conditions.length > maxConditions) {
      const message = `Expected {"and": [{"field", "op", "value"}]} with at most ${maxConditions} conditions.`;
      return { problems: [{ path: 'filter', code: 'filter', message }] };
    }
    conditions.forEach((condition: unknown, index) => {
      const made = builder.add(condition, `filter.and[${index}]`);
      if (made !== undefined) sql.push(made);
    });
  }
  if (builder.problems.length > 0) return { problems: builder.problems };
  return { sql: sql.join(' AND '), values: builder.values, byTrigram: builder.byTrigram };
}

class ConditionBuilder {
  readonly values: unknown[] = [];
  readonly problems: Problem[] = [];
  byTrigram = false;

  constructor(
    private readonly card: CompiledCard,
    private readonly language: Language,
    private readonly firstParameter: number,
    private readonly asker: FilterAsker,
    private readonly nextActions: string,
  ) {}

  add(condition: unknown, path: string): string | undefined {
    if (!isRecord(condition)) return this.refuse(path, 'condition', 'Expected {"field", "op", "value"}.');
    const { field, op, value } = condition;
    if (field === nextActionCondition) return this.nextAction(op, value, path);
    const target = typeof field === 'string' ? filterTarget(this.card, field) : undefined;
    if (!target) return this.refuse(`${path}.field`, 'unknown-field', `The stream has no field "${shown(field)}".`);
    const allowed = [...target.operators].join(', ');
    if (!isOperator(op) || !target.operators.has(op))
      return this.refuse(`${path}.op`, 'operator', `Expected one of ${allowed} for this field, not "${shown(op)}".`);
    if (op === 'empty') return this.empty(target, value, `${path}.value`);
    if (op === 'in') return this.oneOf(target, value, `${path}.value`);
    if (op === 'between') return this.between(target, value, `${path}.value`);
    if (op === 'eq' && value === '@my-units') return this.oneOf(target, [value], `${path}.value`);
    return this.compare(target, op, value, `${path}.value`);
  }

  /** As a semi-join, which is one pass over what is planned, however many documents there are. */
  private nextAction(op: unknown, value: unknown, path: string): string | undefined {
    if (op !== 'empty') return this.refuse(`${path}.op`, 'operator', 'Expected "empty" for this field.');
    if (value !== undefined && typeof value !== 'boolean')
      return this.refuse(`${path}.value`, 'not-a-boolean', 'Expected true (nothing) or false (something).');
    return `${value === false ? '' : 'NOT '}EXISTS (SELECT FROM (${this.nextActions}) planned WHERE planned.id = d.id)`;
  }

  private between(target: FilterTarget, value: unknown, path: string): string | undefined {
    const [from, to] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [];
    if (isEmpty(from) && isEmpty(to))
      return this.refuse(path, 'not-a-range', 'Expected [from, to], either of them null.');
    const parts: (string | undefined)[] = [];
    if (!isEmpty(from))
      parts.push(this.compare(target, 'ge', startOfDay(target.relatable, from, this.asker), `${path}[0]`));
    if (!isEmpty(to)) {
      const end = endOfDay(target.relatable, to, this.asker);
      parts.push(this.compare(target, end === undefined ? 'le' : 'lt', end ?? to, `${path}[1]`));
    }
    return parts.includes(undefined) ? undefined : `(${parts.join(' AND ')})`;
  }

  private compare(target: FilterTarget, op: FilterOperator, value: unknown, path: string): string | undefined {
    if (op === 'contains' || op === 'starts') return this.part(target, op, value, path);
    const [meant] = valuesMeant(target.relatable, value, this.asker);
    const read = this.read(target, meant, path);
    if (read === undefined) return undefined;
    const parameter = this.parameter(target.parameter(read), target.cast);
    if (op === 'ne') return `${target.expression} IS DISTINCT FROM ${parameter}`;
    const condition = `${target.expression} ${comparison[op] ?? '='} ${parameter}`;
    const named = isRecord(value) || op === 'eq' ? this.also(target, read, value) : undefined;
    return named === undefined ? condition : `(${condition} AND ${named})`;
  }

  /** The second equality of money: only where the value itself named its currency. */
  private also(target: FilterTarget, read: JsonValue, value: unknown): string | undefined {
    const also = isRecord(value) ? target.also?.(read) : undefined;
    return also && `${also.expression} = ${this.parameter(also.parameter, 'text')}`;
  }

  private part(target: FilterTarget, op: 'contains' | 'starts', value: unknown, path: string): string | undefined {
    if (typeof value !== 'string' || value.trim() === '' || value.length > 200)
      return this.refuse(path, 'not-text', 'Expected a text of 1 to 200 characters.');
    this.byTrigram = true;
    const escaped = value
      .trim()
      .replaceAll('\0', '')
      .normalize('NFC')
      .replace(/[\\%_]/g, '\\$&');
    return `${target.text} ILIKE ${this.parameter(op === 'starts' ? `${escaped}%` : `%${escaped}%`, 'text')}`;
  }

  private oneOf(target: FilterTarget, value: unknown, path: string): string | undefined {
    if (!Array.isArray(value) || value.length > maxListed)
      return this.refuse(path, 'not-a-list', `Expected a list of at most ${maxListed} values.`);
    const read = value.flatMap((entry, index) =>
      valuesMeant(target.relatable, entry, this.asker).map((meant) => this.read(target, meant, `${path}[${index}]`)),
    );
    const parameters = read.filter((entry) => entry !== undefined).map((entry) => target.parameter(entry));
    return `${target.expression} = ANY(${this.parameter(parameters, `${target.cast}[]`)})`;
  }

  private empty(target: FilterTarget, value: unknown, path: string): string | undefined {
    if (value !== undefined && typeof value !== 'boolean')
      return this.refuse(path, 'not-a-boolean', 'Expected true (is empty) or false (is filled).');
    return `${target.expression} IS ${value === false ? 'NOT ' : ''}NULL`;
  }

  private read(target: FilterTarget, value: unknown, path: string): JsonValue | undefined {
    const result = target.read(value);
    if ('value' in result) return result.value;
    this.problems.push(faultToProblem({ ...result.fault, path }, this.language));
    return undefined;
  }

  private parameter(value: unknown, cast: string): string {
    this.values.push(value);
    return `$${this.firstParameter + this.values.length - 1}::${cast}`;
  }

  private refuse(path: string, code: string, message: string): undefined {
    this.problems.push({ path, code, message });
    return undefined;
  }
}

function isOperator(value: unknown): value is FilterOperator {
  return (filterOperators as readonly unknown[]).includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, 60);
}
