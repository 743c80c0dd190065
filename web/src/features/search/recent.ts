const storedAs = 'millrace.recent';
const kept = 6;

/** A document that was opened from here. */
export interface Recent {
  readonly id: string;
  readonly number: string;
  readonly title: string;
}

/** What was opened last on this device, the latest first. */
export function readRecent(): Recent[] {
  return JSON.parse(localStorage.getItem(storedAs) ?? '[]') as Recent[];
}

/** Puts a document on top of those that were opened last. */
export function remember(document: Recent): void {
  const others = readRecent().filter(({ id }) => id !== document.id);
  localStorage.setItem(storedAs, JSON.stringify([document, ...others].slice(0, kept)));
}

/** Leaves nothing of it on this device. */
export function forgetRecent(): void {
  localStorage.removeItem(storedAs);
}
