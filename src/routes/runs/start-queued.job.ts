import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { lockRun } from './load-run.js';
import { runJobs, type RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import { dequeueRun, oneAtATime } from './start-policy.js';

const sweepEveryMs = 60_000;

interface Place {
  readonly documentId: string;
  readonly route: string;
}

interface QueuedStart {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly startEvent?: string;
}

/**
 * Begins the next run of a queue when the one before it has ended. Safe to repeat, and to come too early. A sweep finds
 * queues that nobody has told of that.
 */
@Injectable()
export class StartQueued implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly jobs: JobQueue,
    private readonly routes: RouteRegistry,
    private readonly stepper: RunStepper,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.startQueued, (payload) =>
      this.work.run(systemActor, (context) => this.startNext(context, payload as Place)),
    );
    this.registry.register(runJobs.sweepQueued, () =>
      this.work.run(systemActor, async (context) => {
        await this.sweep(context);
        await this.plan(context, sweepEveryMs);
      }),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Answers how many queues were found in which nothing runs and nothing is about to begin. */
  async sweep({ tx, now }: Context): Promise<number> {
    const places = await tx.query<Place>(
      `SELECT DISTINCT q.document_id AS "documentId", q.route FROM route_run q
       WHERE q.status = 'queued' AND NOT EXISTS (
         SELECT FROM route_run r
         WHERE r.document_id = q.document_id AND r.route = q.route AND r.exclusive AND r.status = 'running')`,
    );
    const jobs = places.map((payload) => ({
      key: `start-queued:${payload.documentId}:${payload.route}`,
      payload,
      runAt: now,
    }));
    return this.jobs.addMissing(tx, runJobs.startQueued, jobs, 'queued');
  }

  private async startNext(context: Context, { documentId, route }: Place): Promise<void> {
    const { tx } = context;
    await oneAtATime(tx, documentId, route);
    // Waits for a run that is just ending, and then sees that it has.
    const running = await tx.query(
      `SELECT id FROM route_run WHERE document_id = $1 AND route = $2 AND exclusive AND status = 'running' FOR UPDATE`,
      [documentId, route],
    );
    if (running.length > 0) return;
    const [next] = await tx.query<{ id: string; queued_event: QueuedStart }>(
      `SELECT id, queued_event FROM route_run WHERE document_id = $1 AND route = $2 AND status = 'queued' ORDER BY id LIMIT 1`,
      [documentId, route],
    );
    if (next) await this.start(context, next.id, next.queued_event);
  }

  /** With the drawing that is in force now, not the one of the day on which it was asked for. */
  private async start(context: Context, id: string, { variables, startEvent }: QueuedStart): Promise<void> {
    const queued = await lockRun(context.tx, id);
    // Taken back at this moment: whoever is next in the queue is looked for again.
    if (queued.status !== 'queued') return this.goOn(context, queued);
    const { version, called } = this.routes.pin(queued.route);
    await context.tx.query(
      `UPDATE route_run SET route_version = $2, called_versions = $3, started_at = $4, queued_event = NULL WHERE id = $1`,
      [id, version, JSON.stringify(called), context.now],
    );
    const run = { ...queued, routeVersion: version, calledVersions: called };
    const event = {
      type: 'start',
      at: context.now.getTime(),
      variables,
      ...(startEvent === undefined ? {} : { startEvent }),
    } as const;
    const detail = { run: id, route: run.route, version };
    const stepped = await this.stepper.step(context, run, event, { history: [{ event: 'route.started', detail }] });
    if ('run' in stepped) return;
    // The drawing has changed meanwhile; the queue must not stand still for that.
    const why = 'refused' in stepped ? stepped.refused.message : 'it has changed meanwhile';
    await dequeueRun(context, run, `The run could not begin when its turn had come: ${why}`);
    await this.goOn(context, run);
  }

  private async goOn({ tx }: Context, { documentId, route }: RunRecord): Promise<void> {
    await this.jobs.add(tx, runJobs.startQueued, { documentId, route });
  }

  /** The key keeps one sweep in the queue, however many processes start. */
  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    const runAt = new Date(now.getTime() + inMs);
    await this.jobs.add(tx, runJobs.sweepQueued, {}, { key: runJobs.sweepQueued, runAt });
  }
}
