import { runBareDriver } from './bare-driver.js';
import { average, type Measured } from './measured.js';
import { hasPgbench, runPgbench, type RawBound } from './pgbench.js';
import { nextBlock, type RawTransaction } from './raw-transaction.js';

/** The raw limits around one measurement. */
export interface Beside {
  readonly own: Measured;
  /** Absent where pgbench is not installed. */
  readonly pgbench?: Measured;
  readonly driver: Measured;
}

export interface RawRun {
  readonly url: string;
  readonly clients: number;
  readonly bound: RawBound;
  /** Called before each run with the block that it takes its numbers from. */
  readonly prepare?: (block: number) => Promise<void>;
}

/** Measures the raw limits, then `own`, then the raw limits again. */
export async function beside(raw: RawTransaction, run: RawRun, own: () => Promise<Measured>): Promise<Beside> {
  const limits = async () => {
    const pgbench = hasPgbench ? await once(runPgbench, raw, run) : undefined;
    return { pgbench, driver: await once(runBareDriver, raw, run) };
  };
  const before = await limits();
  const measured = await own();
  const after = await limits();
  return {
    own: measured,
    ...(before.pgbench && after.pgbench && { pgbench: average(before.pgbench, after.pgbench) }),
    driver: average(before.driver, after.driver),
  };
}

async function once(runner: typeof runPgbench, raw: RawTransaction, run: RawRun): Promise<Measured> {
  const block = nextBlock();
  await run.prepare?.(block);
  return runner(run.url, raw, { clients: run.clients, bound: run.bound, block });
}
