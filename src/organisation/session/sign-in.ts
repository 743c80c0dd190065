import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { publicActor } from '../directory/actors.js';
import { Directory } from '../directory/directory.js';
import { actorOf } from '../directory/queries.js';
import { codeGuesses, codeRequired, SecondFactor, wrongCode } from '../second-factor/second-factor.js';
import type { AttemptRule } from './attempt-limit.js';
import { Attempts, tooMany, type CountedName } from './attempts.js';
import { isPassword } from './password.js';
import { Sessions, type IssuedSession, type SessionPlace, type SignInMethod } from './sessions.js';

export interface SignInRequest extends SessionPlace {
  readonly login: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code. */
  readonly code: string | undefined;
  /** Keep the session for 30 days. */
  readonly remember: boolean;
  /** The token of a session that this one takes the place of. */
  readonly replaces: string | undefined;
}

export interface SignedIn extends IssuedSession {
  readonly actor: Actor;
}

const quarterOfAnHour = 15 * 60_000;
/** One login from one address: somebody guesses a password. */
const perLoginAndAddress: AttemptRule = { most: 10, windowMs: quarterOfAnHour };
/** One login from anywhere: many machines guess it. Generous, since it also keeps out the person. */
const perLogin: AttemptRule = { most: 100, windowMs: quarterOfAnHour };
/** One address: somebody tries many logins. Generous, since a whole office may share an address. */
const perAddress: AttemptRule = { most: 100, windowMs: quarterOfAnHour };
const tooManyFailures = say('Too many attempts to sign in have failed.');

/** Signs a person in by login and password, and by a code where the person has a second factor. Only failures count. */
@Injectable()
export class SignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly secondFactor: SecondFactor,
    private readonly attempts: Attempts,
    private readonly directory: Directory,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws Refusal unauthenticated, the same in words and in time for an unknown login, a wrong password and a person
   *   who is no longer active; tooMany after too many failures; unauthenticated `code-required` or `wrong-code` when
   *   the password was right and the person has a second factor
   */
  async execute(request: SignInRequest): Promise<SignedIn> {
    const login = request.login.trim().toLowerCase();
    const counted = namesFor(login, request.address);
    const permission = await this.attempts.take(counted);
    if (permission.waitMs > 0) {
      if (permission.justReached) await this.tellRefused(request, 'too-many-attempts');
      throw tooMany(permission.waitMs, tooManyFailures);
    }
    const [person] = await this.unitOfWork.read<{ id: string; password_hash: string | null }>(
      'SELECT id, password_hash FROM person WHERE login = $1 AND active',
      [login],
    );
    if (!(await isPassword(request.password, person?.password_hash)) || !person) {
      await this.tellRefused(request, 'wrong-credentials');
      throw new Refusal('unauthenticated', 'wrong-credentials', 'The login or the password is not right.');
    }
    await this.attempts.giveBack(counted.map(([name]) => name));
    const needsCode = await this.needsCode(person.id, request.code);
    const actor = await this.actorFor(person.id);
    try {
      return await this.unitOfWork.run(actor, async (context) => {
        const method = needsCode ? await this.byCode(context, request.code ?? '') : 'password';
        await this.attempts.clear(context, [pairName(login, request.address), codeGuesses(actor.id)[0]]);
        return { ...(await this.begin(context, method, request)), actor };
      });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'wrong-code') await this.tellRefused(request, error.code);
      throw error;
    }
  }

  /** Begins the session of the context's actor, who has shown who it is; ends the one that it takes the place of. */
  async begin(
    context: Context,
    method: SignInMethod,
    request: SessionPlace & Pick<SignInRequest, 'remember' | 'replaces'>,
  ): Promise<IssuedSession> {
    const { address, agent, remember, replaces } = request;
    if (replaces !== undefined) await this.sessions.endByToken(context, replaces);
    return this.sessions.begin(context, { personId: context.actor.id, method, remember, address, agent });
  }

  /** A person added a moment ago may not have reached this process's picture yet. */
  async actorFor(personId: string): Promise<Actor> {
    if (!this.directory.snapshot().persons.get(personId)?.active) await this.directory.reload();
    return actorOf(this.directory.snapshot(), personId);
  }

  /** Counts a code as a guess before it is looked at. @throws Refusal unauthenticated without one, tooMany */
  private async needsCode(personId: string, code: string | undefined): Promise<boolean> {
    const needed = await this.unitOfWork.run(publicActor, (context) => this.secondFactor.isNeeded(context, personId));
    if (!needed) return false;
    if (code === undefined || code.trim() === '') throw codeRequired('unauthenticated');
    await this.attempts.takeOrRefuse([codeGuesses(personId)], say('Too many wrong codes.'));
    return true;
  }

  private async byCode(context: Context, code: string): Promise<SignInMethod> {
    const taken = await this.secondFactor.take(context, context.actor.id, code);
    if (taken === undefined) throw wrongCode('unauthenticated');
    return `password+${taken}`;
  }

  /** A login that nobody has is not written down: now and then it is somebody's password. */
  private async tellRefused({ login, address }: SignInRequest, reason: string): Promise<void> {
    const person = this.directory.snapshot().personByLogin.get(login.trim().toLowerCase());
    const object = person ? { kind: 'person', id: person.id } : { kind: 'login', id: 'unknown' };
    await this.unitOfWork.run({ ...publicActor, origin: { address } }, (context) =>
      this.audit.write(context, { verb: 'session.refused', object, after: { reason } }),
    );
  }
}

/** An attempt that is refused for one address does not count for the login: one machine cannot lock a person out. */
function namesFor(login: string, address: string): CountedName[] {
  return [
    [`address ${address}`, perAddress],
    [pairName(login, address), perLoginAndAddress],
    [`login ${login}`, perLogin],
  ];
}

function pairName(login: string, address: string): string {
  return `pair ${login} ${address}`;
}
