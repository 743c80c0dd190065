/** What the address of a new document says. */
export interface RegistrationSearch {
  /** Id of the document that it is made from, and the field by which it refers to that. */
  readonly from?: string;
  readonly field?: string;
  /** When it is planned for, ISO 8601: fills the field by which the stream stands in the calendar. */
  readonly at?: string;
}

/** Reads an address that anybody may have written: what cannot be meant is left out. */
export function readRegistrationSearch({ from, field, at }: Readonly<Record<string, unknown>>): RegistrationSearch {
  const when = typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { at: new Date(at).toISOString() } : {};
  if (typeof from !== 'string' || typeof field !== 'string') return when;
  return /^[0-9a-f-]{36}$/i.test(from) && /^\w{1,60}$/.test(field) ? { ...when, from, field } : when;
}
