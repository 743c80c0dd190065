import { Injectable, type OnModuleInit } from '@nestjs/common';
import { loadDocument } from '../../documents/document-row.js';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { startTriggers } from '../compile/starts.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { lockRun } from './load-run.js';
import { runJobs } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import type { SentSignal } from './send-thrown.js';

interface SignalForRun {
  readonly runId: string;
  readonly name: string;
  readonly variables: SentSignal['variables'];
}

/** Gives a signal to all runs that wait for it when it is sent, each by its own job, and starts the routes that it begins. */
@Injectable()
export class BroadcastSignals implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly routes: RouteRegistry,
    private readonly stepper: RunStepper,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.broadcastSignal, (payload, job) =>
      this.work.run(systemActor, async (context) => {
        if (await this.jobs.finish(context.tx, job)) await this.broadcast(context, payload as SentSignal);
      }),
    );
    // A place may hear the same signal again and again: only the job can tell that this one was heard.
    this.registry.register(runJobs.deliverSignal, (payload, job) =>
      this.work.run(systemActor, async (context) => {
        if (await this.jobs.finish(context.tx, job)) await this.deliver(context, payload as SignalForRun);
      }),
    );
  }

  private async broadcast(context: Context, { id, name, variables, documentId, fromRun }: SentSignal): Promise<void> {
    const runs = await context.tx.query<{ run_id: string }>(
      `SELECT DISTINCT run_id FROM route_subscription WHERE kind = 'signal' AND name = $1 AND run_id IS DISTINCT FROM $2::uuid`,
      [name, fromRun],
    );
    const deliveries = runs.map(({ run_id: runId }) => ({
      key: `signal:${id}:${runId}`,
      payload: { runId, name, variables },
      runAt: context.now,
    }));
    await this.jobs.addMissing(context.tx, runJobs.deliverSignal, deliveries, 'queued');
    if (documentId !== null) await this.startRoutes(context, name, variables, documentId);
  }

  private async startRoutes(
    context: Context,
    name: string,
    variables: SentSignal['variables'],
    documentId: string,
  ): Promise<void> {
    const document = await loadDocument(context.tx, documentId);
    for (const { key: route, graph } of this.routes.all()) {
      if (graph.stream !== undefined && graph.stream !== document?.stream) continue;
      const start = startTriggers(graph).find(({ trigger }) => trigger.type === 'signal' && trigger.name === name);
      if (!start) continue;
      const payload = { route, start: start.element, documentId, variables };
      await this.jobs.add(context.tx, runJobs.startRoute, payload);
    }
  }

  /** A run that has gone on meanwhile refuses it, which is right. */
  private async deliver(context: Context, { runId, name, variables }: SignalForRun): Promise<void> {
    const run = await lockRun(context.tx, runId);
    await this.stepper.step(context, run, { type: 'signal', at: context.now.getTime(), name, variables });
  }
}
