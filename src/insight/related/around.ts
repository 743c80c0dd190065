import type { DocumentPointer } from '../../documents/access/visible-documents.js';

/** A row with the document that it belongs to. */
export type WithPointer<Row> = Row & {
  readonly documentId: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
};

/** The document $1 and those linked with it. */
export const aroundSql = `SELECT $1::uuid AS id UNION SELECT to_id FROM document_link WHERE from_id = $1
  UNION SELECT from_id FROM document_link WHERE to_id = $1`;
/** The columns of WithPointer, from `document d`. */
export const pointerColumns = 'd.id AS "documentId", d.stream, d.number, d.title';

/** The document of a row. */
export function pointerOf({ documentId, stream, number, title }: WithPointer<object>): DocumentPointer {
  return { id: documentId, stream, number, title };
}
