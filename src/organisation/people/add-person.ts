import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { newId } from '../../platform/ids.js';
import type { Language } from '../../platform/languages.js';
import { PersonEntity } from './person.entity.js';

export interface NewPerson {
  readonly login: string;
  readonly name: string;
  readonly email?: string;
  readonly language?: Language;
  /** Of a password that was checked (NewPassword). Absent: the person cannot sign in by one yet. */
  readonly passwordHash?: string;
  /** Keys of roles and posts that exist. */
  readonly roles?: readonly string[];
  readonly posts?: readonly string[];
  /** `service`: an account of a program. */
  readonly kind?: 'person' | 'service';
}

const loginForm = /^[a-z0-9][a-z0-9._@-]{0,99}$/;

/** Adds a person to the organisation. */
@Injectable()
export class AddPerson {
  /**
   * Answers the new person's id.
   * @throws Refusal conflict for a login that is taken; invalid for a login of another form, an unknown role or post
   */
  async execute(context: Context, person: NewPerson): Promise<string> {
    const { tx, now } = context;
    const login = person.login.trim().toLowerCase();
    if (!loginForm.test(login)) throw wrong('login', 'Expected letters, digits and . _ @ -, e.g. "anna.kowalska".');
    if (person.name.trim() === '') throw wrong('name', 'Expected the name of the person.');
    const id = newId();
    const added = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(PersonEntity)
      .values({
        id,
        login,
        name: person.name.trim(),
        email: person.email ?? null,
        phone: null,
        language: person.language ?? 'en',
        passwordHash: person.passwordHash ?? null,
        active: true,
        kind: person.kind ?? 'person',
        createdAt: now,
      })
      .orIgnore()
      .returning('id')
      .execute();
    if ((added.raw as unknown[]).length === 0) {
      throw new Refusal('conflict', 'login-taken', say('The login "{login}" is taken. Choose another.', { login }));
    }
    await this.give(context, id, 'role', person.roles ?? []);
    await this.give(context, id, 'post', person.posts ?? []);
    return id;
  }

  private async give({ tx }: Context, personId: string, what: 'role' | 'post', keys: readonly string[]): Promise<void> {
    const statement =
      what === 'role'
        ? 'INSERT INTO person_role (person_id, role_key) SELECT $1, key FROM role WHERE key = ANY($2) RETURNING role_key AS key'
        : `INSERT INTO post_holder (person_id, post_id) SELECT $1, id FROM post WHERE key = ANY($2)
           RETURNING (SELECT key FROM post WHERE id = post_id) AS key`;
    const given = await tx.query<{ key: string }>(statement, [personId, keys]);
    const missing = keys.find((key) => !given.some((row) => row.key === key));
    if (missing !== undefined) throw wrong(`${what}s`, `There is no ${what} "${missing}".`);
  }
}

function wrong(path: string, message: string): Refusal {
  return new Refusal('invalid', 'person-invalid', message, [{ path, code: 'invalid', message }]);
}
