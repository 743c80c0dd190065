import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { DocumentRow } from '../document-row.js';

/** What has changed about a document in the present transaction. */
export interface DocumentChange {
  /** Null for a document that has just been registered. */
  readonly before: DocumentRow | null;
  readonly after: DocumentRow;
  /** Keys of the card's fields. */
  readonly changedFields: readonly string[];
  /** A file was attached, or has a new version. */
  readonly filesChanged: boolean;
}

/** Is called in the transaction that makes the change. What takes long, or needs other locks, it leaves to a job. */
export type DocumentChangeListener = (context: Context, change: DocumentChange) => Promise<void>;

interface Newcomers {
  readonly isWanted: (stream: string) => boolean;
  readonly listener: DocumentChangeListener;
}

/** Who wants to know when documents change; folders above this one add themselves when they are initialised. */
@Injectable()
export class DocumentChanges {
  private readonly listeners: DocumentChangeListener[] = [];
  private readonly newcomers: Newcomers[] = [];

  add(listener: DocumentChangeListener): void {
    this.listeners.push(listener);
  }

  /**
   * Is called for new documents of the streams for which `isWanted` answers true, before anything follows registration.
   * Registering one of them takes a round trip more, because its number must be known by then.
   */
  addForNew(isWanted: (stream: string) => boolean, listener: DocumentChangeListener): void {
    this.newcomers.push({ isWanted, listener });
  }

  /** Whether anybody wants to know of new documents of a stream. */
  awaitsNew(stream: string): boolean {
    return this.newcomers.some(({ isWanted }) => isWanted(stream));
  }

  /** Tells of a document that has been written for the first time. */
  async tellNew(context: Context, after: DocumentRow): Promise<void> {
    const change = { before: null, after, changedFields: Object.keys(after.fields), filesChanged: false };
    for (const { isWanted, listener } of this.newcomers) if (isWanted(after.stream)) await listener(context, change);
  }

  async tell(context: Context, change: DocumentChange): Promise<void> {
    for (const listener of this.listeners) await listener(context, change);
  }
}
