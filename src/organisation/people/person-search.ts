import { textIn, type Language } from '../../platform/languages.js';
import type { Organisation, Person } from '../directory/organisation.js';

/** A person as lists for choosing show one. */
export interface PersonChoice {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  /** Names of the posts held and of the units they are in, in the reader's language; null for a person without a post. */
  readonly post: string | null;
  readonly unit: string | null;
  /** Whether the person may read the document that was asked about. */
  readonly maySee?: boolean;
}

/** How people are looked for. */
export interface PersonSearch {
  readonly language: Language;
  readonly limit: number;
  /** Whether somebody may read a document; those who may come first. */
  readonly maySee?: (person: Person) => boolean;
}

/**
 * Active people in whose name, login, e-mail, posts or units every word of `text` occurs, whatever its case and
 * accents; by name, at most `limit`.
 */
export function findPeople(org: Organisation, text: string, { language, limit, maySee }: PersonSearch): PersonChoice[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const found = [...org.persons.values()].filter((person) => {
    if (!person.active || person.service) return false;
    const { post, unit } = choiceOf(org, person, language);
    const where = folded([person.name, person.login, person.email, post, unit].filter(Boolean).join('\n'));
    return words.every((word) => where.includes(word));
  });
  const collator = new Intl.Collator(language);
  const seeing = new Set(maySee ? found.filter(maySee) : found);
  const place = (person: Person) => (seeing.has(person) ? 0 : 1);
  return found
    .sort((a, b) => place(a) - place(b) || collator.compare(a.name, b.name) || collator.compare(a.login, b.login))
    .slice(0, limit)
    .map((person) => ({
      ...choiceOf(org, person, language),
      ...(maySee ? { maySee: seeing.has(person) } : {}),
    }));
}

function choiceOf(org: Organisation, { id, login, name, postKeys, unitIds }: Person, language: Language): PersonChoice {
  const posts = postKeys.flatMap((key) => org.posts.get(key)?.name ?? []);
  const units = unitIds.flatMap((unitId) => org.units.get(unitId)?.name ?? []);
  const joined = (names: typeof posts) => names.map((text) => textIn(language, text)).join(', ') || null;
  return { id, login, name, post: joined(posts), unit: joined(units) };
}

/** Small letters without accents; Polish l with stroke is a letter of its own to Unicode, but not to who searches. */
function folded(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l');
}
