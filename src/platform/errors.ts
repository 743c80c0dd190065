import type { Language } from './languages.js';
import type { Sentence } from './words/sentence.js';
import { tell } from './words/tell.js';

/**
 * One thing that is wrong with what was sent: where (`path`, e.g. `fields.taxNumber` or `fields.items[2].price`),
 * a stable `code` for programs, and a sentence for people that says what was expected.
 */
export interface Problem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A problem before it is told: a plain text is a whole sentence in English, or is in the reader's language already. */
export interface Objection extends Omit<Problem, 'message'> {
  readonly message: string | Sentence;
}

/** The kinds of refusal, each with the HTTP status of its problem document (api.md). */
export const refusalStatus = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  stale: 412,
  tooLarge: 413,
  unsupportedType: 415,
  invalid: 422,
  tooMany: 429,
  unavailable: 503,
} as const;
export type RefusalKind = keyof typeof refusalStatus;

/**
 * An expected refusal: the caller asked for something that the rules do not allow, and is told what and why.
 * Mapped once, by the problem filter, to an RFC 9457 document in the language of the caller. Anything else thrown is a bug.
 */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    /** Stable machine-readable code, kebab-case. */
    readonly code: string,
    /** In English, as a literal; with values by `say`. What is in the reader's language already stays as it is. */
    readonly sentence: string | Sentence,
    readonly problems: readonly Objection[] = [],
    /** Further members of the problem document, e.g. a pointer to the document that stands in the way. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(tell('en', sentence));
    this.name = 'Refusal';
  }

  /** What is refused and why; `message` says it in English. */
  messageIn(language: Language): string {
    return tell(language, this.sentence);
  }

  problemsIn(language: Language): Problem[] {
    return this.problems.map(({ path, code, message }) => ({ path, code, message: tell(language, message) }));
  }
}
