import { v7 } from 'uuid';

/** A new document, run or assignment id: UUID version 7 (RFC 9562), which sorts by time of creation. */
export function newId(): string {
  return v7();
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True when `text` has the form of a UUID; ask before putting an id of outside into SQL. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && uuidForm.test(text);
}
