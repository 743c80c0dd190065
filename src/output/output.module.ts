import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { PaperViews } from './view/paper-views.service.js';
import { AccountMails } from './mail/account-mails.js';
import { ATTACHMENT_SOURCE, StoredAttachments } from './mail/attachment-source.js';
import { MailQueue } from './mail/mail-queue.js';
import { MailSender } from './mail/mail-sender.js';
import { MailsController } from './mail/mails.controller.js';
import { ResendMail } from './mail/resend-mail.js';
import { SealedMails } from './mail/sealed-mails.js';
import { SendMailJob } from './mail/send-mail.job.js';
import { BrowserPool } from './pdf/browser-pool.js';
import { TemplateStore } from './templates/template.store.js';

/** What leaves the house: templates, papers as PDF, mails. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule],
  controllers: [MailsController],
  providers: [
    PaperViews,
    TemplateStore,
    BrowserPool,
    MailQueue,
    MailSender,
    SealedMails,
    SendMailJob,
    ResendMail,
    AccountMails,
    { provide: ATTACHMENT_SOURCE, useClass: StoredAttachments },
  ],
  exports: [PaperViews, TemplateStore, BrowserPool, MailQueue, MailSender],
})
export class OutputModule {}
