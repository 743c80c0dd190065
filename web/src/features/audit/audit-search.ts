/** What the address of the audit log says; what is absent is not asked for. */
export interface AuditSearch {
  readonly kind?: string;
  /** Id of a person, who did it or for whom it was done. */
  readonly person?: string;
  /** Days, both included. */
  readonly from?: string;
  readonly to?: string;
}

const kindForm = /^[a-z][a-z-]{0,39}$/;
const idForm = /^[0-9a-f-]{36}$/i;
const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address that anybody may have written. */
export function readAuditSearch({ kind, person, from, to }: Readonly<Record<string, unknown>>): AuditSearch {
  return {
    ...(typeof kind === 'string' && kindForm.test(kind) && { kind }),
    ...(typeof person === 'string' && idForm.test(person) && { person }),
    ...(typeof from === 'string' && dayForm.test(from) && { from }),
    ...(typeof to === 'string' && dayForm.test(to) && { to }),
  };
}

/** The search as the server takes it: from the beginning of the first day to the end of the last, here. */
export function toQuery({ from, to, ...rest }: AuditSearch): AuditSearch {
  const end = to === undefined ? undefined : new Date(`${to}T00:00:00`);
  end?.setDate(end.getDate() + 1);
  return {
    ...rest,
    ...(from !== undefined && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(end && { to: end.toISOString() }),
  };
}
