import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { textIn, type Language } from '../../platform/languages.js';
import { Directory } from '../directory/directory.js';
import { findUnit } from '../directory/queries.js';
import type { AccountsQueryDto } from './accounts.dto.js';

/** A person with the account, as administrators see it. */
export interface AccountView {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: Language;
  /** False for somebody who has left. */
  readonly active: boolean;
  /** Keys of the person's own roles. */
  readonly roles: readonly string[];
  /** Keys of all roles held, also through posts and groups. */
  readonly allRoles: readonly string[];
  /** Keys. */
  readonly groups: readonly string[];
  readonly posts: readonly AccountPlace[];
  readonly units: readonly AccountPlace[];
  /** Key of the working calendar of the person's own. */
  readonly calendar: string | null;
  /** By what the person can sign in. */
  readonly signsInBy: readonly ('password' | 'passkey' | 'provider')[];
  /** Until when the link of the last invitation is good; null when there is none that is. */
  readonly invitedUntil: string | null;
  /** When the person last did something, as far as sessions are kept. */
  readonly lastSeenAt: string | null;
  /** For `If-Match`, as `"v3"`. */
  readonly version: number;
}

/** A post or unit of somebody, named in the reader's language. */
export interface AccountPlace {
  readonly key: string;
  readonly name: string;
}

export interface AccountsPage {
  readonly items: AccountView[];
  readonly nextCursor: string | null;
  /** Of all pages. */
  readonly total: number;
}

interface AccountRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: Language;
  readonly active: boolean;
  readonly roles: string[];
  readonly posts: string[];
  readonly calendar: string | null;
  readonly signs_in_by: AccountView['signsInBy'];
  readonly invited_until: Date | null;
  readonly seen_at: Date | null;
  readonly version: number;
  readonly sorted: string;
}

const columns = `p.id, p.login, p.name, p.email, p.phone, p.language, p.active, p.version, p.calendar_key AS calendar,
  search_form(p.name) AS sorted,
  (SELECT coalesce(array_agg(r.role_key ORDER BY r.role_key), '{}') FROM person_role r WHERE r.person_id = p.id) AS roles,
  (SELECT coalesce(array_agg(o.key ORDER BY o.key), '{}') FROM post_holder h JOIN post o ON o.id = h.post_id
   WHERE h.person_id = p.id) AS posts,
  array_remove(ARRAY[
    CASE WHEN p.password_hash IS NOT NULL THEN 'password' END,
    CASE WHEN EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id) THEN 'passkey' END,
    CASE WHEN EXISTS (SELECT FROM person_identity i WHERE i.person_id = p.id) THEN 'provider' END], NULL) AS signs_in_by,
  (SELECT max(l.expires_at) FROM one_time_link l WHERE l.person_id = p.id AND l.purpose = 'invitation') AS invited_until,
  (SELECT max(s.seen_at) FROM session s WHERE s.person_id = p.id) AS seen_at`;

/** People with their accounts, for administrators. */
@Injectable()
export class Accounts {
  constructor(private readonly directory: Directory) {}

  /** Those that fit, by name. */
  async list(context: Context, query: AccountsQueryDto): Promise<AccountsPage> {
    const { q = '', state = 'all', limit = 50 } = query;
    const words = q.split(/\s+/).filter(Boolean).slice(0, 10);
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const values = [words, state, this.peopleOf(query.unit)];
    const condition = `p.kind = 'person'
      AND NOT EXISTS (SELECT FROM unnest($1::text[]) word WHERE position(search_form(word) IN search_form(concat_ws(' ', p.name, p.login, p.email))) = 0)
      AND CASE $2 WHEN 'active' THEN p.active WHEN 'closed' THEN NOT p.active
            WHEN 'invited' THEN p.active AND p.password_hash IS NULL AND NOT EXISTS (SELECT FROM person_identity i WHERE i.person_id = p.id)
            ELSE true END
      AND ($3::uuid[] IS NULL OR p.id = ANY ($3))`;
    const rows = await context.tx.query<AccountRow>(
      `SELECT ${columns} FROM person p WHERE ${condition} AND ($4::text IS NULL OR (search_form(p.name), p.id) > ($4, $5::uuid))
       ORDER BY search_form(p.name), p.id LIMIT $6`,
      [...values, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    const [counted] = await context.tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM person p WHERE ${condition}`,
      values,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last ? cursorOf(last.sorted, last.id) : null;
    const items = page.map((row) => this.view(context, row));
    return { items, nextCursor, total: counted?.total ?? 0 };
  }

  /** @param person id or login @throws Refusal notFound */
  async one(context: Context, person: string): Promise<AccountView> {
    const [row] = await context.tx.query<AccountRow>(
      `SELECT ${columns} FROM person p WHERE (p.login = $1 OR p.id = $2) AND p.kind = 'person'`,
      [person.toLowerCase(), isUuid(person) ? person : null],
    );
    if (!row) throw new Refusal('notFound', 'person-not-found', 'There is no such person in the organisation.');
    return this.view(context, row);
  }

  private view({ actor, now }: Context, row: AccountRow): AccountView {
    const { id, login, name, email, phone, language, active, roles, calendar, version } = row;
    const org = this.directory.snapshot();
    const person = org.persons.get(id);
    const place = (of: { key: string; name: Parameters<typeof textIn>[1] } | undefined): AccountPlace[] =>
      of ? [{ key: of.key, name: textIn(actor.language, of.name) }] : [];
    const invited = row.invited_until !== null && row.invited_until > now ? row.invited_until : null;
    return {
      ...{ id, login, name, email, phone, language, active, roles, calendar, version },
      allRoles: person?.roles ?? roles,
      groups: person?.groupKeys ?? [],
      posts: row.posts.flatMap((key) => place(org.posts.get(key))),
      units: (person?.unitIds ?? []).flatMap((unit) => place(org.units.get(unit))),
      signsInBy: row.signs_in_by,
      invitedUntil: invited?.toISOString() ?? null,
      lastSeenAt: row.seen_at?.toISOString() ?? null,
    };
  }

  private peopleOf(unit: string | undefined): string[] | null {
    if (unit === undefined) return null;
    const org = this.directory.snapshot();
    const id = findUnit(org, unit)?.id;
    return [...org.persons.values()]
      .filter((person) => id !== undefined && person.unitIds.includes(id))
      .map((p) => p.id);
  }
}

function cursorOf(sorted: string, id: string): string {
  return Buffer.from(JSON.stringify([sorted, id])).toString('base64url');
}

function readCursor(cursor: string): [string, string] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(read) && typeof read[0] === 'string' && isUuid(read[1])) return [read[0], read[1]];
  } catch {
    // Told below.
  }
  throw new Refusal('malformed', 'malformed-request', 'Expected the cursor of the page before.');
}
