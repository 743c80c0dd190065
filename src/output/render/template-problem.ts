/** What is wrong with a template: the file, the line (1 = first) and a sentence that says what was expected. */
export interface TemplateProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A place in a template source, as Handlebars gives it: lines from 1, columns from 0. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** Raised by a helper that was given something it cannot print; turned into a `TemplateProblem` by the renderer. */
export class HelperFailure extends Error {
  /** Where the helper was called; set by the registry, which alone knows it. */
  place?: SourcePlace;

  constructor(message: string) {
    super(message);
    this.name = 'HelperFailure';
  }
}

/** How a wrong value is named in a message: its kind, and its text while that is short. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'no members'}`;
  const text = String(value);
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
