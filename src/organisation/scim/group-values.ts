import { isUuid } from '../../platform/ids.js';
import { objectOf, operationsOf, plainPath, ScimRefusal } from './scim-shapes.js';

/** What a directory of the firm tells of a group; members by id. */
export interface GroupValues {
  readonly displayName: string;
  readonly externalId: string | null;
  readonly members: readonly string[];
}

type Told = { -readonly [Key in keyof GroupValues]: GroupValues[Key] };

/** Of a whole resource (POST and PUT). @throws ScimRefusal */
export function readGroup(body: unknown): GroupValues {
  const { displayName, externalId, members } = objectOf(body, 'a group');
  return {
    displayName: nameOf(displayName),
    externalId: typeof externalId === 'string' ? externalId.slice(0, 254) : null,
    members: membersOf(members ?? []),
  };
}

/** The group after the operations of a PATCH, as Entra ID and Okta write them. @throws ScimRefusal */
export function patchedGroup(present: GroupValues, body: unknown): GroupValues {
  const told: Told = { ...present };
  for (const { op, path, value } of operationsOf(body)) {
    if (path === undefined) {
      const members = objectOf(value, 'the value of an operation without a path');
      for (const [name, of] of Object.entries(members)) change(told, op, name, of);
    } else change(told, op, path, value);
  }
  return told;
}

function change(told: Told, op: 'add' | 'replace' | 'remove', path: string, value: unknown): void {
  switch (plainPath(path)) {
    case 'displayname':
      told.displayName = nameOf(value);
      break;
    case 'externalid':
      told.externalId = typeof value === 'string' && op !== 'remove' ? value.slice(0, 254) : null;
      break;
    case 'members': {
      const one = /^members\[\s*value\s+eq\s+"([^"]+)"\s*\]$/i.exec(path.trim())?.[1];
      const named = one === undefined ? membersOf(value ?? []) : [one];
      if (op === 'replace') told.members = named;
      else if (op === 'add') told.members = [...new Set([...told.members, ...named])];
      // Without a value all are meant.
      else told.members = value == null && one === undefined ? [] : told.members.filter((id) => !named.includes(id));
      break;
    }
  }
}

function membersOf(value: unknown): string[] {
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  if (entries.length > 10_000) throw new ScimRefusal(400, 'invalidValue', 'A group has at most 10,000 members.');
  const ids = entries.map((entry) => objectOf(entry, 'a member')['value']);
  if (!ids.every(isUuid)) throw new ScimRefusal(400, 'invalidValue', 'A member is named by the id of a user.');
  return [...new Set(ids)];
}

function nameOf(value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= 200 && !/[\p{Cc}\p{Cs}]/u.test(value)) {
    return value.trim();
  }
  throw new ScimRefusal(400, 'invalidValue', 'Expected displayName as a text of 1 to 200 characters.');
}
