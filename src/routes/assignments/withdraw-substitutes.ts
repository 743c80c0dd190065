import type { Tx } from '../../platform/context.js';

const most = 500;

/**
 * Takes back the access of people who had it as substitutes only and no longer are: nothing open on the document is
 * theirs, and they decided nothing on it. Who decided keeps it for good. Answers from how many it was taken.
 */
export async function withdrawSubstitutes(tx: Tx): Promise<number> {
  await tx.run(keepDeciders, []);
  const documents = await tx.run<{ id: string }>(lockIdle, [most]);
  if (documents.length === 0) return 0;
  // A statement of its own: it sees everything that was committed before the documents were locked.
  const rows = await tx.run<{ taken: number }>(takeBack, [documents.map(({ id }) => id)]);
  return rows[0]?.taken ?? 0;
}

const decided = `
  EXISTS (SELECT FROM assignment a WHERE a.document_id = x.document_id AND (x.person_id IN (a.closed_by, a.owner_id, a.controller_id)
    OR (a.performer_id = x.person_id AND a.acting_for_id IS NULL) OR a.report ->> 'by' = x.person_id::text))`;

const idle = `
  x.reason = 'substitution' AND NOT EXISTS (SELECT FROM assignment a WHERE a.document_id = x.document_id AND a.closed_at IS NULL
    AND (a.performer_id = x.person_id OR x.person_id = ANY (a.candidates))) AND NOT ${decided}`;

const keepDeciders = {
  name: 'access_keep_deciders',
  text: `UPDATE document_access x SET reason = 'assignment' WHERE x.reason = 'substitution' AND ${decided}`,
};

// Whoever is just writing an assignment of the document holds its key; such documents wait for the next time.
const lockIdle = {
  name: 'access_lock_idle',
  text: `SELECT d.id FROM document d WHERE d.id IN (SELECT x.document_id FROM document_access x WHERE ${idle} LIMIT $1)
    ORDER BY d.id FOR UPDATE SKIP LOCKED`,
};

const takeBack = {
  name: 'access_take_back',
  text: `WITH taken AS (DELETE FROM document_access x WHERE x.document_id = ANY ($1::uuid[]) AND ${idle} RETURNING 1)
    SELECT count(*)::int AS taken FROM taken`,
};
