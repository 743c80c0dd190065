import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
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
  readonly next_at: Date;
  readonly repeat: number | null;
}

interface PageOfDocuments {
  readonly route: string;
  readonly element: string;
  /** The last document of the page before; null for the first page. */
  readonly after: string | null;
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
    this.registry.register(runJobs.startForDocuments, (payload, job) =>
      this.work.run(systemActor, async (context) => {
        if (await this.jobs.finish(context.tx, job)) await this.startFor(context, payload as PageOfDocuments);
      }),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.work.run(systemActor, (context) => this.plan(context, 0));
  }

  /** Sets the timers of new versions and begins what is due. Answers how many timers were due. */
  async sweep(context: Context): Promise<number> {
    const known: object[] = [];
    for (const route of this.routes.all()) {
      const elements: string[] = [];
      for (const start of startTriggers(route.graph)) {
        if (await this.arm(context, route, start)) elements.push(start.element);
      }
      known.push({ route: route.key, version: route.version, elements });
    }
    await context.tx.query(dropUndrawn, [JSON.stringify(known)]);
    const due = await context.tx.query<TimerRow>(
      `SELECT route, element, next_at, repeat FROM route_start_timer WHERE next_at <= $1 AND route = ANY ($2) ORDER BY route, element FOR UPDATE SKIP LOCKED`,
      [context.now, this.routes.all().map(({ key }) => key)],
    );
    for (const timer of due) await this.fire(context, timer);
    return due.length;
  }

  /**
   * Sets the timer of a start event that is new or was drawn anew; answers whether there is such a timer. A date that has
   * begun the route in an earlier version does not begin it again.
   */
  private async arm(context: Context, route: PublishedRoute, { element, trigger }: StartTrigger): Promise<boolean> {
    if (trigger.type !== 'timer' || route.graph.stream === undefined) return false;
    const times = startTimes(trigger.timer, context.now.getTime());
    if ('failure' in times) return false;
    const next = this.timeOf(times.first.value, context.now.getTime());
    await context.tx.query(
      `INSERT INTO route_start_timer AS t (route, version, element, next_at, repeat) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (route, element) DO UPDATE SET version = excluded.version, repeat = excluded.repeat,
         next_at = CASE WHEN t.next_at IS NULL AND excluded.next_at <= $6 THEN NULL ELSE excluded.next_at END
       WHERE t.version < excluded.version`,
      [route.key, route.version, element, next, times.cycle ? times.cycle.repeat : 0, context.now],
    );
    return true;
  }

  /** A cycle goes on from its time, not from that of the sweep; `repeat` counts what follows, null without end. */
  private async fire(context: Context, { route, element, next_at: due, repeat }: TimerRow): Promise<void> {
    await this.jobs.add(context.tx, runJobs.startForDocuments, { route, element, after: null });
    const trigger = startTriggers(this.routes.get(route).graph).find((start) => start.element === element)?.trigger;
    const times = trigger?.type === 'timer' ? startTimes(trigger.timer, context.now.getTime()) : undefined;
    const every = times && 'cycle' in times && repeat !== 0 ? times.cycle?.every : undefined;
    const next = every === undefined ? null : this.following(every, due, context.now);
    await context.tx.query('UPDATE route_start_timer SET next_at = $3, repeat = $4 WHERE route = $1 AND element = $2', [
      route,
      element,
      next,
      repeat === null ? null : Math.max(repeat - 1, 0),
    ]);
  }

  /** The next time of a cycle; when nothing ran for longer than that, it goes on from now instead of catching up. */
  private following(every: string, due: Date, now: Date): Date | null {
    const next = this.timeOf(every, due.getTime());
    return next !== null && next <= now ? this.timeOf(every, now.getTime()) : next;
  }

  private timeOf(text: string, fromMs: number): Date | null {
    const due = dueTime(text, calendarFor(this.directory.snapshot(), {}), fromMs, {});
    return due === null || 'failure' in due ? null : new Date(due.dueAt);
  }

  /** A page of documents at a time, each page with the job of the next. */
  private async startFor(context: Context, { route, element, after }: PageOfDocuments): Promise<void> {
    const { graph } = this.routes.get(route);
    const rows = await context.tx.query<DocumentRow>(
      `SELECT ${documentSelection} FROM document d
       WHERE d.stream = $1 AND ($2::uuid IS NULL OR d.id > $2) ORDER BY d.id LIMIT $3`,
      [graph.stream, after, page],
    );
    for (const row of rows.filter((one) => this.isMeant(graph.where, one, context.now))) {
      await this.jobs.add(context.tx, runJobs.startRoute, { route, start: element, documentId: row.id });
    }
    const last = rows.at(-1);
    if (rows.length === page && last)
      await this.jobs.add(context.tx, runJobs.startForDocuments, { route, element, after: last.id });
  }

  private isMeant(where: PublishedRoute['graph']['where'], row: DocumentRow, now: Date): boolean {
    if (!where) return true;
    const facts = documentScope(row, this.streams.get(row.stream), this.directory.snapshot());
    const result = evaluateCondition(where, { ...facts }, { at: now.getTime() });
    return 'value' in result && result.value;
  }

  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    const runAt = new Date(now.getTime() + inMs);
    await this.jobs.add(tx, runJobs.startTimers, {}, { key: runJobs.startTimers, runAt });
  }
}

// A process that does not know the newest version yet leaves its timers alone.
const dropUndrawn = `
  DELETE FROM route_start_timer t USING jsonb_to_recordset($1::jsonb) AS known (route text, version int, elements jsonb)
  WHERE t.route = known.route AND t.version <= known.version AND NOT known.elements ? t.element`;
