import { textIn, type Language } from '../../platform/languages.js';
import type { ShareHolderKind, ShareLevel } from '../../organisation/access/shares.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { findGroup } from '../../organisation/directory/queries.js';
import { personView, type PersonView } from '../document-view.js';

/** A unit or a group that a document is shared with. */
export interface SharedBody {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

/** A document shared with somebody by name: with one person, unit or group. */
export interface ShareView {
  readonly id: string;
  /** Null for a share of a unit or group. */
  readonly person: PersonView | null;
  /** Everybody of the unit and of the units below it; null for other shares. */
  readonly unit: SharedBody | null;
  /** Everybody of the group; null for other shares. */
  readonly group: SharedBody | null;
  /** `read`, or `edit`: read, change and link. */
  readonly level: ShareLevel;
  /** ISO 8601; null: until it is taken back. */
  readonly until: string | null;
  /** Its end has passed, so that it gives nothing any more. */
  readonly over: boolean;
  readonly createdAt: string;
  readonly createdBy: PersonView;
}

/** A share as it is stored. */
export interface ShareRow {
  readonly id: string;
  readonly holderId: string;
  readonly holderKind: ShareHolderKind;
  readonly level: ShareLevel;
  readonly endsAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly over: boolean;
}

/** The select list that gives a `ShareRow` from `document_share x`. */
export const shareSelection = `x.id, x.holder_id AS "holderId", x.holder_kind AS "holderKind", x.level, x.ends_at AS "endsAt",
  x.created_at AS "createdAt", x.created_by AS "createdBy", coalesce(x.ends_at <= now(), false) AS over`;

/** Puts names to the ids of a row. */
export function toShareView(row: ShareRow, org: Organisation, language: Language): ShareView {
  const { id, holderId, holderKind, level, endsAt } = row;
  const body = (kind: ShareHolderKind) =>
    kind === holderKind ? bodyView({ kind, id: holderId }, org, language) : null;
  return {
    id,
    person: holderKind === 'person' ? personView(holderId, org) : null,
    ...{ unit: body('unit'), group: body('group') },
    ...{ level, until: endsAt?.toISOString() ?? null, over: row.over },
    ...{ createdAt: row.createdAt.toISOString(), createdBy: personView(row.createdBy, org) },
  };
}

/** The unit or group; one that is no longer there is named by its id. */
function bodyView(
  { kind, id }: { readonly kind: ShareHolderKind; readonly id: string },
  org: Organisation,
  language: Language,
): SharedBody {
  const found = kind === 'unit' ? org.units.get(id) : findGroup(org, id);
  return found ? { id, key: found.key, name: textIn(language, found.name) } : { id, key: '', name: id };
}
