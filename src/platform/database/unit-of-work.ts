import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Clock } from '../clock.js';
import type { Actor, Context, Statement, Tx } from '../context.js';

/**
 * Opens transactions. The only place where one begins or ends: handlers of requests and jobs call `run`, use cases
 * receive the Context and never commit.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` in one transaction and commits it; rolls back and rethrows what `work` throws.
   * `BEGIN` travels with the first statement, so an empty transaction costs one round trip.
   */
  async run<Result>(actor: Actor, work: (context: Context) => Promise<Result>): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    try {
      const begun = client.query('BEGIN');
      // Awaited below; the handler keeps a lost connection from becoming an unhandled rejection meanwhile.
      begun.catch(() => undefined);
      const result = await work({ actor, tx: new PgTransaction(client, runner), now: this.clock.now() });
      await begun;
      await commit(client);
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** Reads outside of any transaction: every statement sees its own snapshot. */
  async read<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.dataSource.query(text, [...values])) as Row[];
  }
}

/** A COMMIT of a transaction that a statement has already broken answers ROLLBACK instead of failing. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back because one of its statements failed.');
}

class PgTransaction implements Tx {
  private entityManager: EntityManager | undefined;

  constructor(
    private readonly client: PoolClient,
    private readonly runner: QueryRunner,
  ) {}

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query({ text, values: [...values] })).rows as Row[];
  }

  async run<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.client.query({ name: statement.name, text: statement.text, values: [...values] });
    return rows as Row[];
  }

  get manager(): EntityManager {
    if (!this.entityManager) {
      // The transaction was begun on the connection itself, so TypeORM is told not to begin its own.
      (this.runner as { isTransactionActive: boolean }).isTransactionActive = true;
      this.entityManager = this.runner.manager;
    }
    return this.entityManager;
  }
}
