import { measured, type Measured } from './measured.js';

/** One piece of work of one client; `turn` counts over all clients, from 0. */
export type Turn = (client: number, turn: number) => Promise<void>;

export interface Load {
  readonly clients: number;
  /** Done first and not measured: compiled code, prepared statements, warm caches. */
  readonly warmUp: { readonly seconds: number } | { readonly count: number };
  readonly run: { readonly seconds: number } | { readonly count: number };
}

/** Lets `clients` work without a pause, each beginning its next turn when its last is answered. The first failure ends it. */
export async function load({ clients, warmUp, run }: Load, work: Turn): Promise<Measured> {
  const turns = { next: 0 };
  await stretch(clients, warmUp, turns, work);
  const began = performance.now();
  const latencies = await stretch(clients, run, turns, work);
  return measured(latencies, performance.now() - began);
}

async function stretch(clients: number, bound: Load['run'], turns: { next: number }, work: Turn): Promise<number[]> {
  const latencies: number[] = [];
  const last = 'count' in bound ? turns.next + bound.count : Number.POSITIVE_INFINITY;
  const end = 'seconds' in bound ? performance.now() + bound.seconds * 1000 : Number.POSITIVE_INFINITY;
  let failed = false;
  const client = async (index: number): Promise<void> => {
    while (!failed && turns.next < last && performance.now() < end) {
      const turn = turns.next;
      turns.next += 1;
      const began = performance.now();
      await work(index, turn);
      latencies.push(performance.now() - began);
    }
  };
  const guarded = (index: number): Promise<void> =>
    client(index).catch((error: unknown) => {
      failed = true;
      throw error;
    });
  await Promise.all(Array.from({ length: clients }, (_, index) => guarded(index)));
  return latencies;
}
