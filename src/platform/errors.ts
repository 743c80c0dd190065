/**
 * One thing that is wrong with what was sent: where (`path`, e.g. `fields.taxNumber` or `fields.items[2].price`),
 * a stable `code` for programs, and a sentence for people that says what was expected.
 */
export interface Problem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
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
 * Mapped once, by the problem filter, to an RFC 9457 document. Anything else thrown is a bug.
 */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    /** Stable machine-readable code, kebab-case. */
    readonly code: string,
    message: string,
    readonly problems: readonly Problem[] = [],
    /** Further members of the problem document, e.g. a pointer to the document that stands in the way. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
