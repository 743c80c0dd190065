import { text } from 'node:stream/consumers';
import { systemActor } from '../organisation/directory/actors.js';
import { NewPassword } from '../organisation/passwords/new-password.js';
import { AddPerson } from '../organisation/people/add-person.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { isLanguage } from '../platform/languages.js';
import { withApplication } from './with-application.js';

/** What is told of a person on the command line. */
export interface PersonOptions {
  readonly name: string;
  readonly email?: string;
  readonly role: string[];
  readonly language: string;
}

/** `millrace user add LOGIN --name …`: the password comes on standard input, so that it stays out of the shell's history. */
export async function addPerson(
  login: string,
  options: PersonOptions,
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean } = process.stdin,
): Promise<number> {
  if (input.isTTY) console.log('Type the password, then Enter and Ctrl+D:');
  const password = (await text(input)).trim();
  const { name, email, role, language } = options;
  return withApplication(async (app) => {
    const owner = { login, name, email: email ?? null };
    const person = {
      login,
      name,
      passwordHash: await app.get(NewPassword).forOwner(owner, password),
      roles: role,
      language: isLanguage(language) ? language : ('en' as const),
      ...(email === undefined ? {} : { email }),
    };
    await app.get(UnitOfWork).run(systemActor, async (context) => {
      const id = await app.get(AddPerson).execute(context, person);
      const after = { login, name, roles: role, by: 'command line', ...(email !== undefined && { email }) };
      const object = { kind: 'person', id };
      await app.get(AuditLog).write(context, { verb: 'person.added', object, forId: id, after });
    });
    console.log(`${login} can sign in now.`);
    return 0;
  });
}
