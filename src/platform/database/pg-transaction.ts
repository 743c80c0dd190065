import type { Socket } from 'node:net';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Statement, Tx } from '../context.js';
import { committingEarly, DurableCommits } from './durable-commits.js';

/** One open transaction on a connection of its own, until it is committed or rolled back. */
export class PgTransaction implements Tx {
  private entityManager: EntityManager | undefined;
  private commitsEarly = false;
  private committed = false;

  private constructor(
    private readonly client: PoolClient,
    private readonly runner: QueryRunner,
    private readonly begun: Promise<unknown>,
    private readonly durable: DurableCommits,
    private readonly written: TogetherWritten,
  ) {
    client.on('notice', this.hear);
  }

  /** `BEGIN` travels with the first statement, so an empty transaction costs one round trip. */
  static async begin(dataSource: DataSource): Promise<PgTransaction> {
    const runner = dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    const written = new TogetherWritten(client);
    written.hold();
    const begun = client.query('BEGIN');
    // Awaited before the commit; this keeps a lost connection from becoming an unhandled rejection meanwhile.
    begun.catch(() => undefined);
    const durable = DurableCommits.of(dataSource);
    durable.begun();
    return new PgTransaction(client, runner, begun, durable, written);
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.written.hold();
    return (await this.client.query({ text, values: [...values] })).rows as Row[];
  }

  async run<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    if (statement.commitsEarly) this.commitsEarly = true;
    this.written.hold();
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

  /** @throws Error when a statement had failed: a COMMIT then answers ROLLBACK instead of failing */
  async commit(): Promise<void> {
    this.written.hold();
    const sent = this.client.query('COMMIT');
    sent.catch(() => undefined);
    await this.begun;
    const { command } = await sent;
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back because one of its statements failed.');
    this.committed = true;
  }

  /** Undoes everything; a lost connection has done so already. */
  async rollback(): Promise<void> {
    await this.client.query('ROLLBACK').catch(() => undefined);
  }

  /**
   * Gives the connection back, after `commit` or `rollback`; resolves when what was committed is on the disk.
   * @throws Error when it is not known whether it is
   */
  async release(): Promise<void> {
    this.client.off('notice', this.hear);
    this.durable.ended();
    await this.runner.release();
    if (this.committed && this.commitsEarly) await this.durable.reached();
  }

  private readonly hear = ({ message }: { readonly message?: string }): void => {
    if (message === committingEarly) this.commitsEarly = true;
  };
}

/**
 * Gathers what is sent in one turn of the event loop into one write to the socket: statements that are pipelined then
 * cost one system call, not one or two each.
 */
class TogetherWritten {
  private held = false;
  private readonly stream: Partial<Pick<Socket, 'cork' | 'uncork'>>;

  constructor(client: PoolClient) {
    this.stream = (client as unknown as { connection: { stream: Socket } }).connection.stream;
  }

  hold(): void {
    if (this.held) return;
    this.held = true;
    this.stream.cork?.();
    setImmediate(() => {
      this.held = false;
      this.stream.uncork?.();
    });
  }
}
