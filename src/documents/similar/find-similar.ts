import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isUuid } from '../../platform/ids.js';
import { can } from '../../organisation/access/can.js';
import { shareHolders } from '../../organisation/access/shares.js';
import { Directory } from '../../organisation/directory/directory.js';
import { cardFor } from '../../streams/access/field-rights.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { heldBy, type CompiledField } from '../../streams/field-types/field-type.js';
import { Faults } from '../../streams/field-types/faults.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { grantedSql, VisibleDocuments, type DocumentPointer, type GrantedRow } from '../access/visible-documents.js';
import { documentSelection, type DocumentRow } from '../document-row.js';
import { personView, type PersonView } from '../document-view.js';
import { escapeLike } from '../search/search-terms.js';
import { likeness, tellingWords } from './name-likeness.js';

export type SimilarityCode = 'same-tax-number' | 'same-phone' | 'same-email' | 'similar-name' | 'same-text';

/** Why a document is likely to be the same one. */
export interface SimilarityReason {
  readonly code: SimilarityCode;
  /** The field of what is being entered. */
  readonly field: string;
  /** What the found document holds, as people read it. */
  readonly text: string;
}

export interface SimilarDocument extends DocumentPointer {
  readonly status: string;
  readonly responsible: PersonView | null;
  /** The weightiest first. */
  readonly reasons: SimilarityReason[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface SimilarDocuments {
  /** The likeliest first, at most ten. */
  readonly items: SimilarDocument[];
  /** So many more have the same tax number, telephone or e-mail, but may not be seen by the asker. */
  readonly hidden: number;
}

const weights: Readonly<Record<SimilarityCode, number>> = {
  ...{ 'same-tax-number': 100, 'same-text': 60, 'same-email': 50, 'same-phone': 40, 'similar-name': 30 },
};
const codes: Readonly<Record<string, SimilarityCode>> = {
  ...{ taxNumber: 'same-tax-number', phone: 'same-phone', email: 'same-email' },
};
const mostFound = 10;
const mostLookedAt = 200;
const alikeFrom = 0.5;
/** A letter that was sent twice comes within these days. */
const repeatedMs = 7 * 86_400_000;

/** Finds documents that are likely the one that somebody is about to register. */
@Injectable()
export class FindSimilar {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
  ) {}

  /** `fields` as they are typed so far; what cannot be read yet is left out. @throws Refusal notFound (stream) */
  async find(
    ctx: Context,
    stream: string,
    fields: Readonly<Record<string, unknown>>,
    except?: string,
  ): Promise<SimilarDocuments> {
    const card = cardFor(this.streams.get(stream), ctx.actor);
    const may = can(ctx.actor, 'register', card).allowed || can(ctx.actor, 'read', card).allowed;
    if (!may)
      throw new Refusal(
        'notFound',
        'stream-unknown',
        say('There is no stream "{stream}".', { stream: stream.slice(0, 60) }),
      );
    const typed = readable(card, fields);
    const identifying = card.fields.flatMap((field) => {
      const code = codes[field.definition.type];
      const value = typed[field.definition.key];
      return code === undefined || typeof value !== 'string' ? [] : [{ field, code, value }];
    });
    const naming = namingField(card, typed);
    const patterns = [...identifying.map(({ value }) => [value]), ...(naming ? namePatterns(naming.value) : [])];
    if (patterns.length === 0) return { items: [], hidden: 0 };
    const rows = await this.candidates(ctx, card, patterns, except);
    const found = rows.flatMap((row) => {
      const reasons = reasonsFor(ctx, card, { typed, identifying, naming }, row);
      return reasons.length === 0 ? [] : [{ row, reasons }];
    });
    return this.answer(ctx, found);
  }

  private answer(ctx: Context, found: readonly Found[]): SimilarDocuments {
    const org = this.directory.snapshot();
    const seen = found.filter(({ row }) => this.visible.decide(ctx.actor, 'read', row).allowed);
    const unseen = found.filter(
      (entry) => !seen.includes(entry) && entry.reasons.some(({ code }) => code !== 'similar-name'),
    );
    const weight = (reasons: readonly SimilarityReason[]) => reasons.reduce((sum, { code }) => sum + weights[code], 0);
    seen.sort((a, b) => weight(b.reasons) - weight(a.reasons) || (a.row.id < b.row.id ? 1 : -1));
    const items = seen.slice(0, mostFound).map(({ row, reasons }) => ({
      ...{ id: row.id, stream: row.stream, number: row.number, title: row.title, status: row.status, reasons },
      responsible: row.responsibleId === null ? null : personView(row.responsibleId, org),
      createdAt: row.createdAt.toISOString(),
    }));
    return { items, hidden: unseen.length };
  }

  /** Documents of the stream that hold all words of one of the patterns, by the trigrams of what is searched. */
  private candidates(
    ctx: Context,
    card: CompiledCard,
    patterns: readonly (readonly string[])[],
    except: string | undefined,
  ): Promise<(DocumentRow & GrantedRow)[]> {
    const values: unknown[] = [shareHolders(ctx.actor), isUuid(except) ? except : null];
    const ways = patterns.map((words) => {
      const held = words.map((word) => `d.search LIKE search_form($${values.push(`%${escapeLike(word)}%`)})`);
      // Each way has its own limit: a word of many names must not push out the one with the same telephone.
      return `(SELECT d.id FROM document d WHERE d.stream = '${card.stream}' AND ${held.join(' AND ')} LIMIT ${mostLookedAt})`;
    });
    return ctx.tx.query(
      `SELECT ${documentSelection}, ${grantedSql('$1')} FROM document d
       WHERE d.id IN (${ways.join(' UNION ')}) AND d.id IS DISTINCT FROM $2::uuid`,
      values,
    );
  }
}

interface Found {
  readonly row: DocumentRow & GrantedRow;
  readonly reasons: SimilarityReason[];
}

/** What is being entered: its values, those by which it is known, and its name. */
interface Entered {
  readonly typed: CardValues;
  readonly identifying: readonly {
    readonly field: CompiledField;
    readonly code: SimilarityCode;
    readonly value: string;
  }[];
  readonly naming: { readonly key: string; readonly value: string } | undefined;
}

function reasonsFor(
  ctx: Context,
  card: CompiledCard,
  { typed, identifying, naming }: Entered,
  row: DocumentRow,
): SimilarityReason[] {
  const reasons: SimilarityReason[] = [];
  for (const { field, code, value } of identifying) {
    if (!textsOf(card, row.fields, field.definition.type).includes(value)) continue;
    reasons.push({ code, field: field.definition.key, text: field.toText(value, ctx.actor.language) });
  }
  if (reasons.length > 0) reasons.push(...repeatedText(ctx, card, typed, row));
  const name = naming ? row.fields[naming.key] : undefined;
  if (naming && typeof name === 'string' && likeness(naming.value, name) >= alikeFrom)
    reasons.push({ code: 'similar-name', field: naming.key, text: name });
  return reasons.sort((a, b) => weights[b.code] - weights[a.code]);
}

/** The fields that can be read as they are; a half-typed number is no number yet. */
function readable(card: CompiledCard, fields: Readonly<Record<string, unknown>>): CardValues {
  const read = card.fields.flatMap((field) => {
    const { key } = field.definition;
    if (!Object.hasOwn(fields, key)) return [];
    const faults = new Faults();
    const value = field.check(fields[key], key, faults);
    return value === undefined || faults.list.length > 0 ? [] : [[key, value] as const];
  });
  return Object.fromEntries(read);
}

/** The first text of the title: the name of a client, the company of a request. */
function namingField(card: CompiledCard, typed: CardValues): { key: string; value: string } | undefined {
  const [, key] = /\{\s*([A-Za-z0-9]+)\s*\}/.exec(card.definition.title) ?? [];
  const value = key === undefined ? undefined : typed[key];
  if (key === undefined || card.field(key)?.definition.type !== 'text' || typeof value !== 'string') return undefined;
  return tellingWords(value).join('').length < 3 ? undefined : { key, value };
}

/** Each of the two longest words, and the beginnings of all words, in case one of them is misspelt further on. */
function namePatterns(name: string): string[][] {
  const words = tellingWords(name).filter((word) => word.length >= 3);
  const longest = [...words].sort((a, b) => b.length - a.length).slice(0, 2);
  const beginnings = words.map((word) => word.slice(0, Math.max(3, Math.ceil(word.length / 2))));
  return [...longest.map((word) => [word]), ...(beginnings.length > 0 ? [beginnings] : [])];
}

/** All values of fields of a type, those in tables included. */
function textsOf(card: CompiledCard, values: CardValues, type: string): string[] {
  return card.fields.flatMap((field) => {
    const value = heldBy(field, values[field.definition.key]);
    if (value === undefined) return [];
    if (field.definition.type === type) return [String(value)];
    if (field.definition.type !== 'table' || !Array.isArray(value)) return [];
    const keys = field.definition.columns.filter((column) => column.type === type).map(({ key }) => key);
    return (value as readonly Readonly<Record<string, unknown>>[]).flatMap((row) =>
      keys.flatMap((key) => (typeof row[key] === 'string' ? [row[key]] : [])),
    );
  });
}

/** The long text that the same sender sent some days ago. */
function repeatedText(ctx: Context, card: CompiledCard, typed: CardValues, row: DocumentRow): SimilarityReason[] {
  if (ctx.now.getTime() - row.createdAt.getTime() > repeatedMs) return [];
  const same = card.fields.find(({ definition: { type, key } }: CompiledField) => {
    return type === 'longtext' && typed[key] !== undefined && typed[key] === row.fields[key];
  });
  if (!same) return [];
  const { key } = same.definition;
  return [{ code: 'same-text', field: key, text: String(row.fields[key]).slice(0, 200) }];
}
