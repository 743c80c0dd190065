import { Inject, Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { publicActor } from '../directory/actors.js';
import type { AttemptRule } from '../session/attempt-limit.js';
import { Attempts } from '../session/attempts.js';
import type { SessionPlace } from '../session/sessions.js';
import { SignIn, type SignedIn } from '../session/sign-in.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { requirePasskeyHost } from './passkeys.js';

export interface PasskeySignIn extends SessionPlace {
  readonly credential: AuthenticationResponseJSON;
  readonly remember: boolean;
  readonly replaces: string | undefined;
}

interface StoredPasskey {
  readonly id: string;
  readonly person_id: string;
  readonly public_key: Buffer;
  readonly counter: string;
  readonly transports: string[];
}

/** One address: generous, since a whole office may share one. */
const perAddress: AttemptRule = { most: 300, windowMs: 15 * 60_000 };

/**
 * Signs a person in by a passkey that was found without a login. It was unlocked by its owner, so it stands for password
 * and second factor.
 */
@Injectable()
export class SignInByPasskey {
  constructor(
    private readonly challenges: PasskeyChallenges,
    private readonly signIn: SignIn,
    private readonly attempts: Attempts,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What `navigator.credentials.get` needs, as JSON. @throws Refusal conflict, tooMany */
  async options(address: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const rpID = requirePasskeyHost(this.config.publicUrl);
    await this.attempts.takeOrRefuse([[`passkey ${address}`, perAddress]], say('Too many attempts to sign in.'));
    const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
    await this.unitOfWork.run(publicActor, (context) => this.challenges.keep(context, options.challenge, null));
    return options;
  }

  /** @throws Refusal unauthenticated, the same for everything that does not fit */
  async execute(request: PasskeySignIn): Promise<SignedIn> {
    const { credential, address } = request;
    const id = typeof credential?.id === 'string' ? credential.id.slice(0, 2000) : '';
    const [passkey] = await this.unitOfWork.read<StoredPasskey>(
      `SELECT k.id, k.person_id, k.public_key, k.counter, k.transports FROM passkey k
       JOIN person p ON p.id = k.person_id WHERE k.id = $1 AND p.active`,
      [id.replaceAll('\u0000', '')],
    );
    const counter = passkey && (await this.verified(passkey, credential));
    if (passkey === undefined || counter === undefined) {
      await this.tellRefused(address, passkey?.person_id);
      throw refused();
    }
    const actor = await this.signIn.actorFor(passkey.person_id);
    return this.unitOfWork.run(actor, async (context) => {
      await this.noteUse(context, passkey, counter);
      return { ...(await this.signIn.begin(context, 'passkey', request)), actor };
    });
  }

  /** The authenticator's new counter; undefined when anything does not fit. */
  private async verified(passkey: StoredPasskey, credential: AuthenticationResponseJSON): Promise<number | undefined> {
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: credential,
        expectedChallenge: (challenge) => this.challenges.take(challenge, null),
        expectedOrigin: new URL(this.config.publicUrl).origin,
        expectedRPID: requirePasskeyHost(this.config.publicUrl),
        credential: {
          id: passkey.id,
          publicKey: Uint8Array.from(passkey.public_key),
          counter: Number(passkey.counter),
          transports: passkey.transports,
        },
        requireUserVerification: true,
      });
      return verified && isOwner(passkey, credential) ? authenticationInfo.newCounter : undefined;
    } catch {
      return undefined;
    }
  }

  /** Two copies of one key would count from the same number: only the first of them gets in. */
  private async noteUse({ tx, now }: Context, { id, counter }: StoredPasskey, newCounter: number): Promise<void> {
    const noted = await tx.query(
      'UPDATE passkey SET counter = $3, used_at = $4 WHERE id = $1 AND counter = $2 RETURNING 1 AS one',
      [id, counter, newCounter, now],
    );
    if (noted.length === 0) throw refused();
  }

  private async tellRefused(address: string, personId: string | undefined): Promise<void> {
    const object = personId === undefined ? { kind: 'login', id: 'unknown' } : { kind: 'person', id: personId };
    await this.unitOfWork.run({ ...publicActor, origin: { address } }, (context) =>
      this.audit.write(context, { verb: 'session.refused', object, after: { reason: 'wrong-passkey' } }),
    );
  }
}

/** The authenticator says whose the passkey is; it must be who it was made for. */
function isOwner({ person_id }: StoredPasskey, { response }: AuthenticationResponseJSON): boolean {
  const handle = Buffer.from(response.userHandle ?? '', 'base64url').toString('hex');
  return handle === person_id.replaceAll('-', '');
}

function refused(): Refusal {
  return new Refusal('unauthenticated', 'wrong-passkey', 'The passkey is not known here, or came too late. Try again.');
}
