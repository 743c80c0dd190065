/** One letter on the server. */
export interface WaitingLetter {
  readonly uid: number;
  /** Bytes; 0 where the server does not say. */
  readonly size: number;
}

/** Letters fetched and written down at once. */
export const batchLimits = { letters: 100, bytes: 16 * 1024 * 1024 } as const;

/** Cuts the letters, in order of UID, into batches of bounded number and size. A letter over the limit is one by itself. */
export function letterBatches(letters: readonly WaitingLetter[], limits = batchLimits): WaitingLetter[][] {
  const batches: WaitingLetter[][] = [];
  let open: WaitingLetter[] = [];
  let bytes = 0;
  for (const letter of [...letters].sort((a, b) => a.uid - b.uid)) {
    if (open.length > 0 && (open.length >= limits.letters || bytes + letter.size > limits.bytes)) {
      batches.push(open);
      open = [];
      bytes = 0;
    }
    open.push(letter);
    bytes += letter.size;
  }
  if (open.length > 0) batches.push(open);
  return batches;
}
