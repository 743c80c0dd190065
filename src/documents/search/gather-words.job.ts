import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../../organisation/directory/actors.js';
import { Clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry } from '../../platform/jobs/job-registry.js';

const job = 'documents.gather-words';
const everyMs = 60_000;
/** Documents of one transaction. */
const batchSize = 2_000;
/** A registration takes much less from the making of the id to the commit. */
const settledMs = 120_000;

/**
 * Keeps the list of words by which searches find what was mistyped. Documents are read in the order of their ids, some
 * minutes after they were registered: nothing is added to registration itself.
 */
@Injectable()
export class GatherWords implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.registry.register(job, async () => {
      await this.gather();
      await this.unitOfWork.run(systemActor, (ctx) => this.plan(ctx, everyMs));
    });
  }

  /** The key keeps one job in the queue, however many processes start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run(systemActor, (ctx) => this.plan(ctx, everyMs));
  }

  /** Reads all documents that have come since the last time, up to `settled`. */
  async gather(settled = new Date(this.clock.now().getTime() - settledMs)): Promise<void> {
    for (let read = batchSize; read === batchSize;) {
      read = await this.unitOfWork.run(systemActor, async ({ tx }) => {
        const [row] = await tx.query<{ read: number }>(gatherStatement, [firstIdOf(settled), batchSize]);
        return row?.read ?? 0;
      });
    }
  }

  private async plan({ tx, now }: Context, inMs: number): Promise<void> {
    await this.jobs.add(tx, job, {}, { key: job, runAt: new Date(now.getTime() + inMs), priority: 10 });
  }
}

/** The least id of UUID version 7 that can be made at a moment. */
function firstIdOf(moment: Date): string {
  const hex = Math.max(moment.getTime(), 0).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

// The row of the progress is locked first: two processes do not gather the same words.
const gatherStatement = `
  WITH progress AS MATERIALIZED (
    SELECT last_id FROM search_word_progress FOR UPDATE
  ), batch AS MATERIALIZED (
    SELECT d.id, d.search FROM progress, LATERAL (
      SELECT id, search FROM document WHERE id > progress.last_id AND id < $1 ORDER BY id LIMIT $2
    ) d
  ), words AS (
    INSERT INTO search_word (word)
    SELECT DISTINCT word FROM batch, regexp_split_to_table(left(search, 4000), '[^[:alpha:]]+') AS word
    WHERE length(word) BETWEEN 4 AND 30
    ON CONFLICT DO NOTHING
  ), done AS (
    UPDATE search_word_progress SET last_id = last.id FROM (SELECT id FROM batch ORDER BY id DESC LIMIT 1) AS last
  )
  SELECT count(*)::int AS read FROM batch`;
