import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DocumentChanges, type DocumentChange } from '../../documents/changes/document-changes.js';
import { documentScope } from '../../documents/document-scope.js';
import { Directory } from '../../organisation/directory/directory.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry, type JobRun } from '../../platform/jobs/job-registry.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { startConditionHolds, startTriggers } from '../compile/starts.js';
import { RouteRegistry, type PublishedRoute } from '../definitions/route-registry.service.js';
import { runJobs } from './run-record.js';
import { StartRun, type StartRequest } from './start-run.js';

/** Carries out starts that nobody asked for by hand: those by a signal, a time, or a condition that has come true. */
@Injectable()
export class StartByEvent implements OnModuleInit {
  private readonly logger = new Logger('Routes');

  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly starts: StartRun,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.startRoute, (payload, job) => this.start(payload as StartRequest, job));
  }

  /** A start that the route refuses, for instance because it goes on already, is no failure. */
  private async start(request: StartRequest, job: JobRun): Promise<void> {
    await this.work
      .run(systemActor, async (context) => {
        if (await this.jobs.finish(context.tx, job)) await this.starts.execute(context, request);
      })
      .catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
        this.logger.debug(`"${request.route}" was not started for ${request.documentId}: ${error.message}`);
      });
  }
}

/** Routes that begin when a condition on a document comes true: false before a change (or not there), true after it. */
@Injectable()
export class WatchStartConditions implements OnModuleInit {
  constructor(
    private readonly changes: DocumentChanges,
    private readonly routes: RouteRegistry,
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly jobs: JobQueue,
  ) {}

  onModuleInit(): void {
    this.changes.add((context, change) => this.look(context, change));
    this.changes.addForNew(
      (stream) => this.routes.all().some((route) => watchesDocuments(route, stream)),
      (context, change) => this.look(context, change),
    );
  }

  private async look(context: Context, { before, after }: DocumentChange): Promise<void> {
    const watching = this.routes.all().filter((route) => watchesDocuments(route, after.stream));
    for (const { key: route, graph } of watching) {
      for (const { element, trigger } of startTriggers(graph)) {
        if (trigger.type !== 'conditional') continue;
        const holds = (row: DocumentChange['after']) => {
          const facts = documentScope(row, this.streams.get(row.stream), this.directory.snapshot());
          const result = startConditionHolds(graph, element, facts, context.now.getTime());
          return 'value' in result && result.value;
        };
        if ((before !== null && holds(before)) || !holds(after)) continue;
        await this.jobs.add(context.tx, runJobs.startRoute, { route, start: element, documentId: after.id });
      }
    }
  }
}

function watchesDocuments({ graph }: PublishedRoute, stream: string): boolean {
  return graph.stream === stream && startTriggers(graph).some(({ trigger }) => trigger.type === 'conditional');
}
