import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import type { DocumentView } from '../document-view.js';
import { ReadDocuments } from '../read/read-documents.js';
import { readChangesSince, type ChangeSince } from './changes-since.js';
import { PresentChanges } from './present-changes.js';

/** A document as it is now, and what was changed since a version: what a screen needs to settle a conflict field by field. */
export interface DocumentChangedSince {
  readonly document: DocumentView;
  readonly changes: ChangeSince[];
}

/** Tells what others changed while somebody had a document open. */
@Injectable()
export class ChangedSince {
  constructor(
    private readonly documents: ReadDocuments,
    private readonly presented: PresentChanges,
  ) {}

  /** @throws Refusal notFound */
  async version(ctx: Context, id: string, version: number): Promise<DocumentChangedSince> {
    const document = await this.documents.get(ctx, id);
    const changes = await readChangesSince(ctx.tx, document.id, version);
    return { document, changes: await this.presented.since(ctx, document.stream, changes) };
  }

  /** The error as it came, unless it says that the version is not the present one: then with all that is needed to settle it. */
  async explained(ctx: Context, id: string, version: number | undefined, error: unknown): Promise<unknown> {
    if (!(error instanceof Refusal) || error.code !== 'stale-version' || version === undefined) return error;
    const { document, changes } = await this.version(ctx, id, version);
    const extra = { ...error.extra, document, changes };
    return new Refusal(error.kind, error.code, error.sentence, error.problems, extra);
  }
}
