import { Module } from '@nestjs/common';
import { StreamIndexes } from './definitions/stream-indexes.service.js';
import { StreamRegistry } from './definitions/stream-registry.service.js';
import { StreamsController } from './definitions/streams.controller.js';

/** Which kinds of document exist: published definitions, their compiled cards and their indexes. */
@Module({
  controllers: [StreamsController],
  providers: [StreamRegistry, StreamIndexes],
  exports: [StreamRegistry, StreamIndexes],
})
export class StreamsModule {}
