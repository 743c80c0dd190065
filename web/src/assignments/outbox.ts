import { Problem } from '../api/client.ts';
import { sendAnswer, type Answer } from './answer-assignment.ts';
import type { Assignment } from './assignments.ts';

/** By person: what one has decided is not sent under the name of another. */
let storedAs = 'millrace.outbox';

/** An answer that waits on this device for a connection, with what became of it once it was refused. */
export interface KeptAnswer extends Answer {
  /** ISO 8601. */
  readonly keptAt: string;
  readonly refused?: string;
}

const listeners = new Set<() => void>();
let known: readonly KeptAnswer[] | undefined;

/** From now on the answers that wait are those of this person. */
export function takeOutboxOf(person: string): void {
  storedAs = `millrace.outbox.${person}`;
  known = undefined;
  for (const listener of listeners) listener();
}

/** The answers that wait. The same array until something changes. */
export function keptAnswers(): readonly KeptAnswer[] {
  known ??= JSON.parse(localStorage.getItem(storedAs) ?? '[]') as readonly KeptAnswer[];
  return known;
}

/** Tells when the answers that wait have changed; answers how to stop that. */
export function onKeptAnswers(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function store(answers: readonly KeptAnswer[]): void {
  known = answers;
  localStorage.setItem(storedAs, JSON.stringify(answers));
  for (const listener of listeners) listener();
}

/** Keeps an answer until there is a connection; a later one to the same assignment takes its place. */
export function keepForLater(given: Answer): void {
  const others = keptAnswers().filter(({ assignment }) => assignment.id !== given.assignment.id);
  store([...others, { ...given, keptAt: new Date().toISOString() }]);
}

/** What is left of a desk when what waits to be sent is taken for done. */
export function withoutKept<Desk extends { readonly mine: Assignment[]; readonly reported: Assignment[] }>(
  desk: Desk,
  kept: readonly KeptAnswer[],
): Desk {
  const waiting = new Set(kept.filter(({ refused }) => refused === undefined).map(({ assignment }) => assignment.id));
  const left = (items: Assignment[]) => items.filter(({ id }) => !waiting.has(id));
  return waiting.size === 0 ? desk : { ...desk, mine: left(desk.mine), reported: left(desk.reported) };
}

/** Forgets an answer that was refused. */
export function dropKept(id: string): void {
  store(keptAnswers().filter(({ assignment }) => assignment.id !== id));
}

let sending: Promise<void> | undefined;

/**
 * Sends what waits, in its order. What is refused stays with the server's words, for the person to see; without a connection
 * the rest goes on waiting.
 */
export function sendKept(textOf: (error: unknown) => string): Promise<void> {
  sending ??= sendAll(textOf).finally(() => (sending = undefined));
  return sending;
}

async function sendAll(textOf: (error: unknown) => string): Promise<void> {
  for (const kept of keptAnswers().filter(({ refused }) => refused === undefined)) {
    try {
      await sendAnswer(kept);
      dropKept(kept.assignment.id);
    } catch (error) {
      if (error instanceof Problem && (error.status === 0 || error.status === 401)) return;
      const refused = textOf(error);
      store(keptAnswers().map((one) => (one.assignment.id === kept.assignment.id ? { ...one, refused } : one)));
    }
  }
}
