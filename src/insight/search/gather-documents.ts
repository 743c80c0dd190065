import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Directory } from '../../organisation/directory/directory.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import { Reach } from '../../documents/access/reach.js';
import { VisibleDocuments } from '../../documents/access/visible-documents.js';
import { nearestWords } from '../../documents/search/nearest-words.js';
import {
  escapeLike,
  searchTerms,
  servedByTrigrams,
  termCondition,
  type SearchTerm,
} from '../../documents/search/search-terms.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { localDateOf } from '../../worktime/local-time.js';
import { numberGuesses } from './number-guesses.js';

/** A document that was found, the better the higher the score. */
export interface FoundDocument {
  readonly id: string;
  readonly stream: string;
  readonly score: number;
  /** Found only by words that are like those that were typed. */
  readonly corrected: boolean;
}

export interface GatheredDocuments {
  /** At most `limit` of each stream and one more, which says that there are more. */
  readonly found: readonly FoundDocument[];
  /** What was looked for, corrected words included. */
  readonly terms: readonly SearchTerm[];
}

export interface DocumentSearch {
  readonly q: string;
  readonly cards: readonly CompiledCard[];
  /** Of each stream. */
  readonly limit: number;
}

/** So many of the newest documents of each stream are looked at first. */
const mostRecent = 1_000;
/** A word that so many of them hold is common: the index would gather it from everywhere only to throw most away. */
const common = 100;
/** So many matches of a word that is not common are looked at. */
const mostMatches = 1_000;
/** With fewer documents found, words that are like the typed ones are looked for as well. */
const few = 3;

/**
 * Finds documents of several streams at once and ranks them. Every statement looks at a limited number of documents, so
 * that a word which a hundred thousand documents hold costs no more than a rare one: of such a word only the newest
 * documents are found.
 */
@Injectable()
export class GatherDocuments {
  constructor(
    private readonly visible: VisibleDocuments,
    private readonly reach: Reach,
    private readonly directory: Directory,
  ) {}

  async search(ctx: Context, asked: DocumentSearch): Promise<GatheredDocuments> {
    const search = { ...asked, q: asked.q.replaceAll('\0', '').normalize('NFC').trim().replace(/\s+/g, ' ') };
    const terms = searchTerms(search.q);
    if (terms.length === 0 || search.cards.length === 0) return { found: [], terms };
    const [numbered, matched] = await Promise.all([this.numbered(ctx, search), this.matched(ctx, search, terms)]);
    const exact = distinct([...numbered, ...matched]);
    if (exact.length >= few) return { found: best(exact, search.limit), terms };
    const corrected = await this.corrected(ctx, terms);
    if (corrected === terms) return { found: best(exact, search.limit), terms };
    const alike = (await this.matched(ctx, search, corrected)).map((document) => ({
      ...document,
      ...{ score: document.score - 60, corrected: true },
    }));
    return { found: best(distinct([...exact, ...alike]), search.limit), terms: corrected };
  }

  /** Those that have the number, or its counter: straight from the index of numbers. */
  private async numbered(ctx: Context, { q, cards }: DocumentSearch): Promise<FoundDocument[]> {
    const today = localDateOf(calendarFor(this.directory.snapshot(), {}).timeZone, ctx.now.getTime());
    const guesses = numberGuesses(cards, q, today);
    const values: unknown[] = [guesses.map(({ stream }) => stream), guesses.map(({ number }) => number), q];
    const sql = `SELECT d.id, d.stream, CASE WHEN upper(d.number) = upper($3) THEN 120 ELSE 95 END AS score, false AS corrected
      FROM unnest($1::text[], $2::text[]) AS guess (stream, number)
      JOIN document d ON d.stream = guess.stream AND d.number = guess.number
      WHERE ${this.visible.condition(ctx.actor, values)}`;
    return ctx.tx.query<FoundDocument>(sql, values);
  }

