import { sayPhone } from '../../card/say-phone.ts';
import { searchable } from '../../card/search-words.ts';

/** Somebody at the client whom one speaks with. */
export interface Contact {
  readonly name: string;
  readonly phone: string | null;
}

export interface CallClient {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly phone: string | null;
  readonly contacts: readonly Contact[];
}

/** A call as far as it is written down. */
export interface CallDraft {
  readonly client: CallClient | null;
  /** Name of a client who is registered together with the call. */
  readonly newClient: string;
  readonly phone: string;
  readonly caller: string;
  readonly matter: string;
}

export const emptyDraft: CallDraft = { client: null, newClient: '', phone: '', caller: '', matter: '' };

const storedAs = 'millrace.call';

/** What was being written when the window was closed, or the page was left; kept on this device. */
export function readDraft(): CallDraft {
  const kept = localStorage.getItem(storedAs);
  return kept === null ? emptyDraft : { ...emptyDraft, ...(JSON.parse(kept) as Partial<CallDraft>) };
}

/** Keeps the draft, or forgets it where there is nothing in it. */
export function keepDraft(draft: CallDraft): void {
  if (isEmpty(draft)) localStorage.removeItem(storedAs);
  else localStorage.setItem(storedAs, JSON.stringify(draft));
}

export function isEmpty({ client, newClient, phone, caller, matter }: CallDraft): boolean {
  return client === null && [newClient, phone, caller, matter].every((text) => text.trim() === '');
}

/** Whether what was typed is a telephone number rather than a name. */
export function looksLikePhone(text: string): boolean {
  return /^\+?[\d\s()./-]{5,}$/.test(text.trim());
}

/**
 * The draft with a client chosen. What is known of the client fills what is empty: the number, and who is calling where
 * the number is one of the client's people.
 */
export function withClient(draft: CallDraft, client: CallClient): CallDraft {
  const phone = draft.phone.trim() === '' ? sayPhone(client.phone ?? '') : draft.phone;
  const digits = searchable(phone).replace(/\D/g, '');
  const calling = client.contacts.find((contact) => digits.length >= 6 && contact.phone?.endsWith(digits));
  const caller = draft.caller.trim() === '' ? (calling?.name ?? '') : draft.caller;
  return { ...draft, client, newClient: '', phone, caller };
}

/** The client of a row of the register, with what the call may need of its card. */
export function clientOf(row: {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
}): CallClient {
  const { phone, contacts } = row.fields;
  const people = Array.isArray(contacts) ? (contacts as readonly unknown[]) : [];
  return {
    ...{ id: row.id, number: row.number, title: row.title },
    phone: typeof phone === 'string' ? phone : null,
    contacts: people.flatMap((person) => contactOf(person) ?? []),
  };
}

function contactOf(person: unknown): Contact | undefined {
  if (typeof person !== 'object' || person === null) return undefined;
  const { name, phone } = person as Readonly<Record<string, unknown>>;
  return typeof name === 'string' ? { name, phone: typeof phone === 'string' ? phone : null } : undefined;
}
