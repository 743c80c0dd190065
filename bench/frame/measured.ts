import { percentile } from './percentile.js';

/** How fast something was done. */
export interface Measured {
  /** Done in a second. */
  readonly throughput: number;
  readonly p50ms: number;
  readonly p95ms: number;
}

/**
 * @param latencies of each piece of work, in milliseconds, in any order
 * @param tookMs from the beginning of the first to the end of the last
 */
export function measured(latencies: readonly number[], tookMs: number): Measured {
  const sorted = Float64Array.from(latencies).sort();
  return {
    throughput: (latencies.length * 1000) / tookMs,
    p50ms: percentile(sorted, 0.5),
    p95ms: percentile(sorted, 0.95),
  };
}

/** The middle of the raw limit before and after a measurement. */
export function average(before: Measured, after: Measured): Measured {
  const middle = (key: keyof Measured): number => (before[key] + after[key]) / 2;
  return { throughput: middle('throughput'), p50ms: middle('p50ms'), p95ms: middle('p95ms') };
}
