import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { CallsController } from './calls/calls.controller.js';
import { FormLimits } from './forms/form-limits.js';
import { FormPagesController } from './forms/form-pages.controller.js';
import { FormsController } from './forms/forms.controller.js';
import { TakeForm } from './forms/take-form.js';
import { IntakeController } from './items/intake.controller.js';
import { IntakeItems } from './items/intake-items.js';
import { JoinDocument } from './pipeline/join-document.js';
import { ProcessItem } from './pipeline/process-item.js';
import { ProcessItemJob } from './pipeline/process-item.job.js';
import { MailboxReaders, ReaderStores } from './sources/mailbox/mailbox-readers.js';
import { MailboxSecrets } from './sources/mailbox/mailbox-secrets.js';
import { Mailboxes } from './sources/mailbox/mailboxes.js';
import { MailboxesController } from './sources/mailbox/mailboxes.controller.js';
import { WriteArrivals } from './sources/write-arrivals.js';

/** Turns arrivals (letters, forms, calls) into registered documents. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule],
  controllers: [CallsController, FormsController, FormPagesController, IntakeController, MailboxesController],
  providers: [
    WriteArrivals,
    ProcessItem,
    ProcessItemJob,
    JoinDocument,
    TakeForm,
    FormLimits,
    IntakeItems,
    Mailboxes,
    MailboxSecrets,
    ReaderStores,
    MailboxReaders,
  ],
  exports: [MailboxReaders, Mailboxes],
})
export class IntakeModule {}
