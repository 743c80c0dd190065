import { isLanguage, type Language } from '../../platform/languages.js';
import { objectOf, operationsOf, plainPath, ScimRefusal } from './scim-shapes.js';

/** What a directory of the firm tells of a person. */
export interface UserValues {
  readonly userName: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: Language;
  readonly active: boolean;
}

type Told = { -readonly [Key in keyof UserValues]?: UserValues[Key] } & {
  displayName?: string | null;
  formatted?: string | null;
};

/** Of a whole resource (POST and PUT). What Millrace does not keep is left aside. @throws ScimRefusal */
export function readUser(body: unknown): UserValues {
  const told = tell({}, objectOf(body, 'a user'));
  if (told.userName === undefined) throw new ScimRefusal(400, 'invalidValue', 'Expected userName.');
  const empty = { externalId: null, givenName: null, familyName: null, email: null, phone: null };
  const defaults = { ...empty, language: 'en', active: true, name: told.userName, userName: told.userName } as const;
  return merged(defaults, told);
}

/** The person after the operations of a PATCH. @throws ScimRefusal */
export function patchedUser(present: UserValues, body: unknown): UserValues {
  const told: Told = {};
  for (const { op, path, value } of operationsOf(body)) {
    if (path === undefined) tell(told, objectOf(value, 'the value of an operation without a path'));
    else tellOne(told, path, op === 'remove' ? null : value);
  }
  return merged(present, told);
}

/** Names are told in several ways; the one that was told last counts, and the parts where no whole was told. */
function merged(present: UserValues, { displayName, formatted, ...told }: Told): UserValues {
  const values = { ...present, ...told };
  const parts =
    told.givenName !== undefined || told.familyName !== undefined
      ? [values.givenName, values.familyName].filter(Boolean).join(' ')
      : '';
  const name = [displayName, formatted, parts].find((text) => text != null && text.trim() !== '');
  return { ...values, name: (name ?? present.name).trim().slice(0, 200) };
}

function tell(told: Told, members: Readonly<Record<string, unknown>>): Told {
  for (const [path, value] of Object.entries(members)) tellOne(told, path, value);
  return told;
}

/** One attribute; unknown ones are left aside, since directories send more than anybody keeps. */
function tellOne(told: Told, path: string, value: unknown): void {
  // Only the address at work is kept.
  if (/\[\s*type\s+eq\s+"(?!work)/i.test(path) && /^emails/i.test(path)) return;
  switch (plainPath(path)) {
    case 'username':
      told.userName = required(value, 'userName').toLowerCase();
      break;
    case 'externalid':
      told.externalId = text(value);
      break;
    case 'displayname':
      told.displayName = text(value);
      break;
    case 'name':
      if (value !== null)
        for (const [part, of] of Object.entries(objectOf(value, 'name'))) tellOne(told, `name.${part}`, of);
      break;
    case 'name.formatted':
      told.formatted = text(value);
      break;
    case 'name.givenname':
      told.givenName = text(value);
      break;
    case 'name.familyname':
      told.familyName = text(value);
      break;
    case 'emails':
    case 'emails.value':
      told.email = chosen(value);
      break;
    case 'phonenumbers':
    case 'phonenumbers.value':
      told.phone = chosen(value);
      break;
    case 'preferredlanguage':
    case 'locale': {
      const language = text(value)?.slice(0, 2).toLowerCase();
      if (isLanguage(language)) told.language = language;
      break;
    }
    case 'active':
      told.active = truth(value);
      break;
  }
}

/** Of several the primary one, else that at work, else the first; or the text itself. */
function chosen(value: unknown): string | null {
  if (!Array.isArray(value)) return text(value);
  const entries = value.map((entry: unknown) =>
    typeof entry === 'string' ? { value: entry } : objectOf(entry, 'an entry'),
  );
  const best = (name: 'primary' | 'type', wanted: unknown) => entries.find((entry) => entry[name] === wanted);
  return text((best('primary', true) ?? best('type', 'work') ?? entries[0])?.['value'] ?? null);
}

/** Entra ID writes "True" and "False". */
function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new ScimRefusal(400, 'invalidValue', 'Expected active to be true or false.');
}

function required(value: unknown, what: string): string {
  const found = text(value);
  if (found === null) throw new ScimRefusal(400, 'invalidValue', `Expected ${what} as a text.`);
  return found;
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string' || value.length > 254 || /[\p{Cc}\p{Cs}]/u.test(value)) {
    throw new ScimRefusal(400, 'invalidValue', 'Expected a text of at most 254 characters.');
  }
  return value.trim() === '' ? null : value.trim();
}
