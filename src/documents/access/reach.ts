import { Injectable } from '@nestjs/common';
import { scopeReach, type ScopeReach } from '../../organisation/access/scope-condition.js';
import type { Context } from '../../platform/context.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { VisibleDocuments } from './visible-documents.js';

/** How much of a stream somebody sees. `few`: their ids are quickly told, from indexes alone. */
export type Extent = 'all' | 'none' | 'few' | 'many';

const mostFew = 5_000;
const rememberedMs = 60_000;
const mostRemembered = 20_000;

/**
 * The read scope for lists. Whoever sees few documents of a large register would otherwise wait for a walk through all of
 * it; so those who see few get their documents from the indexes by person and unit, and the others the condition.
 * How many it is may be some seconds old, which changes the way and never the answer.
 */
@Injectable()
export class Reach {
  private readonly remembered = new Map<string, { readonly few: boolean; readonly until: number }>();

  constructor(private readonly visible: VisibleDocuments) {}

  /** How much of the stream the actor sees. */
  async extent(ctx: Context, card: CompiledCard): Promise<Extent> {
    const parameters: unknown[] = [];
    const reach = this.reachOf(ctx, card, parameters);
    if (reach.kind !== 'some') return reach.kind;
    if (reach.walks) return 'many';
    const key = JSON.stringify([card.stream, reach.conditions, parameters]);
    const known = this.remembered.get(key);
    const now = ctx.now.getTime();
    if (known && now < known.until) return known.few ? 'few' : 'many';
    const [row] = await ctx.tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (${idsSql(card, reach)} LIMIT ${mostFew + 1}) seen`,
      parameters,
    );
    const few = (row?.count ?? 0) <= mostFew;
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(key, { few, until: now + rememberedMs });
    return few ? 'few' : 'many';
  }

  /** Condition over the documents `d` of one stream; pushes its values to `parameters`. */
  async condition(ctx: Context, card: CompiledCard, parameters: unknown[]): Promise<string> {
    const extent = await this.extent(ctx, card);
    return this.conditionFor(ctx, card, extent, parameters);
  }

  /** The same where the extent is known. */
  conditionFor(ctx: Context, card: CompiledCard, extent: Extent, parameters: unknown[]): string {
    if (extent !== 'few') return this.visible.conditionIn(card, ctx.actor, parameters);
    // An array is gathered once, and the planner takes it for short; of a subquery it guesses the length, badly.
    return `d.id = ANY (ARRAY(${idsSql(card, this.reachOf(ctx, card, parameters))}))`;
  }

  private reachOf({ actor }: Context, card: CompiledCard, parameters: unknown[]): ScopeReach {
    return scopeReach(actor, 'read', card, parameters);
  }
}

/** The ids of all documents of the stream within reach, and of those of other streams that were opened by name. */
function idsSql({ stream }: CompiledCard, { conditions, opened }: ScopeReach): string {
  const parts = conditions.map(
    (condition) => `SELECT d.id FROM document d WHERE d.stream = '${stream}' AND ${condition}`,
  );
  parts.push(...opened.map((rows) => `SELECT x.document_id FROM ${rows}`));
  return parts.length === 0 ? 'SELECT NULL::uuid WHERE false' : parts.join(' UNION ALL ');
}
