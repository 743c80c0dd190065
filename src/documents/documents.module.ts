import { Module } from '@nestjs/common';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { ReadableDocuments } from './access/readable-documents.js';
import { CardPointers } from './card/check-card.js';
import { RegisterDocument } from './registration/register-document.js';
import { RegistrationDesk } from './registration/registration-desk.js';
import { RegistrationSteps } from './registration/registration-steps.js';
import { WriteDocument } from './registration/write-document.js';

/** The document: registered, read, changed, linked, with its files and its story. */
@Module({
  imports: [OrganisationModule, StreamsModule],
  providers: [ReadableDocuments, CardPointers, WriteDocument, RegisterDocument, RegistrationSteps, RegistrationDesk],
  exports: [ReadableDocuments, RegisterDocument, RegistrationSteps, RegistrationDesk],
})
export class DocumentsModule {}
