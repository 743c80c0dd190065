import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { DocumentView } from '../document-view.js';
import type { ReadableRow } from '../read/read-documents.js';
import { EditDocument, type DocumentEdit } from './edit-document.js';
import { StatusMoves } from './status-moves.js';

/** A change that a person makes: other than rules and routes, people do not take a document past its route. */
@Injectable()
export class ChangeByHand {
  constructor(
    private readonly moves: StatusMoves,
    private readonly edit: EditDocument,
  ) {}

  /** @throws Refusal those of `EditDocument.execute`, and conflict where something else decides about the status */
  async execute(ctx: Context, row: ReadableRow, edit: DocumentEdit, expectedVersion?: number): Promise<DocumentView> {
    await this.moves.check(ctx, row, edit.status);
    return this.edit.execute(ctx, row.id, edit, expectedVersion);
  }
}
