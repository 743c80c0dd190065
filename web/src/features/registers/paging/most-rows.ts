/** Browsers lay out nothing that is taller than this many pixels of the screen (2^25, less some for what stands around). */
const tallest = 33_000_000;

/** The most rows of this height that can be scrolled through; whoever is looking for something narrows the list before. */
export function mostRows(height: number): number {
  return Math.floor(tallest / (globalThis.devicePixelRatio || 1) / height);
}
