import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import type { DocumentView } from '../document-view.js';
import type { ReadableRow } from '../read/read-documents.js';
import { cardRefused } from './check-card.js';
import { lockedProblems } from './locked-fields.js';
import { EditDocument, type DocumentEdit } from './edit-document.js';
import { StatusMoves } from './status-moves.js';

/** A change that a person makes: other than rules and routes, people do not take a document past its route. */
@Injectable()
export class ChangeByHand {
  constructor(
    private readonly moves: StatusMoves,
    private readonly edit: EditDocument,
    private readonly streams: StreamRegistry,
  ) {}

  /** @throws Refusal those of `EditDocument.execute`, and conflict where something else decides about the status */
  async execute(ctx: Context, row: ReadableRow, edit: DocumentEdit, expectedVersion?: number): Promise<DocumentView> {
    const card = this.streams.get(row.stream);
    const known = { before: row.fields, language: ctx.actor.language };
    const problems = lockedProblems(card, ctx.actor, edit.fields ?? {}, known);
    if (problems.length > 0) throw cardRefused(problems);
    await this.moves.check(ctx, row, edit.status);
    return this.edit.execute(ctx, row.id, edit, expectedVersion);
  }
}
