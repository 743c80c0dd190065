import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context, Tx } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import type { Language } from '../../platform/languages.js';
import { AddPerson } from '../people/add-person.js';
import { CloseAccount } from '../people/close-account.js';
import { listOf, ScimRefusal, userSchema, type ScimFilter, type ScimList, type ScimPart } from './scim-shapes.js';
import type { UserValues } from './user-values.js';

/** A user of SCIM 2.0 (RFC 7643, 4.1), as far as Millrace keeps one. */
export interface ScimUser {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly externalId?: string;
  readonly userName: string;
  readonly displayName: string;
  readonly name: { readonly formatted: string; readonly givenName: string; readonly familyName: string };
  readonly active: boolean;
  readonly emails: readonly { readonly value: string; readonly type: 'work'; readonly primary: true }[];
  readonly phoneNumbers: readonly { readonly value: string; readonly type: 'work' }[];
  readonly preferredLanguage: Language;
  readonly groups: readonly { readonly value: string; readonly display: string }[];
  readonly meta: {
    readonly resourceType: 'User';
    readonly created: string;
    readonly location: string;
    readonly version: string;
  };
}

interface UserRow extends UserValues {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly groups: readonly { readonly value: string; readonly display: string }[];
}

const selectUsers = `SELECT p.id, p.login AS "userName", p.external_id AS "externalId", p.name, p.given_name AS "givenName",
    p.family_name AS "familyName", p.email, p.phone, p.language, p.active, p.version, p.created_at AS "createdAt",
    (SELECT coalesce(json_agg(json_build_object('value', g.id, 'display', coalesce(g.name ->> 'en', g.name #>> '{}')) ORDER BY g.key), '[]')
     FROM group_member m JOIN person_group g ON g.id = m.group_id WHERE m.person_id = p.id) AS groups
  FROM person p WHERE p.kind = 'person'`;

const filters: ReadonlyMap<string, string> = new Map([
  ['id', 'p.id::text = $1'],
  ['username', 'p.login = lower($1)'],
  ['externalid', 'p.external_id = $1'],
  ['emails.value', 'lower(p.email) = lower($1)'],
  ['emails', 'lower(p.email) = lower($1)'],
  ['displayname', 'p.name = $1'],
  ['active', 'p.active::text = $1'],
]);

