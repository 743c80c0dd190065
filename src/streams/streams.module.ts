import { Module } from '@nestjs/common';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { AnnounceStreams } from './definitions/announce-streams.js';
import { StreamIndexes } from './definitions/stream-indexes.service.js';
import { StreamRegistry } from './definitions/stream-registry.service.js';
import { StreamsController } from './definitions/streams.controller.js';

/** Which kinds of document exist: published definitions, their compiled cards and their indexes. */
@Module({
  imports: [OrganisationModule],
  controllers: [StreamsController],
  providers: [StreamRegistry, StreamIndexes, AnnounceStreams],
  exports: [StreamRegistry, StreamIndexes],
})
export class StreamsModule {}
