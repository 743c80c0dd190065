import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { loadDocument } from '../documents/document-row.js';
import type { DocumentView } from '../documents/document-view.js';
import { writeHistory } from '../documents/history/write-history.js';
import { MailQueue } from '../output/mail/mail-queue.js';
import { systemActor } from '../organisation/directory/actors.js';
import type { Context } from '../platform/context.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Refusal } from '../platform/errors.js';
import { JobQueue } from '../platform/jobs/job-queue.js';
import { JobRegistry } from '../platform/jobs/job-registry.js';
import { PaperData } from '../routes/actions/paper-data.js';

const acknowledgeJob = 'autoprocessing.acknowledge';
/** Receipts wait until the registrations that stand before them are through. */
const receiptPriority = 10;

/** Answers the sender of a new document from a letter template, with the number in the subject. */
@Injectable()
export class Acknowledge implements OnModuleInit {
  private readonly logger = new Logger('Autoprocessing');

  constructor(
    private readonly jobs: JobQueue,
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly data: PaperData,
    private readonly mails: MailQueue,
  ) {}

  onModuleInit(): void {
    this.registry.register(acknowledgeJob, (payload) => {
      const { documentId, template } = payload as { documentId: string; template: string };
      return this.work.run(systemActor, (context) => this.write(context, documentId, template));
    });
  }

  /**
   * Sees to it that the sender gets an answer; does nothing for a document that nobody outside sent. The letter is made
   * in a job: a transaction that registers holds the counter of its register, and must not wait for a template.
   */
  async request(context: Context, document: DocumentView, template: string): Promise<void> {
    if (document.source.sender?.email === undefined) return;
    const payload = { documentId: document.id, template };
    await this.jobs.add(context.tx, acknowledgeJob, payload, { priority: receiptPriority });
  }

  /** Queues the letter; the same one again is recognised. A letter that cannot be made is told in the history. */
  private async write(context: Context, documentId: string, template: string): Promise<void> {
    const document = await loadDocument(context.tx, documentId);
    const { sender, language, messageId } = document?.source ?? {};
    if (document === undefined || sender?.email === undefined) return;
    try {
      const more = { recipient: sender.name ?? null, trackUrl: null };
      const letter = await this.data.renderedIn(context, documentId, template, language, more);
      await this.mails.add(context, {
        kind: template,
        documentId,
        to: [{ address: sender.email, ...(sender.name === undefined ? {} : { name: sender.name }) }],
        subject: letter.title,
        html: letter.html,
        autoSubmitted: 'auto-replied',
        key: `receipt-${documentId}`,
        ...(messageId === undefined ? {} : { inReplyTo: messageId, references: [messageId] }),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.logger.warn(`No receipt for ${document.number}: ${error.message}`);
      await writeHistory(context, documentId, 'receipt.failed', { template, message: error.message });
    }
  }
}
