import type { LocalisedText } from '../languages.js';

/**
 * What fills a hole of a sentence: text as it is; a number, written as the reader writes numbers; a text out of
 * configuration, which comes in the reader's language; a sentence; or a list of these, with commas.
 */
export type Value = string | number | LocalisedText | Sentence | readonly Value[];

/** A sentence for people, kept apart from its values so that `tell` can put it into the reader's language. */
export interface Sentence {
  /** In English, with `{holes}`; the catalogues of the other languages know it by this text. */
  readonly text: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** The names of the holes of a text. */
type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}` ? Hole | Holes<Rest> : never;

/** Nothing for a text without holes, a value for each hole otherwise; a text that is put together has no type here. */
type Filling<Text extends string> = string extends Text
  ? [never]
  : [Holes<Text>] extends [never]
    ? []
    : [values: Readonly<Record<Holes<Text>, Value>>];

/**
 * A sentence that people read, in English, with a value for each `{hole}`:
 * `say('The document is on the route "{route}" already.', { route })`. The text is written out, not put together, so
 * that a check finds the sentences that lack a translation (`catalogues.spec.ts`).
 */
export function say<const Text extends string>(text: Text, ...filling: Filling<Text>): Sentence {
  const [values]: readonly Sentence['values'][] = filling;
  return { text, values: values ?? {} };
}

/** What was put together and written down in English before, such as the message of an incident; `tell` recognises it. */
export function writtenDown(text: string): Sentence {
  return { text, values: {} };
}

/** Several sentences behind each other, as one. */
export function sayTogether(sentences: readonly Value[]): Sentence {
  const values = Object.fromEntries(sentences.map((sentence, index) => [`s${index}`, sentence]));
  return { text: sentences.map((_, index) => `{s${index}}`).join(' '), values };
}

/** Whether a value is a sentence, not a text out of configuration or a list. */
export function isSentence(value: Value): value is Sentence {
  return typeof value === 'object' && 'text' in value;
}
