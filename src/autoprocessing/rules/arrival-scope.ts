import type { DocumentDraft } from '../../documents/registration/register-request.js';
import type { Organisation } from '../../organisation/directory/organisation.js';

/** What rules know of how a document comes, as `document.…`; empty is null. */
export interface ArrivalScope {
  /** `form mail call sheet scan api screen route` */
  readonly channel: string | null;
  /** The unit that it was given to; null where nobody said one. */
  readonly unit: { readonly id: string; readonly key: string } | null;
  /** Language of the sender. */
  readonly language: string | null;
}

/** Before a document has its place: only what was said on registration. */
export function arrivalScope(
  { source, unitId }: Pick<DocumentDraft, 'source' | 'unitId'>,
  org: Organisation,
): ArrivalScope {
  const unit = unitId ? org.units.get(unitId) : undefined;
  return {
    channel: source?.channel ?? null,
    unit: unit ? { id: unit.id, key: unit.key } : null,
    language: source?.language ?? null,
  };
}