/** People as a directory of the firm keeps them. Changes come after `beginChange` of their transaction. */
@Injectable()
export class ScimUsers {
  constructor(
    private readonly addPerson: AddPerson,
    private readonly closeAccount: CloseAccount,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ScimRefusal for a filter over something else */
  async list({ tx }: Context, filter: ScimFilter | undefined, part: ScimPart): Promise<ScimList<ScimUser>> {
    const condition = filter === undefined ? '$1::text IS NULL' : filters.get(filter.attribute);
    if (condition === undefined) {
      throw new ScimRefusal(400, 'invalidFilter', `Users are not found by "${filter?.attribute ?? ''}".`);
    }
    const value = filter?.value.replaceAll('\u0000', '') ?? null;
    const rows = await tx.query<UserRow>(`${selectUsers} AND ${condition} ORDER BY p.id OFFSET $2 LIMIT $3`, [
      ...[value, part.startIndex - 1, part.count],
    ]);
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM person p WHERE p.kind = 'person' AND ${condition}`,
      [value],
    );
    return listOf(
      rows.map((row) => this.view(row)),
      counted?.total ?? 0,
      part,
    );
  }

  /** @throws ScimRefusal */
  async one({ tx }: Context, id: string): Promise<ScimUser> {
    return this.view(await this.row(tx, id));
  }

  /** What is kept of a user, for a PATCH. @throws ScimRefusal */
  async values({ tx }: Context, id: string): Promise<UserValues> {
    const { userName, externalId, name, givenName, familyName, email, phone, language, active } = await this.row(
      tx,
      id,
    );
    return { userName, externalId, name, givenName, familyName, email, phone, language, active };
  }

  /** Answers the id. @throws ScimRefusal for a userName or externalId that is taken; Refusal for one of another form */
  async add(context: Context, values: UserValues): Promise<string> {
    await this.refuseTaken(context.tx, values, null);
    const { userName: login, name, email, language } = values;
    const person = { login, name, language, ...(email === null ? {} : { email }) };
    const id = await this.addPerson.execute(context, person);
    await this.write(context.tx, id, values);
    const object = { kind: 'person', id };
    await this.audit.write(context, { verb: 'person.added', object, forId: id, after: { ...values } });
    if (!values.active) await this.closeAccount.close(context, id);
    return id;
  }

  /** @throws ScimRefusal, Refusal conflict for the last administrator */
  async save(context: Context, id: string, values: UserValues): Promise<void> {
    const before = await this.values(context, id);
    if (JSON.stringify(before) === JSON.stringify({ ...before, ...values })) return;
    await this.refuseTaken(context.tx, values, id);
    const { active: wasActive, ...told } = before;
    const { active, ...wanted } = values;
    if (JSON.stringify(told) !== JSON.stringify({ ...told, ...wanted })) {
      await this.write(context.tx, id, values);
      const object = { kind: 'person', id };
      await this.audit.write(context, { verb: 'person.changed', object, before: told, after: wanted });
    }
    if (wasActive && !active) await this.closeAccount.close(context, id);
    if (!wasActive && active) await this.closeAccount.open(context, id);
  }

  /** People stay on record: whoever is deleted in the directory has left. @throws ScimRefusal, Refusal conflict */
  async leave(context: Context, id: string): Promise<void> {
    await this.row(context.tx, id);
    await this.closeAccount.close(context, id);
    await context.tx.query('UPDATE person SET external_id = NULL WHERE id = $1', [id]);
  }

  private async row(tx: Tx, id: string): Promise<UserRow> {
    const [row] = isUuid(id) ? await tx.query<UserRow>(`${selectUsers} AND p.id = $1`, [id]) : [];
    if (!row) throw new ScimRefusal(404, undefined, 'There is no such user.');
    return row;
  }

  private async write(tx: Tx, id: string, values: UserValues): Promise<void> {
    const { userName, externalId, name, givenName, familyName, email, phone, language } = values;
    await tx.query(
      `UPDATE person SET login = $2, external_id = $3, name = $4, given_name = $5, family_name = $6, email = $7, phone = $8,
         language = $9, version = version + 1 WHERE id = $1`,
      [id, userName, externalId, name, givenName, familyName, email, phone, language],
    );
  }

  private async refuseTaken(tx: Tx, { userName, externalId }: UserValues, id: string | null): Promise<void> {
    if (!/^[a-z0-9][a-z0-9._@-]{0,99}$/.test(userName)) {
      throw new ScimRefusal(
        400,
        'invalidValue',
        'userName is made of letters, digits and . _ @ -, at most 100 of them.',
      );
    }
    const taken = await tx.query(
      'SELECT 1 AS one FROM person WHERE (login = $1 OR external_id = $2) AND id IS DISTINCT FROM $3::uuid',
      [userName, externalId, id],
    );
    if (taken.length > 0) {
      throw new ScimRefusal(409, 'uniqueness', 'There is somebody else with this userName or externalId.');
    }
  }

  private view(row: UserRow): ScimUser {
    const { id, externalId, userName, name, active, email, phone, language, groups, createdAt, version } = row;
    const words = name.split(' ');
    const whole = [row.givenName, row.familyName].filter(Boolean).join(' ') === name;
    return {
      schemas: [userSchema],
      id,
      ...(externalId === null ? {} : { externalId }),
      userName,
      displayName: name,
      name: {
        formatted: name,
        givenName: row.givenName ?? (whole ? '' : words.slice(0, -1).join(' ')),
        familyName: row.familyName ?? (whole ? '' : (words.at(-1) ?? '')),
      },
      active,
      emails: email === null ? [] : [{ value: email, type: 'work', primary: true }],
      phoneNumbers: phone === null ? [] : [{ value: phone, type: 'work' }],
      preferredLanguage: language,
      groups,
      meta: {
        resourceType: 'User',
        created: createdAt.toISOString(),
        location: `${this.config.publicUrl}/scim/v2/Users/${id}`,
        version: `W/"${version}"`,
      },
    };
  }
}
