import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Directory } from '../directory/directory.js';
import { organisationName } from '../letters/account-letters.js';
import { OwnPassword } from '../session/own-password.js';
import { hashPassword } from '../session/password.js';
import { PasswordRules, type PasswordOwner } from './password-rules.js';

/** A new password as a hash, with the hash of the one that was shown to set it. */
export interface PasswordChange {
  readonly newHash: string;
  readonly presentHash: string;
}

/** Prepares new passwords, outside of transactions: checking and hashing take long. */
@Injectable()
export class NewPassword {
  constructor(
    private readonly ownPassword: OwnPassword,
    private readonly rules: PasswordRules,
    private readonly directory: Directory,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** For those who are signed in. @throws Refusal invalid when the present password is another, or the new one weak */
  async instead(actor: Actor, present: string, password: string): Promise<PasswordChange> {
    const presentHash = await this.ownPassword.require(actor, present, 'currentPassword');
    return { presentHash, newHash: await this.forPerson(actor.id, password) };
  }

  /** The hash of a new password for a person. @throws Refusal invalid for a weak one */
  async forPerson(personId: string, password: string): Promise<string> {
    const [person] = await this.unitOfWork.read<Omit<PasswordOwner, 'organisation'>>(
      'SELECT login, name, email FROM person WHERE id = $1',
      [personId],
    );
    return this.forOwner(person ?? { login: '', name: '', email: null }, password);
  }

  /** The hash of a password for somebody who is to be added. @throws Refusal invalid for a weak one */
  async forOwner(owner: Omit<PasswordOwner, 'organisation'>, password: string, organisation?: string): Promise<string> {
    const firm = organisation ?? organisationName(this.directory.snapshot(), 'en');
    await this.rules.check(password, { ...owner, organisation: firm }, 'password');
    return hashPassword(password);
  }
}
