import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { MailAttachment } from './compose-mail.js';

/** Where the bytes of attachments come from. */
export interface AttachmentSource {
  /** The newest version of a file. @throws Error when there is no such file */
  read(fileId: string): Promise<MailAttachment>;
}

/** Injection token of AttachmentSource. */
export const ATTACHMENT_SOURCE = Symbol('AttachmentSource');

/** The files of documents. */
@Injectable()
export class StoredAttachments implements AttachmentSource {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fileStore: FileStore,
  ) {}

  async read(fileId: string): Promise<MailAttachment> {
    const [row] = await this.unitOfWork.read<{ name: string; type: string; sha256: string }>(
      `SELECT f.name, v.type, v.sha256 FROM file f
       JOIN file_version v ON v.file_id = f.id AND v.version = f.version WHERE f.id = $1`,
      [fileId],
    );
    if (!row) throw new Error(`There is no file ${fileId} to attach.`);
    return { name: row.name, type: row.type, bytes: await this.fileStore.read(row.sha256) };
  }
}
