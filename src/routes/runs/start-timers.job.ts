import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { loadDocument } from '../../documents/document-row.js';
import { documentScope } from '../../documents/document-scope.js';
import { Directory } from '../../organisation/directory/directory.js';
import { systemActor } from '../../organisation/directory/actors.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { evaluateCondition } from '../../platform/feel/expression.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { startTimes, startTriggers, type StartTrigger } from '../compile/starts.js';
import { RouteRegistry, type PublishedRoute } from '../definitions/route-registry.service.js';
import { dueTime } from './due-time.js';
import { runJobs } from './run-record.js';

const everyMs = 30_000;
const page = 200;

interface TimerRow {
  readonly route: string;
  readonly element: string;
  readonly repeat: number | null;
}

/**
 * Routes that begin by the clock. The next time of each timer start event is a row; when it comes, the route is started for
 * every document of its stream for which its `where` holds.
 */
@Injectable()
export class StartTimers implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly work: UnitOfWork,
    private readonly routes: RouteRegistry,
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
  ) {}

  onModuleInit(): void {
    this.registry.register(runJobs.startTimers, () =>
      this.work.run(systemActor, async (context) => {
        await this.sweep(context);
        await this.plan(context, everyMs);
      }),
    );
    this.registry.register(runJobs.startForDocuments, (payload) =>
      this.work.run(systemActor, (context) =>
        this.startFor(context, payload as { route: string; element: string; after: string | null }),
      ),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Sets the timers of new versions and begins what is due. Answers how many timers were due. */
  async sweep(context: Context): Promise<number> {
    for (const route of this.routes.all()) {
      for (const start of startTriggers(route.graph)) await this.arm(context, route, start);
    }
    const due = await context.tx.query<TimerRow>(
      `SELECT route, element, repeat FROM route_start_timer WHERE next_at <= $1 ORDER BY route, element FOR UPDATE SKIP LOCKED`,
      [context.now],
    );
    for (const timer of due) await this.fire(context, timer);
    return due.length;
  }

  private async arm(context: Context, route: PublishedRoute, { element, trigger }: StartTrigger): Promise<void> {
    if (trigger.type !== 'timer' || route.graph.stream === undefined) return;
    const times = startTimes(trigger.timer, context.now.getTime());
    if ('failure' in times) return;
    const next = this.timeOf(times.first.value, context);
    await context.tx.query(
      `INSERT INTO route_start_timer AS t (route, version, element, next_at, repeat) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (route, element) DO UPDATE SET version = excluded.version, next_at = excluded.next_at, repeat = excluded.repeat
       WHERE t.version <> excluded.version`,
      [route.key, route.version, element, next, times.cycle ? times.cycle.repeat : 0],
    );
  }

  /** A cycle goes on; `repeat` counts what follows, null without end. */
  private async fire(context: Context, { route, element, repeat }: TimerRow): Promise<void> {
    await this.jobs.add(context.tx, runJobs.startForDocuments, { route, element, after: null });
    const trigger = startTriggers(this.routes.get(route).graph).find((start) => start.element === element)?.trigger;
    const times = trigger?.type === 'timer' ? startTimes(trigger.timer, context.now.getTime()) : undefined;
    const every = times && 'cycle' in times && repeat !== 0 ? times.cycle?.every : undefined;
    await context.tx.query('UPDATE route_start_timer SET next_at = $3, repeat = $4 WHERE route = $1 AND element = $2', [
      route,
      element,
      every === undefined ? null : this.timeOf(every, context),
      repeat === null ? null : repeat - 1,
    ]);
  }

  private timeOf(text: string, { now }: Context): Date | null {
    const due = dueTime(text, calendarFor(this.directory.snapshot(), {}), now.getTime(), {});
    return due === null || 'failure' in due ? null : new Date(due.dueAt);
  }

  /** A page of documents at a time, each page with the job of the next. */
  private async startFor(
    context: Context,
    { route, element, after }: { route: string; element: string; after: string | null },
  ): Promise<void> {
    const { graph } = this.routes.get(route);
    const rows = await context.tx.query<{ id: string }>(
      `SELECT id FROM document WHERE stream = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT ${page}`,
      [graph.stream, after],
    );
    for (const { id } of rows) {
      if (await this.isMeant(context, graph.where, id)) {
        await this.jobs.add(context.tx, runJobs.startRoute, { route, start: element, documentId: id });
      }
    }
    const last = rows.at(-1);
    if (rows.length === page && last)
      await this.jobs.add(context.tx, runJobs.startForDocuments, { route, element, after: last.id });
  }

  private async isMeant(context: Context, where: PublishedRoute['graph']['where'], id: string): Promise<boolean> {
    if (!where) return true;
    const row = await loadDocument(context.tx, id);
    if (!row) return false;
    const facts = documentScope(row, this.streams.get(row.stream), this.directory.snapshot());
    const result = evaluateCondition(where, { ...facts }, { at: context.now.getTime() });
    return 'value' in result && result.value;
  }

  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    const runAt = new Date(now.getTime() + inMs);
    await this.jobs.add(tx, runJobs.startTimers, {}, { key: runJobs.startTimers, runAt });
  }
}
