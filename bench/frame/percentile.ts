/**
 * The value that `share` (0 to 1) of the measurements do not exceed, by nearest rank: always one that was measured.
 * @param sorted ascending
 * @throws RangeError for no measurements or a share outside 0…1
 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new RangeError('There is no percentile of nothing.');
  if (!(share >= 0 && share <= 1)) throw new RangeError(`Expected a share between 0 and 1, not ${share}.`);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1];
}
