import { onAnswer } from '../api/client.ts';
import { asOfHeader } from './kept-names.ts';

let oldest: string | undefined;
const listeners = new Set<() => void>();

/** When the server gave the oldest of what is on the screen; undefined while everything comes from it. ISO 8601. */
export function asOf(): string | undefined {
  return oldest;
}

/** Tells when `asOf` has changed; answers how to stop that. */
export function onAsOf(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Takes note of an answer: of when it is, or that it comes from the server now. */
export function noteAnswer(at: string | null): void {
  const next = at === null ? undefined : oldest === undefined || at < oldest ? at : oldest;
  if (next === oldest) return;
  oldest = next;
  for (const listener of listeners) listener();
}

onAnswer(({ headers }) => noteAnswer(headers.get(asOfHeader)));
