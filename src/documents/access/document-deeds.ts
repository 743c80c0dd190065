import type { Actor } from '../../platform/context.js';
import type { AccessRow, VisibleDocuments } from './visible-documents.js';

/**
 * What can be done with a document, by the calls that do it: `comment` and `send` (to people chosen on the spot) for
 * whoever may read it; `edit`; `links`; `files` to attach; `route`, `assign` and `generate` a paper.
 */
export type DocumentDeed = 'comment' | 'send' | 'edit' | 'links' | 'files' | 'route' | 'assign' | 'generate';

/** What the actor may do with a document that the actor may read. */
export function deedsOf(visible: VisibleDocuments, actor: Actor, row: AccessRow): DocumentDeed[] {
  const edits = visible.decide(actor, 'edit', row).allowed;
  const links = visible.decide(actor, 'links', row).allowed;
  return [
    'comment',
    'send',
    ...(edits ? (['edit', 'route', 'assign', 'generate'] as const) : []),
    ...(links ? (['links'] as const) : []),
    ...(edits || row.granted ? (['files'] as const) : []),
  ];
}
