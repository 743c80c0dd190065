import type { Actor } from '../../platform/context.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import type { DocumentFacts } from '../../organisation/access/grant.js';
import type { FieldDefinition } from '../definition/field-definition.js';
import { feelDate } from '../field-types/feel-moments.js';

export type OperandType = 'text' | 'number' | 'boolean' | 'date';

/** Something that a condition of access may read, as SQL and as FEEL sees it. */
export interface ReadableOperand {
  readonly type: OperandType;
  /** `bind` gives the parameter that holds a value. */
  sql(actor: Actor, bind: (value: unknown) => string): string;
  /** Null where there is nothing. */
  value(actor: Actor, document: DocumentFacts): unknown;
  /** The keys that it may hold; absent: any. */
  readonly options?: readonly string[];
}

const day = /^\d{4}-\d{2}-\d{2}$/;

const facts: Readonly<Record<string, ReadableOperand>> = {
  status: ofDocument('d.status', ({ status }) => status),
  'document.status': ofDocument('d.status', ({ status }) => status),
  'document.author.id': ofDocument('d.author_id::text', ({ authorId }) => authorId),
  'document.responsible.id': ofDocument('d.responsible_id::text', ({ responsibleId }) => responsibleId),
  'document.unit.id': ofDocument('d.unit_id::text', ({ unitId }) => unitId),
  'user.id': ofUser(({ id }) => id),
  'user.login': ofUser(({ login }) => login),
};

const roots: ReadonlySet<string> = new Set(['card', 'document', 'user']);

/** What may be read besides the fields of the card. */
export const readableFacts: readonly string[] = Object.keys(facts);

/**
 * The operand of a path: a field by its key or as `card.key`, of money `key.amount` or `key.currency`, the status, the
 * people and the unit of the document, and the one who asks. A problem says what cannot be read and why.
 */
export function operandAt(
  path: string,
  fields: ReadonlyMap<string, FieldDefinition>,
): { operand: ReadableOperand } | { problem: Sentence } {
  const [key = '', part, ...more] = path.replace(/^card\./, '').split('.');
  const field = fields.get(key);
  const fact = Object.hasOwn(facts, path) ? facts[path] : undefined;
  if (fact) return { operand: fact };
  if (!field)
    return {
      problem: say('"{path}" is not known here. Known are the fields of the card ({fields}) and {facts}.', {
        ...{ path, fields: [...fields.keys()], facts: readableFacts },
      }),
    };
  if (roots.has(path.split('.')[0] ?? '') && !path.startsWith('card.'))
    return { problem: say('"{path}" has two meanings here: write "card.{path}" for the field.', { path }) };
  const kind = field.type === 'computed' ? field.result : field.type;
  if (kind === 'money') {
    if (part === 'amount' && more.length === 0) return { operand: amountOf(key) };
    if (part === 'currency' && more.length === 0) return { operand: currencyOf(key) };
    return { problem: say('"{path}" is money: compare "{key}.amount" or "{key}.currency".', { path, key }) };
  }
  if (part !== undefined) return { problem: say('"{path}": the field "{key}" has no parts.', { path, key }) };
  const options = field.type === 'choice' ? field.options.map((option) => option.key) : undefined;
  if (kind === 'table' || kind === 'datetime' || (field.type === 'choice' && field.many === true))
    return { problem: say('The field "{key}" ({kind}) cannot be read by a condition of access.', { key, kind }) };
  if (kind === 'number' || kind === 'integer') return { operand: scalar(key, 'number') };
  if (kind === 'boolean' || kind === 'date') return { operand: scalar(key, kind) };
  return { operand: { ...scalar(key, 'text'), ...(options && { options }) } };
}

function ofDocument(column: string, read: (document: DocumentFacts) => string | null): ReadableOperand {
  return { type: 'text', sql: () => column, value: (_, document) => read(document) };
}

function ofUser(read: (actor: Actor) => string): ReadableOperand {
  return { type: 'text', sql: (actor, bind) => `${bind(read(actor))}::text`, value: (actor) => read(actor) };
}

/** A field as it is stored; null where another kind of value was left from before the field changed its type. */
function scalar(key: string, type: OperandType): ReadableOperand {
  const stored = type === 'date' || type === 'text' ? 'string' : type;
  const text = `d.fields->>'${key}'`;
  const typed = type === 'number' ? `(${text})::float8` : type === 'boolean' ? `(${text})::boolean` : `(${text})`;
  const also = type === 'date' ? ` AND ${text} ~ '${day.source}'` : '';
  return {
    type,
    sql: () => `CASE WHEN jsonb_typeof(d.fields->'${key}') = '${stored}'${also} THEN ${typed} END`,
    value(_, { fields }) {
      const value = fields[key];
      if (typeof value !== stored) return null;
      return type === 'date' ? dateOf(String(value)) : value;
    },
  };
}

function dateOf(text: string): unknown {
  return day.test(text) ? feelDate(text) : null;
}

/** Compared as the double that FEEL makes of it, so that both come to the same. */
function amountOf(key: string): ReadableOperand {
  return {
    type: 'number',
    sql: () => money(key, `(d.fields->'${key}'->>'amount')::float8`),
    value: (_, { fields }) => (isMoney(fields[key]) ? Number(fields[key].amount) : null),
  };
}

function currencyOf(key: string): ReadableOperand {
  return {
    type: 'text',
    sql: () => money(key, `(d.fields->'${key}'->>'currency')`),
    value: (_, { fields }) => (isMoney(fields[key]) ? fields[key].currency : null),
  };
}

function money(key: string, then: string): string {
  return `CASE WHEN jsonb_typeof(d.fields->'${key}'->'amount') = 'string' THEN ${then} END`;
}

function isMoney(value: unknown): value is { readonly amount: string; readonly currency: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'string';
}
