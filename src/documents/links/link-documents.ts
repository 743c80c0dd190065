import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import { documentNotFound, VisibleDocuments, type PointedDocument } from '../access/visible-documents.js';
import { cardProblem } from '../card/card-messages.js';
import { writeHistory } from '../history/write-history.js';
import { malformedKind } from '../registration/draft-links.js';
import { linkKindForm } from './link-kind.js';
import type { LinkView } from './read-links.js';

const insert = {
  name: 'link_add',
  text: `WITH added AS (
      INSERT INTO document_link (id, kind, from_id, to_id, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (from_id, to_id, kind) DO NOTHING RETURNING id
    )
    SELECT id, true AS added FROM added
    UNION ALL SELECT id, false FROM document_link WHERE from_id = $3 AND to_id = $4 AND kind = $2 LIMIT 1`,
};

/** Links documents to each other; a link is seen from both ends. */
@Injectable()
export class LinkDocuments {
  constructor(private readonly visible: VisibleDocuments) {}

  /**
   * Links `from` to `to`; a link that is there already is answered again. Whether the actor may link `from` is for the
   * caller to ask; `to` must be visible to the actor.
   * @throws Refusal notFound, invalid (a document to itself, no such target, a malformed kind)
   */
  async execute(ctx: Context, from: string, to: string, kind: string): Promise<LinkView> {
    const { language } = ctx.actor;
    if (!linkKindForm.test(kind)) throw invalid(malformedKind('kind'));
    const ends = await this.visible.pointers(ctx, [from, to].filter(isUuid));
    const [source, target] = [ends.get(from.toLowerCase()), ends.get(to.toLowerCase())];
    if (!source?.visible) throw documentNotFound();
    if (!target?.visible) throw invalid(cardProblem('to', 'link-not-found', language));
    if (source.id === target.id)
      throw invalid({ path: 'to', code: 'linked-to-itself', message: 'A document cannot be linked to itself.' });
    const values = [newId(), kind, source.id, target.id, ctx.now, ctx.actor.id];
    const [link] = await ctx.tx.run<{ id: string; added: boolean }>(insert, values);
    if (!link) throw new Error('A link that is there already was not found.');
    if (link.added) {
      await writeHistory(ctx, source.id, 'link.added', { kind, to: pointer(target) });
      await writeHistory(ctx, target.id, 'link.added', { kind, from: pointer(source) });
    }
    return { id: link.id, kind, from: pointer(source), to: pointer(target) };
  }
}

function pointer({ id, stream, number, title }: PointedDocument): LinkView['to'] {
  return { id, stream, number, title };
}

function invalid(problem: ReturnType<typeof malformedKind>): Refusal {
  return new Refusal('invalid', problem.code, problem.message, [problem]);
}
