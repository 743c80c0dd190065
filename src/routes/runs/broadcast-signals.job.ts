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

/** Runs that one job gives a signal to. */
const batchSize = 500;
/** Of these so many at a time. */
const atATime = 4;

/** A part of the runs that have to hear a signal. */
interface SignalBatch {
  readonly signal: string;
  readonly batch: number;
  readonly name: string;
  readonly variables: SentSignal['variables'];
}

/**
 * Gives a signal to all runs that wait for it when it is sent, a batch of them by one job, and starts the routes that it
 * begins. Each run hears it in a transaction of its own.
 */
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
    this.registry.register(runJobs.deliverSignal, (payload) => this.deliverAll(payload as SignalBatch));
  }

  private async broadcast(context: Context, { id, name, variables, documentId, fromRun }: SentSignal): Promise<void> {
    const batches = await context.tx.query<{ batch: number }>(writeDeliveries, [id, name, fromRun, batchSize]);
    const deliveries = batches.map(({ batch }) => ({
      key: `signal:${id}:${batch}`,
      payload: { signal: id, batch, name, variables } satisfies SignalBatch,
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

  /** One that fails does not stand before the others; the job is tried again for it. */
  private async deliverAll(batch: SignalBatch): Promise<void> {
    const rows = await this.work.read<{ run_id: string }>(
      'SELECT run_id FROM route_signal_delivery WHERE signal_id = $1 AND batch = $2 ORDER BY run_id',
      [batch.signal, batch.batch],
    );
    const failures: unknown[] = [];
    const left = rows.map(({ run_id: id }) => id);
    const deliverNext = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        const runId = id;
        await this.work
          .run(systemActor, (context) => this.deliver(context, batch, runId))
          .catch((error: unknown) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: atATime }, deliverNext));
    if (failures.length > 0) throw failures[0];
  }

  /**
   * A place may hear the same signal again and again: only the row that goes with the step tells that this one was heard. A
   * run that has gone on meanwhile refuses it, which is right.
   */
  private async deliver(
    context: Context,
    { signal, batch, name, variables }: SignalBatch,
    runId: string,
  ): Promise<void> {
    const due = await context.tx.query(
      'DELETE FROM route_signal_delivery WHERE signal_id = $1 AND batch = $2 AND run_id = $3 RETURNING run_id',
      [signal, batch, runId],
    );
    if (due.length === 0) return;
    const run = await lockRun(context.tx, runId);
    await this.stepper.step(context, run, { type: 'signal', at: context.now.getTime(), name, variables });
  }
}

const writeDeliveries = `
  WITH written AS (
    INSERT INTO route_signal_delivery (signal_id, batch, run_id)
    SELECT $1::uuid, (row_number() OVER (ORDER BY run_id) - 1) / $4::int, run_id
    FROM (SELECT DISTINCT run_id FROM route_subscription
      WHERE kind = 'signal' AND name = $2 AND run_id IS DISTINCT FROM $3::uuid) AS waiting
    RETURNING batch
  )
  SELECT DISTINCT batch FROM written ORDER BY batch`;
