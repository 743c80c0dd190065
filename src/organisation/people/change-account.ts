import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { misfit, refuseStale } from '../directory/begin-change.js';
import { calendarKeyOf } from '../units/change-units.js';
import { Accounts, type AccountView } from './accounts.js';
import type { AddAccountDto, ChangeAccountDto } from './accounts.dto.js';
import { AddPerson } from './add-person.js';
import { GiveRoles } from './give-roles.js';
import { InvitePerson } from './invite-person.js';
import { KeepAdministrator } from './keep-administrator.js';
import { say } from '../../platform/words/sentence.js';

/** Adds and changes people on behalf of an administrator. Each call comes after `beginChange` of its transaction. */
@Injectable()
export class ChangeAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly addPerson: AddPerson,
    private readonly giveRoles: GiveRoles,
    private readonly invitePerson: InvitePerson,
    private readonly keepAdministrator: KeepAdministrator,
    private readonly audit: AuditLog,
  ) {}

  /** Answers the id. @throws Refusal conflict for a login that is taken, invalid for what does not fit */
  async add(context: Context, body: AddAccountDto): Promise<string> {
    const { login, name, email, phone, language, calendar, roles = [], posts = [], invite = false } = body;
    const id = await this.addPerson.execute(context, {
      ...{ login, name, roles, posts },
      ...(email == null ? {} : { email }),
      ...(language === undefined ? {} : { language }),
    });
    await context.tx.query('UPDATE person SET phone = $2, calendar_key = $3 WHERE id = $1', [
      id,
      phone ?? null,
      calendar == null ? null : await calendarKeyOf(context.tx, calendar),
    ]);
    await this.raiseVersions(context, posts);
    const after = { login: login.trim().toLowerCase(), name, email, phone, language, calendar, roles, posts };
    await this.audit.write(context, { verb: 'person.added', object: { kind: 'person', id }, forId: id, after });
    if (invite) await this.invitePerson.execute(context, id);
    return id;
  }

  /** @param person id or login @throws Refusal notFound, stale, invalid, conflict for the last administrator */
  async change(context: Context, person: string, body: ChangeAccountDto, expected: number | undefined): Promise<void> {
    const { tx } = context;
    const account = await this.accounts.one(context, person);
    refuseStale(account.version, expected);
    const { id } = account;
    const before = essence(account);
    const { roles, name, email, phone, language, calendar, posts } = body;
    const after = { ...before, ...said({ name, email, phone, language, calendar, posts }) };
    if (body.calendar != null) await calendarKeyOf(tx, body.calendar);
    if (JSON.stringify(after) !== JSON.stringify(before)) {
      await tx.query(
        'UPDATE person SET name = $2, email = $3, phone = $4, language = $5, calendar_key = $6 WHERE id = $1',
        [...[id, after.name.trim(), after.email, after.phone, after.language, after.calendar]],
      );
      if (body.posts) await this.setPosts(context, id, before.posts, body.posts);
      await this.audit.write(context, { verb: 'person.changed', object: { kind: 'person', id }, before, after });
    }
    if (roles) await this.giveRoles.execute(context, id, roles);
    await tx.query('UPDATE person SET version = version + 1 WHERE id = $1', [id]);
    await this.keepAdministrator.check(context);
  }

  private async setPosts(
    context: Context,
    id: string,
    held: readonly string[],
    wanted: readonly string[],
  ): Promise<void> {
    const { tx } = context;
    const known = await tx.query<{ key: string }>('SELECT key FROM post WHERE key = ANY ($1)', [wanted]);
    const missing = wanted.find((key) => !known.some((post) => post.key === key));
    if (missing !== undefined)
      throw misfit('posts', 'unknown-post', say('There is no post "{post}".', { post: missing }));
    await tx.query(
      'DELETE FROM post_holder WHERE person_id = $1 AND post_id NOT IN (SELECT id FROM post WHERE key = ANY ($2))',
      [id, wanted],
    );
    await tx.query(
      'INSERT INTO post_holder (post_id, person_id) SELECT id, $1 FROM post WHERE key = ANY ($2) ON CONFLICT DO NOTHING',
      [id, wanted],
    );
    const moved = [...held.filter((key) => !wanted.includes(key)), ...wanted.filter((key) => !held.includes(key))];
    await this.raiseVersions(context, moved);
  }

  /** Whoever has a post open on the screen does not know its holders any more. */
  private async raiseVersions({ tx }: Context, posts: readonly string[]): Promise<void> {
    await tx.query('UPDATE post SET version = version + 1 WHERE key = ANY ($1)', [posts]);
  }
}

function essence({ name, email, phone, language, calendar, posts }: AccountView) {
  return { name, email, phone, language, calendar, posts: posts.map(({ key }) => key) };
}

/** Without the members that nothing was said of. */
function said<Values extends object>(values: Values): { [Key in keyof Values]: Exclude<Values[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Values]: Exclude<Values[Key], undefined> };
}
