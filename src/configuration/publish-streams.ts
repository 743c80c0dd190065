import { Injectable } from '@nestjs/common';
import { systemActor } from '../organisation/directory/actors.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { loadStreams } from '../streams/definition/load-streams.js';
import type { DefinitionProblem } from '../streams/definition/parse-stream.js';
import { keepAccess } from '../streams/definitions/keep-access.js';
import { publishStreams } from '../streams/definitions/publish-streams.js';
import { StreamIndexes } from '../streams/definitions/stream-indexes.service.js';
import { StreamRegistry } from '../streams/definitions/stream-registry.service.js';
import { noteConfiguration } from './note-configuration.js';

/** Publishes the streams of a folder and sees to it that they have their indexes. */
@Injectable()
export class PublishStreams {
  constructor(
    private readonly work: UnitOfWork,
    private readonly streams: StreamRegistry,
    private readonly indexes: StreamIndexes,
    private readonly audit: AuditLog,
  ) {}

  /** `indexProblems` are lines for people. */
  async fromFolder(directory: string): Promise<{
    readonly published: readonly string[];
    readonly problems: readonly DefinitionProblem[];
    readonly indexProblems: readonly string[];
  }> {
    const { definitions, problems } = await loadStreams(directory);
    const { published, unfit } = await this.work.run(systemActor, async (context) => {
      const kept = await keepAccess(context.tx, definitions);
      const keys = await publishStreams(context.tx, context.now, kept.definitions);
      await noteConfiguration(this.audit, context, 'stream', keys);
      return { published: keys, unfit: kept.problems };
    });
    await this.streams.refresh();
    return {
      published,
      problems: [...problems, ...unfit],
      indexProblems: await this.indexes.ensure(this.streams.all()),
    };
  }
}
