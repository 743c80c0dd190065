import type { TypedValues } from '../../card/card-stream.ts';

const storedAs = (stream: string, what: 'draft' | 'last') => `millrace.new.${what}.${stream}`;

function read(key: string): TypedValues | undefined {
  const kept = localStorage.getItem(key);
  return kept === null ? undefined : (JSON.parse(kept) as TypedValues);
}

/** What was typed into the card of a new document and not registered yet; kept on this device. */
export function readNewDraft(stream: string): TypedValues {
  return read(storedAs(stream, 'draft')) ?? {};
}

/** Keeps what is typed, or forgets it where nothing is. */
export function keepNewDraft(stream: string, values: TypedValues): void {
  const filled = Object.values(values).some((value) => value !== null && value !== undefined && value !== '');
  if (filled) localStorage.setItem(storedAs(stream, 'draft'), JSON.stringify(values));
  else localStorage.removeItem(storedAs(stream, 'draft'));
}

/** The card that was registered last from here, for the next one like it. */
export function readLast(stream: string): TypedValues | undefined {
  return read(storedAs(stream, 'last'));
}

/** Remembers a card that was registered, and forgets its draft. */
export function rememberLast(stream: string, values: TypedValues): void {
  localStorage.setItem(storedAs(stream, 'last'), JSON.stringify(values));
  localStorage.removeItem(storedAs(stream, 'draft'));
}
