import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Verb } from '../../organisation/access/grant.js';
import { shareHolders } from '../../organisation/access/shares.js';
import { ConfidentialReads } from '../access/confidential-reads.js';
import { deedsOf } from '../access/document-deeds.js';
import { documentNotFound, grantedSql, VisibleDocuments, type GrantedRow } from '../access/visible-documents.js';
import { documentSelection, type DocumentRow } from '../document-row.js';
import { toDocumentRow, toDocumentView, type DocumentDetail, type DocumentView } from '../document-view.js';
import { ListDocuments, type DocumentPage, type RegisterQuery } from './list-documents.js';
import { PresentDocuments } from './present-documents.js';

const byIdForActor = {
  name: 'document_for_actor',
  text: `SELECT ${documentSelection}, ${grantedSql('$2')} FROM document d WHERE d.id = $1`,
};

/** A document with what the actor has got of it by name. */
export interface ReadableRow extends DocumentRow, GrantedRow {}

/** Reading of documents by people: nothing that they may not see gets out. */
@Injectable()
export class ReadDocuments {
  constructor(
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
    private readonly presented: PresentDocuments,
    private readonly lists: ListDocuments,
    private readonly confidential: ConfidentialReads,
  ) {}

  /** @throws Refusal notFound, also for an id of no possible form and for what the actor may not see */
  async get(ctx: Context, id: string): Promise<DocumentView> {
    const row = await this.row(ctx, id);
    return this.presented.one(ctx, toDocumentView(row, this.directory.snapshot(), ctx.actor.language));
  }

  /** With what the actor may do. @throws Refusal notFound */
  async detail(ctx: Context, id: string): Promise<DocumentDetail> {
    const row = await this.row(ctx, id);
    return this.detailed(ctx, toDocumentView(row, this.directory.snapshot(), ctx.actor.language), row);
  }

  /** A view whose references still hold ids, presented, with what the actor may do with the document. */
  async detailed(ctx: Context, view: DocumentView, { granted, share }: GrantedRow): Promise<DocumentDetail> {
    const may = deedsOf(this.visible, ctx.actor, { ...toDocumentRow(view), granted, share });
    const editable = may.includes('edit') ? this.presented.fillable(ctx.actor, view.stream) : [];
    return { ...(await this.presented.one(ctx, view)), may, editable };
  }

  /** The row itself, when the actor may do `verb` with it. @throws Refusal notFound, forbidden */
  async row(ctx: Context, id: string, verb: Verb = 'read'): Promise<ReadableRow> {
    if (!isUuid(id)) throw documentNotFound();
    const [row] = await ctx.tx.run<ReadableRow>(byIdForActor, [id, shareHolders(ctx.actor)]);
    this.visible.require(ctx.actor, verb, row);
    await this.confidential.note(ctx, row);
    return row;
  }

  /** A page of the register of a stream. @throws Refusal notFound (no such stream), malformed */
  list(ctx: Context, stream: string, query: RegisterQuery): Promise<DocumentPage> {
    return this.lists.page(ctx, stream, query);
  }
}
