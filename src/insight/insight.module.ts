import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { StreamsModule } from '../streams/streams.module.js';
import { AttentionController } from './attention/attention.controller.js';
import { ReadAttention } from './attention/read-attention.js';

/** Looks at everything and changes nothing. */
@Module({
  imports: [OrganisationModule, StreamsModule, DocumentsModule],
  controllers: [AttentionController],
  providers: [ReadAttention],
})
export class InsightModule {}
