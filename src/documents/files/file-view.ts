import type { Organisation } from '../../organisation/directory/organisation.js';
import { personView, type PersonView } from '../document-view.js';

/** A file of a document with its current version, as it is stored. */
export interface FileRow {
  readonly id: string;
  readonly documentId: string;
  readonly name: string;
  readonly role: string;
  readonly template: string | null;
  readonly version: number;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  /** Of this version. */
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** A file as the API answers it. */
export interface FileView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly template: string | null;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: PersonView;
}

/** The select list that gives a `FileRow` from `file f` and `file_version v`; one version is below 2^53 bytes. */
export const fileSelection = `f.id, f.document_id AS "documentId", f.name, f.role, f.template, v.version, v.type,
  v.size::float8 AS size, v.sha256, v.created_at AS "createdAt", v.created_by AS "createdBy"`;

/** Puts names to the ids of a row. */
export function toFileView(row: FileRow, org: Organisation): FileView {
  const { documentId: _document, createdAt, createdBy, ...same } = row;
  return { ...same, createdAt: createdAt.toISOString(), createdBy: personView(createdBy, org) };
}
