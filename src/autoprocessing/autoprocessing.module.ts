import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { OutputModule } from '../output/output.module.js';
import { RoutesModule } from '../routes/routes.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { Acknowledge } from './acknowledge.js';
import { AutoprocessDocument } from './autoprocess-document.js';
import { AutoprocessingJob } from './autoprocessing.job.js';

/** What happens by itself when a document is registered. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule, OutputModule, RoutesModule],
  providers: [AutoprocessDocument, Acknowledge, AutoprocessingJob],
})
export class AutoprocessingModule {}
