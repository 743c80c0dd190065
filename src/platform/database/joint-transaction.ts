import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from '../context.js';

const current = new AsyncLocalStorage<JointTransaction>();

/** The joint transaction of the work that asks, while it lasts. */
export function jointTransaction(): JointTransaction | undefined {
  const joint = current.getStore();
  return joint?.lasts ? joint : undefined;
}

/**
 * A transaction that several units of work join, one after the other, each in a savepoint of its own: one that fails
 * undoes its own part and no more. It is opened when the first of them comes.
 */
export class JointTransaction {
  private opened: Promise<Tx> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private over = false;

  constructor(private readonly open: () => Promise<Tx>) {}

  get lasts(): boolean {
    return !this.over;
  }

  get isOpen(): boolean {
    return this.opened !== undefined;
  }

  /** Does `work` and lets every unit of work in it, at any depth, join. */
  around<Result>(work: () => Promise<Result>): Promise<Result> {
    return current.run(this, work);
  }

  /** Does `work` when those before it are done. @throws what `open` threw, to each that tries to join */
  join<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    this.opened ??= this.open();
    const { opened } = this;
    const result = this.turn.then(async () => inSavepoint(await opened, work));
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Waits for the units of work that have joined; those that come later stand on their own. */
  async end(): Promise<void> {
    for (let last: unknown; last !== this.turn;) {
      last = this.turn;
      await this.turn;
    }
    this.over = true;
  }
}

async function inSavepoint<Result>(tx: Tx, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  // Work that opens a further unit of work must not wait for its own turn to end.
  const inner = new JointTransaction(async () => tx);
  await tx.query('SAVEPOINT joined');
  try {
    const result = await inner.around(() => work(tx));
    await inner.end();
    await tx.query('RELEASE SAVEPOINT joined');
    return result;
  } catch (error) {
    await inner.end();
    // Where this fails the connection is lost, and with it the whole transaction; the cause tells more than that.
    await tx.query('ROLLBACK TO SAVEPOINT joined').catch(() => undefined);
    await tx.query('RELEASE SAVEPOINT joined').catch(() => undefined);
    throw error;
  }
}
