import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { RouteRegistry } from '../definitions/route-registry.service.js';
import { lockRun } from './load-run.js';
import { runJobs } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import { oneAtATime } from './start-policy.js';

interface Place {
  readonly documentId: string;
  readonly route: string;
}

interface QueuedStart {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly startEvent?: string;
}

/** Begins the next run of a queue when the one before it has ended. Safe to repeat, and to come too early. */
@Injectable()
export class StartQueued implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly work: UnitOfWork,
    private readonly routes: RouteRegistry,
    private readonly stepper: RunStepper,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.startQueued, (payload) =>
      this.work.run(systemActor, (context) => this.startNext(context, payload as Place)),
    );
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
    if (!('run' in stepped)) throw new Error(`The queued run ${id} of "${run.route}" could not be started.`);
  }
}
