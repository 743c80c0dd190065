/** What the address of a new document says. */
export interface RegistrationSearch {
  /** Id of the document that it is made from, and the field by which it refers to that. */
  readonly from?: string;
  readonly field?: string;
}

/** Reads an address that anybody may have written: what cannot be meant is left out. */
export function readRegistrationSearch({ from, field }: Readonly<Record<string, unknown>>): RegistrationSearch {
  if (typeof from !== 'string' || typeof field !== 'string') return {};
  return /^[0-9a-f-]{36}$/i.test(from) && /^\w{1,60}$/.test(field) ? { from, field } : {};
}
