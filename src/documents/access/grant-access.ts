import type { Tx } from '../../platform/context.js';

const insert = {
  name: 'document_access_grant',
  text: `INSERT INTO document_access (document_id, person_id, reason)
    SELECT $1, person, $3 FROM unnest($2::uuid[]) AS person ON CONFLICT (document_id, person_id) DO NOTHING`,
};

/** Opens a document to people by name. `reason` explains it later: `assignment`, `controller`, `substitution`. Repeats change nothing. */
export async function grantAccess(
  tx: Tx,
  documentId: string,
  personIds: readonly string[],
  reason: string,
): Promise<void> {
  if (personIds.length === 0) return;
  // Sorted, so that two transactions that open a document to the same people never wait for each other in a ring.
  await tx.run(insert, [documentId, [...new Set(personIds)].sort(), reason]);
}
