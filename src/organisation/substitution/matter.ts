import { Big } from 'big.js';
import type { Substitution, Sum } from '../directory/organisation.js';

/** What somebody is to act in: the document, as far as substitutions are limited by it. */
export interface Matter {
  /** Key of the document's stream; absent: unknown, so that no substitution for certain streams counts. */
  readonly stream?: string;
  /** The document's amount; null or absent: it has none, so that no limit is exceeded. */
  readonly amount?: Sum | null;
  /** People who may not act in it, e.g. because they decided an earlier step. */
  readonly excluded?: readonly string[];
}

/**
 * Whether the substitution is for this matter: the stream is one of its streams, and the amount within its limit in
 * the same currency. Without a matter only a substitution in everything counts.
 */
export function covers(
  { streams, maxAmount }: Pick<Substitution, 'streams' | 'maxAmount'>,
  matter: Matter | undefined,
): boolean {
  if (matter === undefined) return streams === null && maxAmount === null;
  if (streams !== null && (matter.stream === undefined || !streams.includes(matter.stream))) return false;
  const amount = matter.amount ?? null;
  if (maxAmount === null || amount === null) return true;
  return amount.currency === maxAmount.currency && new Big(amount.amount).lte(maxAmount.amount);
}

/** The larger, the more particular: one for certain streams goes before one for all, a limited before an unlimited one. */
export function narrowness({ streams, maxAmount }: Pick<Substitution, 'streams' | 'maxAmount'>): number {
  return (streams === null ? 0 : 2) + (maxAmount === null ? 0 : 1);
}

/** A matter of every kind that these substitutions tell apart by stream, and one of any other stream. */
export function mattersOf(substitutions: readonly Substitution[]): Matter[] {
  const streams = new Set(substitutions.flatMap((entry) => entry.streams ?? []));
  return [{}, ...[...streams].map((stream) => ({ stream }))];
}