  private async matched(ctx: Context, search: DocumentSearch, terms: readonly SearchTerm[]): Promise<FoundDocument[]> {
    const wide = await this.wide(ctx, search.cards);
    const newest = await this.ranked(ctx, search, terms, (parts) => this.newest(ctx, search, wide, parts));
    const [first] = newest;
    if (wide.length === 0 || !servedByTrigrams(terms) || (first && first.looked >= common)) return newest;
    const [, , rows] = await Promise.all([
      // Misled by its estimates, the planner may walk a table or another index in search of few matches.
      ctx.tx.query('SET LOCAL enable_seqscan = off'),
      ctx.tx.query('SET LOCAL enable_indexscan = off'),
      this.ranked(ctx, search, terms, (parts) => this.byTrigrams(ctx, wide, parts)),
      ctx.tx.query('SET LOCAL enable_seqscan = on'),
      ctx.tx.query('SET LOCAL enable_indexscan = on'),
    ]);
    return distinct([...newest, ...rows]);
  }

  /** Streams of which the asker sees more than a few documents. */
  private async wide(ctx: Context, cards: readonly CompiledCard[]): Promise<CompiledCard[]> {
    const extents = await Promise.all(cards.map((card) => this.reach.extent(ctx, card)));
    return cards.filter((_, index) => extents[index] === 'all' || extents[index] === 'many');
  }

  private byTrigrams(ctx: Context, cards: readonly CompiledCard[], { terms, values }: Parts): string {
    // Said so that the index is asked for words alone: asked for each stream apart it costs as many times more.
    const [only] = cards.length === 1 ? cards : [];
    const streams = only
      ? `d.stream = '${only.stream}'`
      : `(d.stream || '') = ANY($${values.push(cards.map(({ stream }) => stream))}::text[])`;
    const readable = this.visible.condition(ctx.actor, values);
    return `SELECT ${looked}, true AS recent, true AS readable FROM document d
      WHERE ${streams} AND ${terms} AND ${readable} LIMIT ${mostMatches}`;
  }

  /** Of the newest documents of each stream, or of all of a stream of which one sees few, those that fit. */
  private newest(
    ctx: Context,
    { cards }: DocumentSearch,
    wide: readonly CompiledCard[],
    { terms, values }: Parts,
  ): string {
    const sources = cards.map((card) => {
      const many = wide.includes(card);
      const readable = this.reach.conditionFor(ctx, card, many ? 'many' : 'few', values);
      const from = `FROM document d WHERE d.stream = '${card.stream}'`;
      return many
        ? `(SELECT ${looked}, true AS recent, ${readable} AS readable ${from} ORDER BY d.id DESC LIMIT ${mostRecent})`
        : `(SELECT ${looked}, false AS recent, true AS readable ${from} AND ${readable})`;
    });
    return `SELECT ${looked}, d.recent, d.readable FROM (${sources.join(' UNION ALL ')}) d WHERE ${terms}`;
  }

  /** Of the documents that `from` gathers, the best of each stream. */
  private ranked(
    ctx: Context,
    { q, cards, limit }: DocumentSearch,
    terms: readonly SearchTerm[],
    from: (parts: Parts) => string,
  ): Promise<RankedDocument[]> {
    const values: unknown[] = [q, escapeLike(q), ctx.actor.id, finalStatuses(cards)];
    const condition = terms.map((term) => termCondition(term, values)).join(' AND ');
    const words = terms.map(
      ({ ways }) =>
        `(${ways
          .flat()
          .map((part) => `title LIKE '% ' || search_form($${values.push(escapeLike(part))}) || '%'`)
          .join(' OR ')})`,
    );
    const gathered = from({ terms: condition, values });
    return ctx.tx.query<RankedDocument>(scored(gathered, words.join(' AND '), limit + 1), values);
  }

