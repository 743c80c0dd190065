import { Injectable } from '@nestjs/common';
import { systemActor } from '../organisation/directory/actors.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { loadStreams } from '../streams/definition/load-streams.js';
import type { DefinitionProblem } from '../streams/definition/parse-stream.js';
import { publishStreams } from '../streams/definitions/publish-streams.js';
import { StreamIndexes } from '../streams/definitions/stream-indexes.service.js';
import { StreamRegistry } from '../streams/definitions/stream-registry.service.js';

/** Publishes the streams of a folder and sees to it that they have their indexes. */
@Injectable()
export class PublishStreams {
  constructor(
    private readonly work: UnitOfWork,
    private readonly streams: StreamRegistry,
    private readonly indexes: StreamIndexes,
  ) {}

  /** `indexProblems` are lines for people. */
  async fromFolder(directory: string): Promise<{
    readonly published: readonly string[];
    readonly problems: readonly DefinitionProblem[];
    readonly indexProblems: readonly string[];
  }> {
    const { definitions, problems } = await loadStreams(directory);
    const published = await this.work.run(systemActor, ({ tx, now }) => publishStreams(tx, now, definitions));
    await this.streams.refresh();
    return { published, problems, indexProblems: await this.indexes.ensure(this.streams.all()) };
  }
}
