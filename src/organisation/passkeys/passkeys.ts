import { Inject, Injectable } from '@nestjs/common';
import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { isIP } from 'node:net';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { AccountLetters } from '../letters/account-letters.js';
import { PasskeyChallenges } from './passkey-challenges.js';

/** A passkey as its owner sees it. */
export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** Kept by a password manager or the like, so that it is there on other devices too. */
  readonly backedUp: boolean;
}

interface PasskeyRow {
  readonly id: string;
  readonly name: string;
  readonly backed_up: boolean;
  readonly created_at: Date;
  readonly used_at: Date | null;
}

/** As many as anybody has devices. */
const mostPasskeys = 20;
const relyingParty = 'Millrace';

/** The host that passkeys are bound to; undefined where browsers offer none, since it is reached by a number. */
export function passkeyHost(publicUrl: string): string | undefined {
  const { hostname } = new URL(publicUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : undefined;
}

/** @throws Refusal conflict where browsers offer no passkeys */
export function requirePasskeyHost(publicUrl: string): string {
  const host = passkeyHost(publicUrl);
  if (host !== undefined) return host;
  const message = 'Browsers bind passkeys to a name, and PUBLIC_URL holds a number. Set it to an address with a name.';
  throw new Refusal('conflict', 'passkeys-need-a-name', message);
}

/** Passkeys (WebAuthn level 3): add, list, rename, remove. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly challenges: PasskeyChallenges,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly letters: AccountLetters,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list({ tx, actor }: Context): Promise<PasskeyView[]> {
    const rows = await tx.query<PasskeyRow>(
      'SELECT id, name, backed_up, created_at, used_at FROM passkey WHERE person_id = $1 ORDER BY created_at, id',
      [actor.id],
    );
    return rows.map(view);
  }

  /** What `navigator.credentials.create` needs, as JSON. @throws Refusal conflict */
  async options(context: Context): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { tx, actor } = context;
    const rpID = requirePasskeyHost(this.config.publicUrl);
    const own = await tx.query<{ id: string; transports: string[] }>(
      'SELECT id, transports FROM passkey WHERE person_id = $1',
      [actor.id],
    );
    if (own.length >= mostPasskeys) {
      throw new Refusal(
        'conflict',
        'too-many-passkeys',
        say('You have {count} passkeys. Remove one first.', { count: own.length }),
      );
    }
    const options = await generateRegistrationOptions({
      rpName: relyingParty,
      rpID,
      userID: Uint8Array.from(Buffer.from(actor.id.replaceAll('-', ''), 'hex')),
      userName: actor.login,
      userDisplayName: actor.name,
      attestationType: 'none',
      excludeCredentials: own,
      // Found without a login, and unlocked by its owner: together as good as a password and a second factor.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.challenges.keep(context, options.challenge, actor.id);
    return options;
  }

  /** Adds what the authenticator made. @throws Refusal invalid when it does not answer a challenge given to the actor */
  async add(actor: Actor, credential: RegistrationResponseJSON, name: string | undefined): Promise<PasskeyView> {
    const made = await this.verified(actor, credential);
    return this.unitOfWork.run(actor, async (context) => {
      const { tx, now } = context;
      const [row] = await tx.query<PasskeyRow>(
        `INSERT INTO passkey (id, person_id, public_key, counter, transports, name, backed_up, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id, name, backed_up, created_at, used_at`,
        [
          made.credential.id,
          actor.id,
          Buffer.from(made.credential.publicKey),
          made.credential.counter,
          made.credential.transports?.slice(0, 10).map((transport) => String(transport).slice(0, 40)) ?? [],
          name ?? 'Passkey',
          made.credentialBackedUp,
          now,
        ],
      );
      if (!row) throw new Refusal('conflict', 'passkey-known', 'This passkey has been added already.');
      const after = { name: row.name, backedUp: row.backed_up };
      await this.audit.write(context, { verb: 'passkey.added', object: { kind: 'person', id: actor.id }, after });
      await this.letters.send(context, 'passkey-added', actor.id);
      return view(row);
    });
  }

  /** @throws Refusal notFound */
  async rename({ tx, actor }: Context, id: string, name: string): Promise<PasskeyView> {
    const [row] = await tx.query<PasskeyRow>(
      `UPDATE passkey SET name = $3 WHERE id = $1 AND person_id = $2 RETURNING id, name, backed_up, created_at, used_at`,
      [id, actor.id, name],
    );
    if (!row) throw unknown();
    return view(row);
  }

  /** @throws Refusal notFound */
  async remove(context: Context, id: string): Promise<void> {
    const { tx, actor } = context;
    const [gone] = await tx.query<{ name: string }>(
      'DELETE FROM passkey WHERE id = $1 AND person_id = $2 RETURNING name',
      [id, actor.id],
    );
    if (!gone) throw unknown();
    const object = { kind: 'person', id: actor.id };
    await this.audit.write(context, { verb: 'passkey.removed', object, before: { name: gone.name } });
  }

  private async verified(actor: Actor, credential: RegistrationResponseJSON) {
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: credential,
        expectedChallenge: (challenge) => this.challenges.take(challenge, actor.id),
        expectedOrigin: new URL(this.config.publicUrl).origin,
        expectedRPID: requirePasskeyHost(this.config.publicUrl),
        requireUserVerification: true,
      });
      if (verified) return registrationInfo;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      // The library tells in words of its own what does not fit; whoever sent it made it up or came too late.
    }
    const message = 'The passkey could not be added: it does not answer what was asked. Try again.';
    throw new Refusal('invalid', 'passkey-invalid', message);
  }
}

function view({ id, name, backed_up, created_at, used_at }: PasskeyRow): PasskeyView {
  return {
    id,
    name,
    createdAt: created_at.toISOString(),
    lastUsedAt: used_at?.toISOString() ?? null,
    backedUp: backed_up,
  };
}

function unknown(): Refusal {
  return new Refusal('notFound', 'unknown-passkey', 'You have no such passkey.');
}
