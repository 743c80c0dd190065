import type { TypedValues } from '../../../card/card-stream.ts';

/** Changes to a card that are not saved yet, kept on this device. */
export interface CardDraft {
  /** The version that they were made from, and what the card held then. */
  readonly version: number;
  readonly before: TypedValues;
  /** What was typed, by key. */
  readonly typed: TypedValues;
  /** ISO 8601. */
  readonly at: string;
}

const storedAs = (document: string) => `millrace.draft.${document}`;

/** The changes that were left unsaved on this device; undefined where there are none. */
export function readDraft(document: string): CardDraft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(storedAs(document)) ?? 'null') as CardDraft | null;
    return draft && typeof draft.version === 'number' && Object.keys(draft.typed).length > 0 ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps changes on this device. A device that has no room for them is no reason to stop anybody from typing. */
export function keepDraft(document: string, draft: CardDraft): void {
  try {
    localStorage.setItem(storedAs(document), JSON.stringify(draft));
  } catch {
    dropDraft(document);
  }
}

/** Forgets the changes: they are saved, or not wanted. */
export function dropDraft(document: string): void {
  localStorage.removeItem(storedAs(document));
}
