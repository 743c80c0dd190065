import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/context.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import { documentNotFound } from '../access/visible-documents.js';
import { canonicalJson } from '../../platform/canonical-json.js';

/** The current versions of the attached files of `document d`, as `hashOfContent` takes them; `more` limits `file f`. */
const attached = (more: string) => `(
      SELECT coalesce(json_agg(json_build_array(f.id, v.sha256) ORDER BY f.id), '[]')
      FROM file f JOIN file_version v ON v.file_id = f.id AND v.version = f.version
      WHERE f.document_id = d.id AND f.role = 'attachment'${more}
    )`;

export const attachedFiles = attached('');

const content = {
  name: 'document_content',
  text: `SELECT d.fields, ${attached(' AND f.created_at <= $2')} AS files FROM document d WHERE d.id = $1`,
};

/** What a hash is taken over: the card, and the answer of `attachedFiles`. */
export interface Content {
  readonly fields: CardValues;
  readonly files: unknown;
}

/** What of a document counts: these fields of the card (null for all of them), and the attached files or not. */
export interface ContentPart {
  readonly fields: readonly string[] | null;
  readonly files: boolean;
}

const everything: ContentPart = { fields: null, files: true };

/**
 * What a decision is bound to: SHA-256, in hex, over the fields of the card and the current versions of attached files, or
 * over a part of them. It changes exactly when one of them does. Papers generated from the card say nothing new, and
 * scans come after the decision; they do not count, nor do status, responsible and history.
 * @param decidedAt files attached later were not decided on and do not count
 * @throws Refusal notFound
 */
export async function contentHash(tx: Tx, documentId: string, part = everything, decidedAt?: Date): Promise<string> {
  const [row] = await tx.run<Content>(content, [documentId, decidedAt ?? 'infinity']);
  if (!row) throw documentNotFound();
  return hashOfContent(row, part);
}

/** Like `contentHash`, of what has been read already. */
export function hashOfContent(row: Content, part = everything): string {
  const fields = part.fields === null ? row.fields : part.fields.map((key) => [key, row.fields[key] ?? null]);
  return createHash('sha256')
    .update(canonicalJson([fields, part.files ? row.files : null]))
    .digest('hex');
}
