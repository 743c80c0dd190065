import { Module } from '@nestjs/common';
import { OrganisationModule } from '../organisation/organisation.module.js';
import { AnnounceStreams } from './definitions/announce-streams.js';
import { ChangeStreamAccess } from './definitions/change-access.js';
import { StreamIndexes } from './definitions/stream-indexes.service.js';
import { StreamRegistry } from './definitions/stream-registry.service.js';
import { StreamsController } from './definitions/streams.controller.js';

/** Which kinds of document exist: published definitions, their compiled cards and their indexes. */
@Module({
  imports: [OrganisationModule],
  controllers: [StreamsController],
  providers: [StreamRegistry, StreamIndexes, AnnounceStreams, ChangeStreamAccess],
  exports: [StreamRegistry, StreamIndexes, ChangeStreamAccess],
})
export class StreamsModule {}
