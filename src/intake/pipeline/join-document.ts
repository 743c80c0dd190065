import { Injectable } from '@nestjs/common';
import { Comments } from '../../documents/comments/comments.js';
import { lockDocument } from '../../documents/document-row.js';
import { StoreFile } from '../../documents/files/store-file.js';
import { writeHistory } from '../../documents/history/write-history.js';
import type { NewFile } from '../../documents/registration/register-request.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { IntakeItem, IntakeOutcome } from '../items/intake-item.js';
import { closeItem } from '../items/close-item.js';
import { distinctNames } from '../letters/file-names.js';
import { bodyText } from '../letters/letter-card.js';
import type { IncomingFile } from '../letters/letter-files.js';
import type { Letter } from '../letters/letter.js';
import { replyText } from '../letters/reply-text.js';
import { letterNewFiles } from './arrival-files.js';

const longestComment = 15_000;

/** Adds a letter to a document that it is about: what it says as a comment, its attachments and its raw form as files. */
@Injectable()
export class JoinDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fileStore: FileStore,
    private readonly comments: Comments,
    private readonly storeFile: StoreFile,
  ) {}

  /** In one transaction with the outcome of the item, so that a repeat adds nothing. */
  async execute(
    item: IntakeItem,
    documentId: string,
    content: { readonly letter: Letter; readonly attachments: readonly IncomingFile[] },
    reason: string,
  ): Promise<IntakeOutcome> {
    const { letter, attachments } = content;
    const files = await letterNewFiles(attachments, item, letter.html, this.fileStore);
    return this.unitOfWork.run(systemActor, async (ctx) => {
      // Locked, so that nobody adds a file between reading the names that are taken and adding ours.
      const document = await lockDocument(ctx.tx, documentId);
      if (!document) throw new Error(`The document ${documentId} that the letter belongs to is gone.`);
      const { number } = document;
      const outcome: IntakeOutcome = { kind: 'joined', documentId, number, reason };
      if (!(await closeItem(ctx, item.id, outcome))) return outcome;
      await this.comments.add(ctx, document, commentFor(letter));
      await this.store(ctx, documentId, item, files);
      await writeHistory(ctx, documentId, 'letter.joined', {
        intakeItem: item.id,
        from: letter.from?.address ?? null,
        subject: letter.subject,
        reason,
      });
      return outcome;
    });
  }

  /**
   * No file of a letter becomes the next version of one that is there: names that are taken get a number. The letter's
   * own forms are named after its arrival.
   */
  private async store(ctx: Context, documentId: string, item: IntakeItem, files: readonly NewFile[]): Promise<void> {
    const there = await ctx.tx.run<{ name: string }>(fileNames, [documentId]);
    const own = files.map(({ name, role }) => (role === 'raw' ? `${item.id}-${name}` : name));
    const names = distinctNames(
      own,
      there.map(({ name }) => name),
    );
    for (const [index, { type, role, sha256, size }] of files.entries()) {
      const name = names[index] ?? `${item.id}-${index}`;
      await this.storeFile.execute(ctx, documentId, { name, type, role, stored: { sha256, size } });
    }
  }
}

const fileNames = { name: 'intake_file_names', text: 'SELECT name FROM file WHERE document_id = $1' };

function commentFor(letter: Letter): string {
  const { from, subject } = letter;
  const sender = from ? `${from.name} <${from.address}>`.trim() : '—';
  const text = replyText(bodyText(letter)).slice(0, longestComment);
  return `${sender}\n${subject}\n\n${text}`;
}
