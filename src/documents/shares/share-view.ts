import type { ShareLevel } from '../../organisation/access/can.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import { personView, type PersonView } from '../document-view.js';

/** A document shared with somebody by name. */
export interface ShareView {
  readonly id: string;
  readonly person: PersonView;
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
  readonly personId: string;
  readonly level: ShareLevel;
  readonly endsAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly over: boolean;
}

/** The select list that gives a `ShareRow` from `document_share x`. */
export const shareSelection = `x.id, x.person_id AS "personId", x.level, x.ends_at AS "endsAt", x.created_at AS "createdAt",
  x.created_by AS "createdBy", coalesce(x.ends_at <= now(), false) AS over`;

/** Puts names to the ids of a row. */
export function toShareView({ id, personId, level, endsAt, ...row }: ShareRow, org: Organisation): ShareView {
  return {
    ...{ id, person: personView(personId, org), level, until: endsAt?.toISOString() ?? null, over: row.over },
    ...{ createdAt: row.createdAt.toISOString(), createdBy: personView(row.createdBy, org) },
  };
}
