interface Part {
  readonly part: string;
  readonly marked: boolean;
}

/** The text cut at the marks, `[start, end)` in UTF-16 units, in order. Nothing is lost, whatever the marks are. */
export function splitAt(text: string, marks: readonly (readonly [number, number])[]): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const [start, end] of [...marks].sort(([a], [b]) => a - b)) {
    const from = Math.max(start, done);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    if (from > done) parts.push({ part: text.slice(done, from), marked: false });
    parts.push({ part: text.slice(from, to), marked: true });
    done = to;
  }
  if (done < text.length) parts.push({ part: text.slice(done), marked: false });
  return parts;
}
