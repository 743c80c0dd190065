import type { Tx } from '../../platform/context.js';
import type { LocalisedText } from '../../platform/languages.js';
import type { FieldChange } from '../card/changes.js';

/** A part of a document that others changed since a version, from what it was then to what it is now. */
export interface ChangeSince {
  /** `fields.amount`, `status`, `responsible` or `unit`. */
  readonly path: string;
  /** Of the field; null for the others. */
  readonly name: LocalisedText | null;
  readonly before: unknown;
  readonly after: unknown;
  /** Who changed it last. */
  readonly by: { readonly id: string; readonly name: string };
  /** When that was, ISO 8601. */
  readonly at: string;
}

interface Row {
  readonly at: Date;
  readonly actorId: string;
  readonly actorName: string;
  readonly event: string;
  readonly detail: { readonly changes?: readonly FieldChange[]; readonly before?: unknown; readonly after?: unknown };
}

const edits = {
  name: 'history_edits_since',
  text: `SELECT h.at, h.actor_id AS "actorId", h.actor_name AS "actorName", h.event, h.detail
    FROM document_history h
    WHERE h.document_id = $1 AND h.event LIKE 'document.%' AND (h.detail ->> 'version')::int > $2 ORDER BY h.id`,
};

const parts: Readonly<Record<string, string>> = {
  'document.status-changed': 'status',
  'document.responsible-changed': 'responsible',
  'document.unit-changed': 'unit',
};

/** What was changed since a version of the document, each part once; what was changed back is not among it. */
export async function readChangesSince(tx: Tx, documentId: string, version: number): Promise<ChangeSince[]> {
  return foldChanges(await tx.run<Row>(edits, [documentId, version]));
}

function foldChanges(rows: readonly Row[]): ChangeSince[] {
  const changes = new Map<string, ChangeSince>();
  for (const row of rows) {
    const made = { by: { id: row.actorId, name: row.actorName }, at: row.at.toISOString() };
    for (const { path, name, before, after } of changesIn(row)) {
      const first = changes.get(path);
      changes.set(path, { path, name, before: first ? first.before : before, after, ...made });
    }
  }
  return [...changes.values()].filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

function changesIn({ event, detail }: Row): Pick<ChangeSince, 'path' | 'name' | 'before' | 'after'>[] {
  const path = parts[event];
  if (path !== undefined) return [{ path, name: null, before: detail.before, after: detail.after }];
  return (detail.changes ?? []).map(({ field, ...change }) => ({ path: `fields.${field}`, ...change }));
}
