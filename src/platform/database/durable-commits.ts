import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

/**
 * `synchronous_commit = off` for the rest of the transaction, as a column of a select list: the commit gives up its locks
 * at once instead of holding them until the disk has answered.
 */
export const commitEarlySql = `set_config('synchronous_commit', 'off', true)`;

/**
 * What the database says when it has done that by itself (its function `commit_early`): a transaction that notifies holds
 * a lock that all of those take, from its commit until that has ended.
 */
export const committingEarly = 'this transaction commits early';

/** A commit of its own, which the server answers when it is on the disk with everything that was committed before it. */
const syncedCommit = `SELECT pg_logical_emit_message(true, 'millrace', '')`;

/** While so many transactions are under way, some of them will commit within a moment, and one write can be for all. */
const siblings = 3;
const pauseMs = 1;

interface Waiting {
  resolve(): void;
  reject(error: unknown): void;
}

const bySource = new WeakMap<DataSource, DurableCommits>();

/**
 * Waits for early commits to reach the disk, many at a time. One lock that every transaction takes, such as the counter
 * of a register, would otherwise be held for a write to the disk each time, and let no more transactions through than
 * the disk does writes. The log is written in order, so nothing that depends on an early commit can outlive it.
 */
export class DurableCommits {
  /** Transactions that are under way. */
  private open = 0;
  private waiting: Waiting[] = [];
  private busy = false;

  private constructor(private readonly dataSource: DataSource) {}

  /** The one of this pool of connections. */
  static of(dataSource: DataSource): DurableCommits {
    const known = bySource.get(dataSource) ?? new DurableCommits(dataSource);
    bySource.set(dataSource, known);
    return known;
  }

  /** A transaction of this pool is under way, until `ended`; while several are, one write to the disk waits for more. */
  begun(): void {
    this.open += 1;
  }

  /** To be called once for each `begun`, before `reached`. */
  ended(): void {
    this.open -= 1;
  }

  /** Resolves when all that was committed before the call would survive a power cut; rejects when that is not known. */
  reached(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (!this.busy) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      if (this.open >= siblings) await pause(pauseMs);
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.dataSource.query(syncedCommit);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // An error of its own: a pool without a free connection means something else before a commit than after it.
        const unknown = new Error('It is not known whether the commit is on the disk.', { cause: error });
        for (const { reject } of batch) reject(unknown);
      }
    }
    this.busy = false;
  }
}
