import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import type { ShareHolderKind, ShareLevel } from '../../organisation/access/shares.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { findGroup, findUnit } from '../../organisation/directory/queries.js';
import { VisibleDocuments } from '../access/visible-documents.js';
import { personId } from '../api/find-named.js';
import { writeHistory } from '../history/write-history.js';
import { ReadDocuments, type ReadableRow } from '../read/read-documents.js';
import { shareSelection, toShareView, type ShareRow, type ShareView } from './share-view.js';

/** What is given to whom, and until when. */
export interface ShareRequest {
  /** By id or by login or key; exactly one of them. */
  readonly named: { readonly person?: string; readonly unit?: string; readonly group?: string };
  readonly level: ShareLevel;
  readonly until: Date | null;
}

const put = {
  name: 'document_share_put',
  text: `INSERT INTO document_share AS x (id, document_id, holder_id, holder_kind, level, ends_at, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (document_id, holder_id) DO UPDATE SET level = excluded.level, ends_at = excluded.ends_at,
      created_at = excluded.created_at, created_by = excluded.created_by
    RETURNING ${shareSelection}`,
};

const ofDocument = {
  name: 'document_shares',
  text: `SELECT ${shareSelection} FROM document_share x WHERE x.document_id = $1 ORDER BY x.created_at, x.id`,
};

const remove = {
  name: 'document_share_remove',
  text: `DELETE FROM document_share x WHERE x.document_id = $1 AND x.id = $2 RETURNING ${shareSelection}`,
};

/** Documents shared with people, units and groups by name. It takes nothing from those who take part in a route, nor gives them more. */
@Injectable()
export class Shares {
  constructor(
    private readonly documents: ReadDocuments,
    private readonly visible: VisibleDocuments,
    private readonly directory: Directory,
  ) {}

  /** @throws Refusal notFound, forbidden */
  async list(ctx: Context, documentId: string): Promise<ShareView[]> {
    const row = await this.shareable(ctx, documentId);
    const org = this.directory.snapshot();
    return (await ctx.tx.run<ShareRow>(ofDocument, [row.id])).map((share) =>
      toShareView(share, org, ctx.actor.language),
    );
  }

  /** Whoever has a share already gets this one in its place. @throws Refusal notFound, forbidden, invalid */
  async give(ctx: Context, documentId: string, { named, level, until }: ShareRequest): Promise<ShareView> {
    const row = await this.shareable(ctx, documentId);
    const org = this.directory.snapshot();
    const holder = holderOf(org, ctx.actor.id, named);
    if (until !== null && until.getTime() <= ctx.now.getTime())
      throw wrong('until', say('Expected a time that is to come.'));
    const values = [newId(), row.id, holder.id, holder.kind, level, until, ctx.now, ctx.actor.id];
    const [given] = await ctx.tx.run<ShareRow>(put, values);
    if (!given) throw new Error('A share was not written.');
    const view = toShareView(given, org, ctx.actor.language);
    await this.tell(ctx, row.id, 'document.shared', view);
    return view;
  }

  /** @throws Refusal notFound, forbidden */
  async takeBack(ctx: Context, documentId: string, id: string): Promise<void> {
    const row = await this.shareable(ctx, documentId);
    const [taken] = isUuid(id) ? await ctx.tx.run<ShareRow>(remove, [row.id, id]) : [];
    if (!taken) throw new Refusal('notFound', 'share-not-found', 'There is no such share of this document.');
    await this.tell(
      ctx,
      row.id,
      'document.share-taken-back',
      toShareView(taken, this.directory.snapshot(), ctx.actor.language),
    );
  }

  private async tell(ctx: Context, documentId: string, event: string, share: ShareView): Promise<void> {
    const { id, person, unit, group, level, until } = share;
    const holder = { ...(person && { person }), ...(unit && { unit }), ...(group && { group }) };
    await writeHistory(ctx, documentId, event, { share: id, ...holder, level, until });
  }

  /** Its author, who is responsible for it, and whoever may change it by a right of their own. */
  private async shareable(ctx: Context, id: string): Promise<ReadableRow> {
    const row = await this.documents.row(ctx, id);
    if (row.authorId === ctx.actor.id || row.responsibleId === ctx.actor.id) return row;
    // What was shared is not passed on: it would outlast its end.
    this.visible.require(ctx.actor, 'edit', row);
    if (this.visible.decide(ctx.actor, 'edit', { ...row, share: null }).allowed) return row;
    throw new Refusal(
      'forbidden',
      'may-not-share',
      'The document was shared with you; only those who gave it share it.',
    );
  }
}

/** @throws Refusal invalid for nobody, several, or oneself */
function holderOf(
  org: Organisation,
  me: string,
  { person, unit, group }: ShareRequest['named'],
): { readonly kind: ShareHolderKind; readonly id: string } {
  if ([person, unit, group].filter((one) => one !== undefined).length !== 1)
    throw wrong('person', say('Expected one of a person, a unit and a group.'));
  if (unit !== undefined) {
    const found = findUnit(org, unit);
    if (!found) throw wrong('unit', say('There is no such unit.'));
    return { kind: 'unit', id: found.id };
  }
  if (group !== undefined) {
    const found = findGroup(org, group);
    if (!found) throw wrong('group', say('There is no such group.'));
    return { kind: 'group', id: found.id };
  }
  const found = org.persons.get(personId(org, person) ?? '');
  if (!found?.active || found.id === me) throw wrong('person', say('Expected somebody else who works here.'));
  return { kind: 'person', id: found.id };
}

function wrong(path: string, message: Sentence): Refusal {
  return new Refusal('invalid', 'share-invalid', message, [{ path, code: 'invalid', message }]);
}
