import type { Tx } from '../../platform/context.js';

const changed = new WeakMap<Tx, Set<string>>();

/** Notes that a document was changed in this transaction. */
export function noteChange(tx: Tx, documentId: string): void {
  const ids = changed.get(tx) ?? new Set();
  changed.set(tx, ids.add(documentId));
}

/** Whether a document was changed in this transaction, so that a picture of it taken before is out of date. */
export function wasChanged(tx: Tx, documentId: string): boolean {
  return changed.get(tx)?.has(documentId) ?? false;
}
