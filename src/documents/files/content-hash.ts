import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/context.js';
import type { CardValues } from '../../streams/card/compile-card.js';
import { documentNotFound } from '../access/visible-documents.js';
import { canonicalJson } from '../card/canonical-json.js';

const content = {
  name: 'document_content',
  text: `SELECT d.fields, (
      SELECT coalesce(json_agg(json_build_array(f.id, v.sha256) ORDER BY f.id), '[]')
      FROM file f JOIN file_version v ON v.file_id = f.id AND v.version = f.version
      WHERE f.document_id = d.id AND f.role = 'attachment'
    ) AS files
    FROM document d WHERE d.id = $1`,
};

/**
 * What a decision is bound to: SHA-256, in hex, over the fields of the card and the current versions of attached files.
 * It changes exactly when one of them does. Papers generated from the card say nothing new, and scans come after the
 * decision; they do not count, nor do status, responsible and history.
 * @throws Refusal notFound
 */
export async function contentHash(tx: Tx, documentId: string): Promise<string> {
  const [row] = await tx.run<{ fields: CardValues; files: unknown }>(content, [documentId]);
  if (!row) throw documentNotFound();
  return createHash('sha256')
    .update(canonicalJson([row.fields, row.files]))
    .digest('hex');
}
