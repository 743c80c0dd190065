import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parseTitle } from '../card/title-template.js';
import type { AccessGrant, StreamDefinition } from './stream-definition.js';

/** Who sees and changes a single field; a list that is not there does not restrict. */
export interface FieldAccess {
  readonly viewRoles?: readonly string[];
  readonly editRoles?: readonly string[];
}

/** As much of a definition as says who may do what: its lines of access and its restricted fields, by key. */
export interface AccessPart {
  readonly rules: readonly AccessGrant[];
  readonly fields: Readonly<Record<string, FieldAccess>>;
}

/** The part of a definition that is about access. */
export function accessPartOf({ access, fields }: Pick<StreamDefinition, 'access' | 'fields'>): AccessPart {
  const restricted = fields.flatMap(({ key, viewRoles, editRoles }) =>
    viewRoles || editRoles
      ? [[key, { ...(viewRoles && { viewRoles }), ...(editRoles && { editRoles }) }] as const]
      : [],
  );
  return { rules: access, fields: Object.fromEntries(restricted) };
}

/** The definition with another part about access; what it says of fields that are not there is left out. */
export function withAccessPart(definition: StreamDefinition, { rules, fields }: AccessPart): StreamDefinition {
  return {
    ...definition,
    access: rules,
    fields: definition.fields.map((field) => {
      const { viewRoles: _view, editRoles: _edit, ...rest } = field;
      return { ...rest, ...(Object.hasOwn(fields, field.key) && fields[field.key]) };
    }),
  };
}

/** Whether two parts say the same, in whatever order their members stand. */
export function sameAccess(one: AccessPart, other: AccessPart): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

/** Keys of the fields that everybody sees who sees a document: in its title, the calendar, as its amount. */
export function fieldsShownToAll({ title, amountField, calendar }: StreamDefinition): ReadonlySet<string> {
  const inTitle = parseTitle(title)?.parts.flatMap((part) => ('field' in part ? [part.field] : [])) ?? [];
  const dated = Object.values(calendar ?? {}) as string[];
  return new Set([...inTitle, ...dated, ...(amountField === undefined ? [] : [amountField])]);
}

/** SHA-256 of a definition, hexadecimal. */
export function hashOf(definition: StreamDefinition): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('hex');
}

function plain(part: AccessPart): unknown {
  return JSON.parse(JSON.stringify(part));
}
