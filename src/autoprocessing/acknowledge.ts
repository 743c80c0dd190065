import { Injectable, Logger } from '@nestjs/common';
import type { DocumentView } from '../documents/document-view.js';
import { writeHistory } from '../documents/history/write-history.js';
import { MailQueue } from '../output/mail/mail-queue.js';
import type { Context } from '../platform/context.js';
import { Refusal } from '../platform/errors.js';
import { PaperData } from '../routes/actions/paper-data.js';

/** Answers the sender of a new document from a letter template, with the number in the subject. */
@Injectable()
export class Acknowledge {
  private readonly logger = new Logger('Autoprocessing');

  constructor(
    private readonly data: PaperData,
    private readonly mails: MailQueue,
  ) {}

  /** Does nothing for a document that nobody outside sent. A letter that cannot be made is told in the history. */
  async execute(context: Context, document: DocumentView, template: string): Promise<void> {
    const { sender, language, messageId } = document.source;
    if (sender?.email === undefined) return;
    try {
      const more = { recipient: sender.name ?? null, trackUrl: null };
      const letter = await this.data.renderedIn(context, document.id, template, language, more);
      await this.mails.add(context, {
        kind: template,
        documentId: document.id,
        to: [{ address: sender.email, ...(sender.name === undefined ? {} : { name: sender.name }) }],
        subject: letter.title,
        html: letter.html,
        autoSubmitted: 'auto-replied',
        key: `receipt-${document.id}`,
        ...(messageId === undefined ? {} : { inReplyTo: messageId, references: [messageId] }),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.logger.warn(`No receipt for ${document.number}: ${error.message}`);
      await writeHistory(context, document.id, 'receipt.failed', { template, message: error.message });
    }
  }
}
