import { Injectable } from '@nestjs/common';
import type { Actor, Context } from '../../platform/context.js';
import { tell } from '../../platform/words/tell.js';
import { Directory } from '../../organisation/directory/directory.js';
import { hiddenFields, leadsInto, lockedFields, withoutFields } from '../../streams/access/field-rights.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { VisibleDocuments } from '../access/visible-documents.js';
import type { DocumentView } from '../document-view.js';
import { withPointers, type Pointed } from './document-references.js';

/** Puts names to the references of documents, for all of them in one statement; tells flags to the reader. */
@Injectable()
export class PresentDocuments {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
  ) {}

  async one(ctx: Context, view: DocumentView): Promise<DocumentView> {
    const [shown] = await this.all(ctx, [view]);
    return shown ?? view;
  }

  /** Whether `one` would have to look anything up. */
  hasReferences(view: DocumentView): boolean {
    return this.streams.get(view.stream).references(view.fields).length > 0;
  }

  /** Keys of the fields that the actor fills in; others are computed, or not the actor's to change. */
  fillable(actor: Actor, stream: string): string[] {
    const card = this.streams.get(stream);
    const locked = lockedFields(card, actor);
    const fields = card.definition.fields.filter(({ key, type }) => type !== 'computed' && !locked.has(key));
    return fields.map(({ key }) => key);
  }

  /** The view of a document without references: only people get their names. */
  withNames(actor: Actor, view: DocumentView): DocumentView {
    const pointed = { documents: new Map(), org: this.directory.snapshot() };
    return shownTo(actor, this.streams.get(view.stream), view, pointed);
  }

  /** Fields of documents of one stream; those of a stream that is not configured any more stay as they are. */
  async values(ctx: Context, stream: string, all: readonly CardValues[]): Promise<CardValues[]> {
    const card = this.streams.all().find((known) => known.stream === stream);
    if (!card || all.length === 0) return [...all];
    const hidden = hiddenFields(card, ctx.actor);
    const open = all.map((fields) => withoutFields(fields, hidden));
    const documents = await this.visible.pointers(
      ctx,
      open.flatMap((fields) => idsOf(card, fields)),
    );
    const pointed = { documents, org: this.directory.snapshot() };
    return open.map((fields) => withPointers(card, fields, pointed));
  }

  async all(ctx: Context, views: readonly DocumentView[]): Promise<DocumentView[]> {
    const cards = new Map(this.streams.all().map((card) => [card.stream, card]));
    const ids = views.flatMap(({ stream, fields }) => idsOf(cards.get(stream), fields));
    const documents = await this.visible.pointers(ctx, ids);
    const pointed = { documents, org: this.directory.snapshot() };
    return views.map((view) => {
      const card = cards.get(view.stream);
      return card ? shownTo(ctx.actor, card, view, pointed) : view;
    });
  }
}

/** The view with names and with flags in the actor's language, without what is hidden from the actor. */
function shownTo(actor: Actor, card: CompiledCard, view: DocumentView, pointed: Pointed): DocumentView {
  const hidden = hiddenFields(card, actor);
  const fields = withPointers(card, withoutFields(view.fields, hidden), pointed);
  const flags = view.flags.filter(({ path }) => !leadsInto(path, hidden));
  return {
    ...view,
    fields,
    flags: flags.map((flag) => ({ ...flag, message: tell(actor.language, flag.message) })),
  };
}

function idsOf(card: CompiledCard | undefined, fields: DocumentView['fields']): string[] {
  return card ? card.references(fields).map(({ id }) => id) : [];
}
