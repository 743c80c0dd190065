import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { DocumentRow } from '../document-row.js';

/** What has changed about a document in the present transaction. */
export interface DocumentChange {
  readonly before: DocumentRow;
  readonly after: DocumentRow;
  /** Keys of the card's fields. */
  readonly changedFields: readonly string[];
  /** A file was attached, or has a new version. */
  readonly filesChanged: boolean;
}

/** Is called in the transaction that makes the change. What takes long, or needs other locks, it leaves to a job. */
export type DocumentChangeListener = (context: Context, change: DocumentChange) => Promise<void>;

/** Who wants to know when documents change; folders above this one add themselves when they are initialised. */
@Injectable()
export class DocumentChanges {
  private readonly listeners: DocumentChangeListener[] = [];

  add(listener: DocumentChangeListener): void {
    this.listeners.push(listener);
  }

  async tell(context: Context, change: DocumentChange): Promise<void> {
    for (const listener of this.listeners) await listener(context, change);
  }
}
