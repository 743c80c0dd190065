import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Actor, Context } from '../context.js';
import { JointTransaction, jointTransaction } from './joint-transaction.js';
import { PgTransaction } from './pg-transaction.js';

/**
 * Says that a piece of work has sent all its statements: COMMIT may travel right behind them, and `answer` comes when
 * they are answered. Locks that the statements take are then held only while the server works, not while it waits for
 * this program. To be used where a statement's answer decides about the result but never about the commit.
 */
export class Issued<Result> {
  constructor(readonly answer: Promise<Result>) {
    // Awaited by whoever commits; this keeps an early failure from becoming an unhandled rejection meanwhile.
    answer.catch(() => undefined);
  }
}

/** What a joint transaction begins and ends with. */
export interface JointEdges<Result> {
  /** Before the first unit of work; what it throws, every unit of work that tries to join receives. */
  opening(context: Context): Promise<void>;
  /** When all is done, before the commit, with what was answered. Not called when nothing joined. */
  closing(context: Context, result: Result): Promise<void>;
}

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
   * Runs `work` in one transaction and commits it; rolls back and rethrows what `work` throws. Inside `together` it
   * joins the transaction of that, and only its own part is rolled back.
   */
  async run<Result>(actor: Actor, work: (context: Context) => Promise<Result | Issued<Result>>): Promise<Result> {
    const joint = jointTransaction();
    if (joint) return joint.join(async (tx) => answered(await work({ actor, tx, now: this.clock.now() })));
    const tx = await PgTransaction.begin(this.dataSource);
    try {
      const result = await work({ actor, tx, now: this.clock.now() });
      const committed = tx.commit();
      committed.catch(() => undefined);
      const answer = await answered(result);
      await committed;
      return answer;
    } catch (error) {
      await tx.rollback();
      throw error;
    } finally {
      await tx.release();
    }
  }

  /**
   * Lets every `run` and `read` inside `work` join one transaction, which is opened by the first `run` and committed
   * when `work` has answered: what `edges` write there is committed exactly when the effect of `work` is.
   */
  async together<Result>(actor: Actor, edges: JointEdges<Result>, work: () => Promise<Result>): Promise<Result> {
    let opened: PgTransaction | undefined;
    const contextOf = (tx: PgTransaction): Context => ({ actor, tx, now: this.clock.now() });
    const joint = new JointTransaction(async () => {
      opened = await PgTransaction.begin(this.dataSource);
      await edges.opening(contextOf(opened));
      return opened;
    });
    try {
      const result = await joint.around(work).finally(() => joint.end());
      if (opened) {
        await edges.closing(contextOf(opened), result);
        await opened.commit();
      }
      return result;
    } catch (error) {
      await opened?.rollback();
      throw error;
    } finally {
      await opened?.release();
    }
  }

  /** Reads outside of any transaction: every statement sees its own snapshot. */
  async read<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const joint = jointTransaction();
    // What the same request has written is not committed yet, and would not be seen from elsewhere.
    if (joint?.isOpen) return joint.join((tx) => tx.query<Row>(text, values));
    return this.dataSource.query<Row[]>(text, [...values]);
  }
}

async function answered<Result>(result: Result | Issued<Result>): Promise<Result> {
  return result instanceof Issued ? result.answer : result;
}
