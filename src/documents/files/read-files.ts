import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { Page } from '../../platform/http/page.js';
import { Directory } from '../../organisation/directory/directory.js';
import { badCursor } from '../read/page-cursor.js';
import { ReadDocuments, type ReadableRow } from '../read/read-documents.js';
import { VisibleDocuments } from '../access/visible-documents.js';
import { fileSelection, toFileView, type FileRow, type FileView } from './file-view.js';

const ofDocument = {
  name: 'file_page',
  text: `SELECT ${fileSelection} FROM file f JOIN file_version v ON v.file_id = f.id AND v.version = f.version
    WHERE f.document_id = $1 AND f.id > $2 ORDER BY f.id LIMIT $3`,
};

const oneVersion = {
  name: 'file_of_version',
  text: `SELECT ${fileSelection} FROM file f JOIN file_version v
      ON v.file_id = f.id AND v.version = coalesce($2::int, f.version)
    WHERE f.id = $1`,
};

const allVersions = {
  name: 'file_versions',
  text: `SELECT ${fileSelection} FROM file f JOIN file_version v ON v.file_id = f.id
    WHERE f.id = $1 ORDER BY v.version DESC LIMIT 1000`,
};

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Files of documents, for whoever may read the document. */
@Injectable()
export class ReadFiles {
  constructor(
    private readonly documents: ReadDocuments,
    private readonly visible: VisibleDocuments,
    private readonly directory: Directory,
  ) {}

  /** The current versions, the oldest file first. @throws Refusal malformed for a cursor that is none */
  async page(ctx: Context, documentId: string, limit: number, cursor: string | undefined): Promise<Page<FileView>> {
    if (cursor !== undefined && !isUuid(cursor)) throw badCursor();
    const rows = await ctx.tx.run<FileRow>(ofDocument, [documentId, cursor ?? beforeAll, limit + 1]);
    const org = this.directory.snapshot();
    const items = rows.slice(0, limit).map((row) => toFileView(row, org));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** One version, the current one unless said. @throws Refusal notFound, also where the document may not be seen */
  async version(ctx: Context, id: string, version: number | undefined): Promise<FileRow> {
    const [file] = isUuid(id) ? await ctx.tx.run<FileRow>(oneVersion, [id, version ?? null]) : [];
    if (!file?.documentId) throw fileNotFound();
    await this.documents.row(ctx, file.documentId).catch((error: unknown) => {
      throw error instanceof Refusal ? fileNotFound() : error;
    });
    return file;
  }

  /** All versions of a file, the latest first. @throws Refusal notFound */
  async versions(ctx: Context, id: string): Promise<FileView[]> {
    await this.version(ctx, id, undefined);
    const org = this.directory.snapshot();
    return (await ctx.tx.run<FileRow>(allVersions, [id])).map((row) => toFileView(row, org));
  }

  /**
   * The document, when the actor may attach files to it: who may change it, and those to whom it was opened by name,
   * since an assignment is often to bring a paper. @throws Refusal notFound, forbidden
   */
  async attachable(ctx: Context, documentId: string): Promise<ReadableRow> {
    const row = await this.documents.row(ctx, documentId);
    if (!row.granted) this.visible.require(ctx.actor, 'edit', row);
    return row;
  }
}

function fileNotFound(): Refusal {
  return new Refusal('notFound', 'file-not-found', 'There is no such file or version, or you may not see it.');
}
