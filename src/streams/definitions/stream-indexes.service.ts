import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import type { CardIndex } from '../card/card-indexes.js';
import type { CompiledCard } from '../card/compile-card.js';
import { ensureStatistics } from './ensure-statistics.js';

interface PresentIndex {
  name: string;
  valid: boolean;
  comment: string | null;
}

/** Marks the indexes that belong to cards; what follows is the statement, so that a changed one is noticed. */
const mark = 'card: ';
/** Key of the advisory lock under which one process at a time sees to the indexes. */
const lockKey = 7_236_114;

/** Sees to it that the table of documents has the indexes and statistics that the cards of all streams want, and no stale ones. */
@Injectable()
export class StreamIndexes {
  private readonly logger = new Logger('Indexes');

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Makes what is missing without stopping anyone's work. Answers what could not be made, in words for an administrator:
   * most often a field became unique while documents already share a value. To be awaited after publishing and before
   * documents are registered, since uniqueness rests on these indexes.
   */
  async ensure(cards: readonly CompiledCard[]): Promise<string[]> {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    try {
      await takeLock(runner);
      const wanted = new Map(cards.flatMap((card) => card.indexes().map((index) => [index.name, index])));
      const failures = await this.bringUpToDate(runner, wanted);
      await ensureStatistics(
        runner,
        cards.flatMap((card) => card.statistics()),
      );
      return failures;
    } finally {
      await runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
      await runner.release();
    }
  }

  private async bringUpToDate(runner: QueryRunner, wanted: ReadonlyMap<string, CardIndex>): Promise<string[]> {
    const good = new Set<string>();
    for (const { name, valid, comment } of (await runner.query(presentIndexes)) as PresentIndex[]) {
      const index = wanted.get(name);
      if (index && valid && comment === mark + index.sql) good.add(name);
      else if (index || comment?.startsWith(mark)) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS "${name}"`);
    }
    const missing = [...wanted.values()].filter(({ name }) => !good.has(name));
    if (missing.length === 0) return [];
    const [{ filled }] = (await runner.query('SELECT EXISTS (SELECT 1 FROM document) AS filled')) as [
      { filled: boolean },
    ];
    if (!filled) {
      await createTogether(runner, missing);
      return [];
    }
    const failures: string[] = [];
    for (const index of missing) {
      const failure = await this.create(runner, index);
      if (failure !== undefined) failures.push(failure);
    }
    return failures;
  }

  private async create(runner: QueryRunner, { name, sql }: CardIndex): Promise<string | undefined> {
    try {
      await runner.query(sql);
      await runner.query(commentOn(name, sql));
      return undefined;
    } catch (error) {
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS "${name}"`);
      const { message, detail } = error as Error & { detail?: string };
      const failure = `The index ${name} could not be made: ${message}${detail === undefined ? '' : ` (${detail})`}`;
      this.logger.error(failure);
      return failure;
    }
  }
}

/** While there are no documents, nobody is in the way of a plain index, and one transaction is a tenth of the time. */
async function createTogether(runner: QueryRunner, indexes: readonly CardIndex[]): Promise<void> {
  const statements = indexes.flatMap(({ name, sql }) => [sql.replace(' CONCURRENTLY', ''), commentOn(name, sql)]);
  await runner.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'));
}

function commentOn(name: string, sql: string): string {
  return `COMMENT ON INDEX "${name}" IS '${(mark + sql).replaceAll("'", "''")}'`;
}

/**
 * Asks for the lock again and again instead of waiting inside PostgreSQL: a waiting statement holds a snapshot, and CREATE
 * INDEX CONCURRENTLY waits for old snapshots, so the two would wait for each other.
 */
async function takeLock(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [{ taken }] = (await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [lockKey])) as [
      { taken: boolean },
    ];
    if (taken) return;
    await pause(100);
  }
}

const presentIndexes = `
  SELECT c.relname AS name, i.indisvalid AS valid, obj_description(c.oid, 'pg_class') AS comment
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = 'document'::regclass`;
