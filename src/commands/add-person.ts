import { text } from 'node:stream/consumers';
import { systemActor } from '../organisation/directory/actors.js';
import { NewPassword } from '../organisation/passwords/new-password.js';
import { AddPerson } from '../organisation/people/add-person.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { isLanguage } from '../platform/languages.js';
import { withApplication } from './with-application.js';

interface PersonOptions {
  readonly name: string;
  readonly email?: string;
  readonly role: string[];
  readonly language: string;
}

/** `millrace user add LOGIN --name …`: the password comes on standard input, so that it stays out of the shell's history. */
export async function addPerson(login: string, options: PersonOptions): Promise<number> {
  if (process.stdin.isTTY) console.log('Type the password, then Enter and Ctrl+D:');
  const password = (await text(process.stdin)).trim();
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
    await app.get(UnitOfWork).run(systemActor, (context) => app.get(AddPerson).execute(context, person));
    console.log(`${login} can sign in now.`);
    return 0;
  });
}
