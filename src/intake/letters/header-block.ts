import { letterLimits } from './letter-limits.js';

const nameForm = /^[\x21-\x39\x3b-\x7e]+$/;
const keptHeaders = 500;
const keptValue = 10_000;

/**
 * The headers at the head of a raw letter, without decoding their words: for a first look at a letter, and where the
 * whole cannot be read (RFC 5322, 2.2). Lines that are no headers are passed over. Reads at most the first megabyte.
 */
export function readHeaderBlock(raw: Uint8Array): Map<string, string[]> {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, letterLimits.headerBytes)).toString(
    'utf8',
  );
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return foldedHeaders(text.slice(0, end).split(/\r?\n/));
}

/** Headers by lower-case name from lines of which some continue the line before. */
export function foldedHeaders(lines: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  let values: string[] | undefined;
  let count = 0;
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      const last = values?.length;
      if (values && last) values[last - 1] = `${values[last - 1] ?? ''} ${line.trim()}`.slice(0, keptValue);
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trimEnd().toLowerCase();
    if (colon <= 0 || !nameForm.test(name) || count >= keptHeaders) {
      values = undefined;
      continue;
    }
    count += 1;
    values = headers.get(name) ?? [];
    values.push(
      line
        .slice(colon + 1)
        .trim()
        .slice(0, keptValue),
    );
    headers.set(name, values);
  }
  return headers;
}

/** Message-IDs in a header's value, with angle brackets, each once. */
export function messageIds(value: string | undefined): string[] {
  const found = (value ?? '').slice(0, keptValue).match(/<[^<>\s]{1,900}>/g) ?? [];
  return [...new Set(found)].slice(0, 100);
}
