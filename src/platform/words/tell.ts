import { readFileSync } from 'node:fs';
import { languages, textIn, type Language } from '../languages.js';
import { isSentence, sayTogether, writtenDown, type Sentence, type Value } from './sentence.js';

/** Forms of one sentence for the plural categories (CLDR) of the number in the hole `by`. */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly by: string;
  readonly other: string;
};

/** The sentences of one language, by the English ones. */
export type Catalogue = Readonly<Record<string, string | Counted>>;

/** What each language says; English only where a sentence counts. */
export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: read('en'),
  ru: read('ru'),
  pl: read('pl'),
  lt: read('lt'),
};

const numbers = new Map(languages.map((language) => [language, new Intl.NumberFormat(language)]));
const plurals = new Map(languages.map((language) => [language, new Intl.PluralRules(language)]));

/**
 * The sentence in the language of the reader. A text that was put together and written down in English before, such as
 * that of an incident, is recognised by its pattern; what no catalogue knows, e.g. the words of another program, stays.
 */
export function tell(language: Language, sentence: Sentence | string): string {
  const { text, values } = known(language, sentence);
  return template(language, text, values).replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? hole : tellValue(language, value);
  });
}

function known(language: Language, sentence: Sentence | string): Sentence {
  if (typeof sentence === 'string') return recognise(language, sentence);
  return Object.keys(sentence.values).length === 0 ? recognise(language, sentence.text) : sentence;
}

function template(language: Language, text: string, values: Sentence['values']): string {
  const entry = Object.hasOwn(catalogues[language], text) ? catalogues[language][text] : undefined;
  if (typeof entry !== 'object') return entry ?? text;
  const count = values[entry.by];
  return (
    (typeof count === 'number' ? entry[plurals.get(language)?.select(count) ?? 'other'] : undefined) ?? entry.other
  );
}

function tellValue(language: Language, value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numbers.get(language)?.format(value) ?? String(value);
  if (isList(value)) return value.map((one) => tellValue(language, one)).join(', ');
  return isSentence(value) ? tell(language, value) : textIn(language, value);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

interface Pattern {
  readonly text: string;
  readonly form: RegExp;
}

/** A pattern needs so many letters of its own; anything might fit one that is little more than its holes. */
const leastLetters = 8;

/** The sentences with holes, those with the most words of their own first. */
const patterns: readonly Pattern[] = Object.keys(catalogues.ru)
  .map((text) => ({ text, own: text.split(/\{\w+\}/) }))
  .filter(({ own }) => own.length > 1 && own.join('').length >= leastLetters)
  .sort((a, b) => b.own.join('').length - a.own.join('').length)
  .map(({ text }) => ({ text, form: formOf(text) }));

function formOf(text: string): RegExp {
  const known = new Set<string>();
  const parts = text.split(/(\{\w+\})/).map((part) => {
    const hole = /^\{(\w+)\}$/.exec(part)?.[1];
    if (hole === undefined) return part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    if (known.has(hole)) return `\\k<${hole}>`;
    known.add(hole);
    return `(?<${hole}>.*?)`;
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

/** The sentence that an English text was made of, with its values as texts, which may be sentences themselves. */
function recognise(language: Language, english: string): Sentence {
  if (language === 'en' || Object.hasOwn(catalogues[language], english)) return writtenDown(english);
  for (const { text, form } of patterns) {
    const found = form.exec(english)?.groups;
    if (!found) continue;
    const values = Object.entries(found).map(([name, value]) => [name, asValue(language, value)] as const);
    return { text, values: Object.fromEntries(values) };
  }
  const place = placed(language, english);
  if (place) return place;
  const sentences = english.split(/(?<=[.!?]) (?=["A-Z])/);
  return sentences.length === 1 ? writtenDown(english) : sayTogether(sentences.map((one) => recognise(language, one)));
}

/** What stands before a finding: `the condition "card.amount > 1": …`. */
const placeForm = /^(?<what>[^":]*?)(?<source> ?".*?")?: (?<finding>.*)$/s;

/** A finding behind the place that it is about, where at least one of them is known. */
function placed(language: Language, english: string): Sentence | undefined {
  const { what = '', source = '', finding = '' } = placeForm.exec(english)?.groups ?? {};
  if (finding === '' || what.includes('. ')) return undefined;
  const told = { what: tell(language, what), finding: tell(language, finding) };
  if (told.what === what && told.finding === finding) return undefined;
  return { text: '{what}{source}: {finding}', values: { ...told, source } };
}

function asValue(language: Language, value: string): Value {
  return /^\d{1,9}$/.test(value) ? Number(value) : tell(language, value);
}

function read(language: Language): Catalogue {
  return JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as Catalogue;
}
