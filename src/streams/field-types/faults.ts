/** Values put into the holes of a message. */
export type FaultParameters = Readonly<Record<string, string | number>>;

/** One thing wrong with a card, before it is put into words. */
export interface Fault<Code extends string = string> {
  readonly path: string;
  readonly code: Code;
  readonly parameters: FaultParameters;
}

/** The codes of everything that can be wrong with a card. Programs may rely on them. */
export const faultCodes = [
  ...['required', 'unknown-field', 'not-an-object', 'not-text', 'too-long', 'not-a-number', 'ambiguous-number'],
  ...['not-an-integer', 'too-small', 'too-large', 'too-many-decimals', 'currency-missing', 'currency-unknown'],
  ...['currency-not-allowed', 'not-a-date', 'too-early', 'too-late', 'not-a-moment', 'not-a-boolean'],
  ...['not-a-choice', 'not-a-list', 'too-many', 'not-a-reference', 'not-a-person', 'not-a-table', 'not-a-row'],
  ...[
    'too-many-rows',
    'not-an-email',
    'not-a-phone',
    'not-a-tax-number',
    'not-a-url',
    'too-many-fields',
    'hidden-field',
  ],
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** At most so many faults are told of one card; a hostile table would make millions. */
const told = 200;

/** Gathers the faults of one check. */
export class Faults {
  readonly list: Fault<FaultCode>[] = [];

  add(path: string, code: FaultCode, parameters: FaultParameters = noParameters): undefined {
    if (this.list.length < told) this.list.push({ path, code, parameters });
    return undefined;
  }
}

const noParameters: FaultParameters = Object.freeze({});
