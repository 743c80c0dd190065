import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { Directory } from '../directory/directory.js';
import { actorOf } from '../directory/queries.js';
import { AttemptLimit, type AttemptRule } from './attempt-limit.js';
import { isPassword } from './password.js';
import { Sessions } from './sessions.js';

export interface SignInRequest {
  readonly login: string;
  readonly password: string;
  /** Keep the session for 30 days. */
  readonly remember: boolean;
  /** Network address of whoever asks. */
  readonly address: string;
}

export interface SignedIn {
  readonly token: string;
  readonly expiresAt: Date;
  readonly actor: Actor;
}

const quarterOfAnHour = 15 * 60_000;
/** One login from one address: somebody guesses a password. */
const perLoginAndAddress: AttemptRule = { most: 10, windowMs: quarterOfAnHour };
/** One login from anywhere: many machines guess it. Generous, since it also keeps out the person. */
const perLogin: AttemptRule = { most: 100, windowMs: quarterOfAnHour };
/** One address: somebody tries many logins. Generous, since a whole office may share an address. */
const perAddress: AttemptRule = { most: 100, windowMs: quarterOfAnHour };

/** Signs a person in by login and password. Only failures count against the limits. */
@Injectable()
export class SignIn {
  private readonly attempts = new AttemptLimit();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal unauthenticated, the same in words and in time for an unknown login, a wrong password and a person
   *   who is no longer active; tooMany after too many failures
   */
  async execute(request: SignInRequest): Promise<SignedIn> {
    const login = request.login.trim().toLowerCase();
    const counted = this.count(login, request.address);
    const [person] = await this.unitOfWork.read<{ id: string; password_hash: string | null }>(
      'SELECT id, password_hash FROM person WHERE login = $1 AND active',
      [login],
    );
    if (!(await isPassword(request.password, person?.password_hash)) || !person) {
      throw new Refusal('unauthenticated', 'wrong-credentials', 'The login or the password is not right.');
    }
    this.attempts.clear(counted.pair);
    for (const name of counted.others) this.attempts.giveBack(name);
    const actor = await this.actorFor(person.id);
    const session = await this.unitOfWork.run(actor, (context) =>
      this.sessions.begin(context, actor.id, request.remember),
    );
    return { ...session, actor };
  }

  private count(login: string, address: string): { pair: string; others: string[] } {
    const now = this.clock.now().getTime();
    // A text of any length may be sent as a login; what is kept of it must stay small.
    const name = login.slice(0, 100);
    const rules: [string, AttemptRule][] = [
      [`address ${address}`, perAddress],
      [`pair ${name} ${address}`, perLoginAndAddress],
      [`login ${name}`, perLogin],
    ];
    let wait = 0;
    // An attempt that is refused for one address does not count for the login: one machine cannot lock a person out.
    for (const [key, rule] of rules) if (wait === 0) wait = this.attempts.take(key, rule, now);
    if (wait === 0) return { pair: `pair ${name} ${address}`, others: [`login ${name}`, `address ${address}`] };
    const minutes = Math.ceil(wait / 60_000);
    throw new Refusal(
      'tooMany',
      'too-many-attempts',
      `Too many attempts to sign in have failed. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    );
  }

  /** A person added a moment ago may not have reached this process's picture yet. */
  private async actorFor(personId: string): Promise<Actor> {
    if (!this.directory.snapshot().persons.get(personId)?.active) await this.directory.reload();
    return actorOf(this.directory.snapshot(), personId);
  }
}
