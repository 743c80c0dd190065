import { Injectable } from '@nestjs/common';
import { can } from '../../organisation/access/can.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Actor, Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { isUuid } from '../../platform/ids.js';
import { cardFor } from '../../streams/access/field-rights.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import {
  definedView,
  hasView,
  keptView,
  savedViewSelection,
  type RegisterView,
  type SavedViewRow,
} from './saved-view.js';

interface Arrangement {
  readonly stream: string;
  readonly shown: readonly string[];
  readonly hidden: readonly string[];
}

/** The views of registers that somebody has: those of the definitions, one's own, and those shared with one. */
@Injectable()
export class ReadViews {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
  ) {}

  /** In the order of the reader's menu; of one stream or of all that the reader may read. @throws Refusal notFound */
  async list(ctx: Context, stream?: string): Promise<RegisterView[]> {
    const cards = stream === undefined ? this.readable(ctx.actor) : [this.card(ctx.actor, stream)];
    const keys = [cards.map((card) => card.stream)];
    const [rows, arrangements] = await Promise.all([
      ctx.tx.query<SavedViewRow>(
        `SELECT ${savedViewSelection} FROM saved_view v WHERE v.stream = ANY($1) ORDER BY v.name, v.id`,
        keys,
      ),
      ctx.tx.query<Arrangement>(
        'SELECT stream, shown, hidden FROM view_arrangement WHERE stream = ANY($1) AND person_id = $2',
        [...keys, ctx.actor.id],
      ),
    ]);
    const org = this.directory.snapshot();
    return cards.flatMap((card) => {
      const defined = card.definition.views.map((view) => definedView(card, view, ctx.actor.language));
      const kept = rows.filter((row) => row.stream === card.stream && hasView(ctx.actor, row));
      const views = [...defined, ...kept.map((row) => keptView(row, ctx.actor, org))];
      return arranged(
        views,
        arrangements.find((entry) => entry.stream === card.stream),
      );
    });
  }

  /** The row of a kept view that the actor has. @throws Refusal notFound */
  async row(ctx: Context, id: string): Promise<SavedViewRow> {
    const [row] = isUuid(id)
      ? await ctx.tx.query<SavedViewRow>(`SELECT ${savedViewSelection} FROM saved_view v WHERE v.id = $1`, [id])
      : [];
    if (!row || !hasView(ctx.actor, row)) throw viewNotFound();
    return row;
  }

  /** @throws Refusal notFound, also for a stream that the actor may not read */
  card(actor: Actor, stream: string): CompiledCard {
    const card = cardFor(this.streams.get(stream), actor);
    if (can(actor, 'read', card).allowed) return card;
    throw new Refusal(
      'notFound',
      'stream-unknown',
      say('There is no stream "{stream}".', { stream: stream.slice(0, 60) }),
    );
  }

  private readable(actor: Actor): CompiledCard[] {
    const readable = this.streams.all().filter((card) => can(actor, 'read', card).allowed);
    return readable.map((card) => cardFor(card, actor));
  }
}

export function viewNotFound(): Refusal {
  return new Refusal('notFound', 'view-not-found', 'There is no such view, or it is not shared with you.');
}

/** Those that were put in order first, the others after them as they are. */
function arranged(views: readonly RegisterView[], arrangement: Arrangement | undefined): RegisterView[] {
  if (!arrangement) return [...views];
  const place = (id: string) => {
    const index = arrangement.shown.indexOf(id);
    return index < 0 ? arrangement.shown.length : index;
  };
  const hidden = new Set(arrangement.hidden);
  return views.map((view) => ({ ...view, hidden: hidden.has(view.id) })).sort((a, b) => place(a.id) - place(b.id));
}
