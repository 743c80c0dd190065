import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { VisibleDocuments } from '../access/visible-documents.js';
import type { DocumentRow } from '../document-row.js';
import { writeHistory } from '../history/write-history.js';
import { DocumentChanges } from '../changes/document-changes.js';
import { fieldLinks } from '../links/link-kind.js';
import { isUniqueViolation, uniqueConflict } from '../registration/unique-conflict.js';
import { noteChange } from './changed-meanwhile.js';
import type { FieldChange } from './changes.js';
import { editEvents } from './edit-events.js';

const update = {
  name: 'document_update',
  text: `UPDATE document SET title = $2, status = $3, responsible_id = $4, unit_id = $5, fields = $6, flags = $7,
      search = search_form(number || E'\\n' || $2 || E'\\n' || $8), version = $9, updated_at = $10, confidential = $11
    WHERE id = $1`,
};

/** Links of reference fields follow the card: those that it no longer makes go, new ones come. */
const relink = {
  name: 'document_relink',
  text: `WITH wanted AS (
      SELECT l.id, l.kind, l."to" FROM jsonb_to_recordset($2::jsonb) AS l (id uuid, kind text, "to" uuid)
    ), gone AS (
      DELETE FROM document_link k WHERE k.from_id = $1 AND k.kind LIKE 'field:%'
        AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.kind = k.kind AND w."to" = k.to_id)
    )
    INSERT INTO document_link (id, kind, from_id, to_id, created_at, created_by)
    SELECT w.id, w.kind, $1, w."to", $3, $4 FROM wanted w ON CONFLICT (from_id, to_id, kind) DO NOTHING`,
};

/** What is changed on the card, and the version whose values come back by that. */
export interface CardEdit {
  readonly changes: readonly FieldChange[];
  readonly restored?: number;
}

/** Writes a changed document with its history and links. */
@Injectable()
export class WriteEdit {
  constructor(
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
    private readonly watched: DocumentChanges,
  ) {}

  /** Answers the row as it is now. @throws Refusal conflict when a unique value is taken */
  async write(
    ctx: Context,
    card: CompiledCard,
    before: DocumentRow,
    after: DocumentRow,
    { changes, restored }: CardEdit,
  ): Promise<DocumentRow> {
    const events = editEvents(before, after, changes, this.directory.snapshot(), ctx.actor.language);
    if (events.length === 0) return before;
    const next = { ...after, version: before.version + 1, updatedAt: ctx.now };
    await this.update(ctx, card, next, changes);
    if (changes.length > 0) await this.relink(ctx, card, before, next);
    for (const { event, detail } of events) {
      const back = event === 'document.edited' && restored !== undefined && { restored };
      await writeHistory(ctx, before.id, event, { ...detail, version: next.version, ...back });
    }
    noteChange(ctx.tx, before.id);
    const changedFields = changes.map(({ field }) => field);
    await this.watched.tell(ctx, { before, after: next, changedFields, filesChanged: false });
    return next;
  }

  private async update(
    ctx: Context,
    card: CompiledCard,
    row: DocumentRow,
    changes: readonly FieldChange[],
  ): Promise<void> {
    const guarded = changes.some(({ field }) => card.field(field)?.definition.unique === true);
    if (!guarded) return this.run(ctx, card, row);
    await ctx.tx.query('SAVEPOINT edit');
    try {
      await this.run(ctx, card, row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await ctx.tx.query('ROLLBACK TO SAVEPOINT edit');
      const asked = { language: ctx.actor.language, exceptId: row.id, visible: this.visible };
      const found = await uniqueConflict(ctx, card, row.fields, asked);
      throw (
        found ?? new Refusal('conflict', 'unique', 'Another document has the same value; it was gone when looked for.')
      );
    }
  }

  private async run(ctx: Context, card: CompiledCard, row: DocumentRow): Promise<void> {
    const { id, title, status, responsibleId, unitId, fields, flags, version, updatedAt, confidential } = row;
    const search = card.searchText(fields);
    const json = [JSON.stringify(fields), JSON.stringify(flags)];
    const place = [id, title, status, responsibleId, unitId];
    await ctx.tx.run(update, [...place, ...json, search, version, updatedAt, confidential]);
  }

  private async relink(ctx: Context, card: CompiledCard, before: DocumentRow, after: DocumentRow): Promise<void> {
    const links = fieldLinks(card.references(after.fields));
    if (links.length === 0 && card.references(before.fields).length === 0) return;
    const rows = links.map((link) => ({ id: newId(), ...link }));
    await ctx.tx.run(relink, [after.id, JSON.stringify(rows), ctx.now, ctx.actor.id]);
  }
}
