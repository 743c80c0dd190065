import { textIn, type Language } from '../../../platform/languages.js';
import type { OpenedByName } from '../../../organisation/access/can.js';
import { shareHolders, widestShare, type ShareLevel } from '../../../organisation/access/shares.js';
import type { Organisation, Person } from '../../../organisation/directory/organisation.js';
import { findGroup } from '../../../organisation/directory/queries.js';
import type { GrantedRow } from '../visible-documents.js';

/** Somebody, or a unit or group, to whom a document was opened by name; without a level as a participant. */
export interface OpenedRow {
  readonly holderId: string;
  readonly level: ShareLevel | null;
}

/** What a person has got of the document of these rows, and whose share that is: an own one goes before that of a group. */
export function grantedOf(
  person: Person,
  rows: readonly OpenedRow[],
  org: Organisation,
  language: Language,
): GrantedRow & Pick<OpenedByName, 'sharedWith'> {
  const holders = shareHolders(person);
  const mine = rows.filter(({ holderId }) => holders.includes(holderId));
  const granted = mine.some(({ level }) => level === null);
  const shares = mine.flatMap(({ holderId, level }) => (level === null ? [] : [{ holderId, level }]));
  const share = widestShare(shares.map(({ level }) => level));
  const [first] = shares
    .filter(({ level }) => level === share)
    .map(({ holderId }) => holderId)
    .sort((a, b) => holders.indexOf(a) - holders.indexOf(b));
  const unit = org.units.get(first ?? '');
  const body = unit ?? findGroup(org, first ?? '');
  if (!body) return { granted, share };
  return { granted, share, sharedWith: { kind: unit ? 'unit' : 'group', name: textIn(language, body.name) } };
}