  /** The terms with words of documents that are like theirs; the same terms where there are none. */
  private async corrected(ctx: Context, terms: readonly SearchTerm[]): Promise<readonly SearchTerm[]> {
    const nearest = await Promise.all(
      terms.map(({ typed, ways }) => (ways.length === 1 ? nearestWords(ctx.tx, typed) : Promise.resolve([]))),
    );
    if (nearest.every((words) => words.length === 0)) return terms;
    return terms.map((term, index) => {
      const words = nearest[index] ?? [];
      return { ...term, ways: [...term.ways, ...words.map((word) => [word])] };
    });
  }
}

interface RankedDocument extends FoundDocument {
  /** How many of the newest documents fit, those included that the asker may not see. */
  readonly looked: number;
}

/** A condition of terms over `document d`, and the values of its statement so far. */
interface Parts {
  readonly terms: string;
  readonly values: unknown[];
}

const looked = 'd.id, d.stream, d.status, d.responsible_id, d.search';

/**
 * The first line of what is searched is the number, the second the title. $1 is what was typed, $2 the same for LIKE, $3
 * the asker, $4 the final statuses. Signs around words count as spaces.
 */
function scored(gathered: string, wordsInTitle: string, limit: number): string {
  return `
  WITH gathered AS MATERIALIZED (${gathered}),
  asked AS MATERIALIZED (SELECT search_form($1) AS q, search_form($2) AS pattern),
  parted AS (
    SELECT id, stream, status, responsible_id, readable, search, split_part(search, E'\\n', 1) AS number,
      ' ' || translate(split_part(search, E'\\n', 2), '"''<>,()-/', '         ') AS title
    FROM gathered
  ), scored AS (
  SELECT DISTINCT id, stream, (CASE
      WHEN number = q THEN 120
      WHEN number LIKE pattern || '%' THEN 90
      WHEN split_part(search, E'\\n', 2) = q THEN 85
      WHEN E'\\n' || search || E'\\n' LIKE '%' || E'\\n' || pattern || E'\\n' || '%' THEN 80
      WHEN title LIKE ' ' || pattern || '%' THEN 75
      WHEN title LIKE '% ' || pattern || '%' THEN 70
      WHEN ${wordsInTitle} THEN 65
      WHEN number LIKE '%' || pattern || '%' THEN 50
      WHEN split_part(search, E'\\n', 2) LIKE '%' || pattern || '%' THEN 45
      ELSE 30 END
    + CASE WHEN responsible_id = $3::uuid THEN 6 ELSE 0 END
    - CASE WHEN stream || ' ' || status = ANY($4::text[]) THEN 8 ELSE 0 END) AS score
  FROM parted, asked WHERE readable
  ), placed AS (
    SELECT id, stream, score, (SELECT count(*)::int FROM gathered WHERE recent) AS looked,
      row_number() OVER (PARTITION BY stream ORDER BY score DESC, id DESC) AS place
    FROM scored
  )
  SELECT id, stream, score, looked, false AS corrected FROM placed WHERE place <= ${limit}`;
}

function finalStatuses(cards: readonly CompiledCard[]): string[] {
  return cards.flatMap(({ stream, definition }) =>
    definition.statuses.filter(({ final }) => final).map(({ key }) => `${stream} ${key}`),
  );
}

/** Each document once, with its best score. */
function distinct(documents: readonly FoundDocument[]): FoundDocument[] {
  const kept = new Map<string, FoundDocument>();
  for (const document of documents) {
    const other = kept.get(document.id);
    if (!other || document.score > other.score) kept.set(document.id, document);
  }
  return [...kept.values()];
}

/** Of each stream the best, and one more to tell that there are more; the newer of equals first. */
function best(documents: readonly FoundDocument[], limit: number): FoundDocument[] {
  const sorted = [...documents].sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1));
  const taken = new Map<string, number>();
  return sorted.filter(({ stream }) => {
    const count = (taken.get(stream) ?? 0) + 1;
    taken.set(stream, count);
    return count <= limit + 1;
  });
}
