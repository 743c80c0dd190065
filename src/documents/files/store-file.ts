import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import type { StoredBytes } from '../../platform/files/file-store.js';
import { FileStore } from '../../platform/files/file-store.js';
import { newId } from '../../platform/ids.js';
import { writeHistory } from '../history/write-history.js';
import { lockDocument } from '../document-row.js';
import type { FileRole } from '../registration/register-request.js';
import { DocumentChanges } from '../changes/document-changes.js';
import { documentNotFound } from '../access/visible-documents.js';
import { cleanFileName } from './file-name.js';
import { fileSelection, type FileRow } from './file-view.js';

/** A file for a document: its bytes, or what the file store answered when they were put there. */
export interface FileToStore {
  readonly name: string;
  readonly type: string;
  readonly role: FileRole;
  /** The template that it was generated from. */
  readonly template?: string;
  readonly bytes?: Uint8Array;
  readonly stored?: StoredBytes;
}

/** The current version of a stored file. */
export type StoredFile = FileRow;

const current = {
  name: 'file_current',
  text: `SELECT ${fileSelection} FROM file f JOIN file_version v ON v.file_id = f.id AND v.version = f.version
    WHERE f.document_id = $1 AND f.name = $2 AND f.role = $3 AND f.template IS NOT DISTINCT FROM $4
    ORDER BY f.id LIMIT 1`,
};

const insertFile = {
  name: 'file_insert',
  text: `WITH added AS (
      INSERT INTO file (id, document_id, name, role, template, version, created_at, created_by)
      VALUES ($1, $2, $3, $4, $5, 1, $6, $7) RETURNING id
    )
    INSERT INTO file_version (file_id, version, sha256, size, type, created_at, created_by)
    SELECT id, 1, $8, $9, $10, $6, $7 FROM added`,
};

const insertVersion = {
  name: 'file_insert_version',
  text: `WITH raised AS (UPDATE file SET version = $2 WHERE id = $1 RETURNING id)
    INSERT INTO file_version (file_id, version, sha256, size, type, created_at, created_by)
    SELECT id, $2, $3, $4, $5, $6, $7 FROM raised`,
};

/** Attaches files to documents. */
@Injectable()
export class StoreFile {
  constructor(
    private readonly store: FileStore,
    private readonly watched: DocumentChanges,
  ) {}

  /**
   * Attaches a file. A file of the same name, role and template on the same document becomes its next version; the same
   * bytes again change nothing. Bytes already kept (`stored`) are preferred: then the transaction waits for no disk.
   * @throws Refusal notFound when there is no such document
   */
  async execute(ctx: Context, documentId: string, file: FileToStore): Promise<StoredFile> {
    const { sha256, size } = file.stored ?? (await this.store.put(file.bytes ?? new Uint8Array()));
    // The lock keeps two equal names from becoming two files, and two versions from taking one number.
    const document = await lockDocument(ctx.tx, documentId);
    if (!document) throw documentNotFound();
    const name = cleanFileName(file.name);
    const template = file.template ?? null;
    const [before] = await ctx.tx.run<FileRow>(current, [documentId, name, file.role, template]);
    if (before?.sha256 === sha256) return before;
    const id = before?.id ?? newId();
    const version = (before?.version ?? 0) + 1;
    const made = [ctx.now, ctx.actor.id];
    if (before) await ctx.tx.run(insertVersion, [id, version, sha256, size, file.type, ...made]);
    else await ctx.tx.run(insertFile, [id, documentId, name, file.role, template, ...made, sha256, size, file.type]);
    const event = before ? 'file.version-added' : 'file.added';
    await writeHistory(ctx, documentId, event, { file: id, name, role: file.role, template, version, sha256, size });
    await this.watched.tell(ctx, { before: document, after: document, changedFields: [], filesChanged: true });
    const { type, role } = file;
    const at = { createdAt: ctx.now, createdBy: ctx.actor.id };
    return { id, documentId, name, role, template, version, type, size, sha256, ...at };
  }
}
