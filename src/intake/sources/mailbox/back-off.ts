const first = 500;
const longest = 60_000;

/**
 * How long to wait before the next try after so many failures in a row, in milliseconds: twice as long each time up to
 * a minute, and by chance between half and all of it, so that many readers do not return at the same instant.
 * @param chance from 0 to 1
 */
export function backOffMs(failures: number, chance: number): number {
  const full = Math.min(longest, first * 2 ** Math.min(Math.max(failures - 1, 0), 20));
  return Math.round(full / 2 + (full / 2) * chance);
}
