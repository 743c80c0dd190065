import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/context.js';
import { OwnPassword } from '../session/own-password.js';
import { hashPassword } from '../session/password.js';

/** A new password as a hash, with the hash of the one that was shown to set it. */
export interface PasswordChange {
  readonly newHash: string;
  readonly presentHash: string;
}

/** Prepares new passwords, outside of transactions: checking and hashing take long. */
@Injectable()
export class NewPassword {
  constructor(private readonly ownPassword: OwnPassword) {}

  /** For those who are signed in. @throws Refusal invalid when the present password is another; tooMany */
  async instead(actor: Actor, present: string, password: string): Promise<PasswordChange> {
    const presentHash = await this.ownPassword.require(actor, present, 'currentPassword');
    return { presentHash, newHash: await hashPassword(password) };
  }
}
