import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { textIn } from '../../platform/languages.js';
import { Directory } from '../../organisation/directory/directory.js';
import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
import { RouteRegistry } from '../../routes/definitions/route-registry.service.js';
import { cardFor } from '../../streams/access/field-rights.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { peopleNamed, registersNamed, routesNamed } from './find-names.js';
import { GatherDocuments, type GatheredDocuments } from './gather-documents.js';
import { presentDocument } from './present-document.js';
import type { SearchGroup, SearchHit } from './search-hit.js';

export interface SearchQuery {
  readonly q: string;
  /** Of each group. */
  readonly limit: number;
  /** Only documents, and of these streams only. */
  readonly streams?: readonly string[];
}

/** One search over all that the actor may see. */
@Injectable()
export class SearchEverything {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly documents: GatherDocuments,
    private readonly routes: RouteRegistry,
  ) {}

  /** The groups in which something was found, the one with the best hit first. @throws Refusal notFound (stream) */
  async search(ctx: Context, { q, limit, streams }: SearchQuery): Promise<SearchGroup[]> {
    const cards = streams?.map((stream) => this.streams.get(stream)) ?? this.streams.all();
    const gathered = await this.documents.search(ctx, { q, cards, limit });
    const hits = await this.documentHits(ctx, gathered);
    const named = streams === undefined && q.trim() !== '' ? this.named(ctx, q, limit) : [];
    const groups = [...cards.map((card) => this.ofStream(ctx, card, hits)), ...named].map(({ items, ...group }) => ({
      ...group,
      ...{ items: items.slice(0, limit), more: items.length > limit },
    }));
    const best = ({ items }: SearchGroup) => items[0]?.score ?? 0;
    return groups.filter(({ items }) => items.length > 0).sort((a, b) => best(b) - best(a));
  }

  private ofStream(ctx: Context, { stream, definition }: CompiledCard, hits: readonly SearchHit[]): Group {
    const items = hits.filter((hit) => hit.kind === 'document' && hit.stream === stream);
    return { key: stream, kind: 'document', name: textIn(ctx.actor.language, definition.name), items };
  }

  private named({ actor }: Context, q: string, limit: number): Group[] {
    const people = peopleNamed(this.directory.snapshot(), actor, q, limit + 1);
    const registers = registersNamed(this.streams.all(), actor, q);
    const routes = routesNamed(this.routes.all(), actor, q);
    return [
      { key: 'people', kind: 'person', name: null, items: people },
      { key: 'registers', kind: 'register', name: null, items: registers },
      { key: 'routes', kind: 'route', name: null, items: routes },
    ];
  }

  /** The hits in the order in which they were found to be good. */
  private async documentHits(ctx: Context, { found, terms }: GatheredDocuments): Promise<SearchHit[]> {
    if (found.length === 0) return [];
    const rows = await ctx.tx.query<DocumentRow>(
      `SELECT ${documentSelection} FROM document d WHERE d.id = ANY($1::uuid[])`,
      [found.map(({ id }) => id)],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const cards = new Map(this.streams.all().map((card) => [card.stream, cardFor(card, ctx.actor)]));
    const org = this.directory.snapshot();
    return found.flatMap(({ id, stream, score, corrected }) => {
      const [row, card] = [byId.get(id), cards.get(stream)];
      const { language } = ctx.actor;
      return row && card ? [presentDocument({ card, row, terms, language, org }, { score, corrected })] : [];
    });
  }
}

type Group = Omit<SearchGroup, 'more'>;
