import type { Organisation } from '../organisation/directory/organisation.js';
import type { CompiledCard } from '../streams/card/compile-card.js';
import { feelDateTime } from '../streams/field-types/feel-moments.js';
import type { DocumentRow } from './document-row.js';
import { personView } from './document-view.js';

/** What FEEL expressions know about a document: `document.…` and `card.…`. */
export interface DocumentScope {
  readonly document: Readonly<Record<string, unknown>>;
  readonly card: Readonly<Record<string, unknown>>;
}

/** The facts of a document for conditions, performers and due dates. Nothing in it is undefined; empty is null. */
export function documentScope(row: DocumentRow, card: CompiledCard, org: Organisation): DocumentScope {
  const unit = row.unitId === null ? undefined : org.units.get(row.unitId);
  return {
    document: {
      id: row.id,
      stream: row.stream,
      number: row.number,
      title: row.title,
      status: row.status,
      language: row.source.language ?? null,
      // Few routes ask for it, and it takes longer to make than all the rest.
      get createdAt() {
        return feelDateTime(row.createdAt.toISOString());
      },
      author: personView(row.authorId, org),
      responsible: row.responsibleId === null ? null : personView(row.responsibleId, org),
      unit: unit ? { id: unit.id, key: unit.key } : null,
    },
    card: card.scope(row.fields),
  };
}
