import type { Language, LocalisedText } from '../../../platform/languages.js';

/** The language and zone a paper is written in, and the texts its template brings along. */
export interface RenderSettings {
  readonly language: Language;
  /** IANA name, e.g. `Europe/Vilnius`; moments are shown as local time of this zone. */
  readonly timeZone: string;
  /** Texts for `t`, by key. */
  readonly texts: Readonly<Record<string, LocalisedText>>;
}

/** One use of a helper in a template: `{{name args… key=named}}`. */
export interface HelperCall extends RenderSettings {
  readonly args: readonly unknown[];
  readonly named: Readonly<Record<string, unknown>>;
}

/**
 * A helper: a pure function from the call to what is printed or compared. It throws `HelperFailure` with a sentence
 * that says what was expected when it cannot answer.
 */
export type Helper = (call: HelperCall) => unknown;
