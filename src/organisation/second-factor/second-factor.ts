import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { sealedColumn, SealedColumns } from '../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { AccountLetters } from '../letters/account-letters.js';
import type { AttemptRule } from '../session/attempt-limit.js';
import type { CountedName } from '../session/attempts.js';
import { authenticatorPicture, authenticatorUri, newOneTimeSecret, stepOfCode } from './one-time-code.js';
import { newRecoveryCodes, plainRecoveryCode } from './recovery-codes.js';

/** Whether a person has a second factor. */
export interface SecondFactorView {
  readonly active: boolean;
  /** Since when; null while it is not active. */
  readonly since: string | null;
  /** It was set up, and waits for a first code. */
  readonly pending: boolean;
  readonly recoveryCodesLeft: number;
}

/** What an authenticator app needs; shown once. */
export interface AuthenticatorSetup {
  /** Base32, for typing in by hand. */
  readonly secret: string;
  /** `otpauth://totp/…` */
  readonly uri: string;
  /** The same as a picture: `data:image/svg+xml;base64,…`. */
  readonly qr: string;
}

interface FactorRow {
  readonly secret: string;
  readonly confirmed_at: Date | null;
  readonly last_step: string;
}

const secretPurpose = 'one-time secret';
const recoveryPurpose = 'recovery code';
/** Three codes of a million fit at a time: so few guesses find one in about a century. */
const guessing: AttemptRule = { most: 5, windowMs: 15 * 60_000 };

/** Guesses of the codes of a person are counted under this name. */
export function codeGuesses(personId: string): CountedName {
  return [`code ${personId}`, guessing];
}

/** Codes of an authenticator app (RFC 6238) beside the password, and the recovery codes for when the app is lost. */
@Injectable()
export class SecondFactor implements OnModuleInit {
  constructor(
    private readonly secrets: SecretBox,
    private readonly audit: AuditLog,
    private readonly letters: AccountLetters,
    private readonly sealed: SealedColumns,
  ) {}

  onModuleInit(): void {
    const at = { table: 'second_factor', key: 'person_id', column: 'secret', owner: 'person_id::text' };
    this.sealed.register(sealedColumn('second factors', secretPurpose, at));
  }

  async show(context: Context): Promise<SecondFactorView> {
    const [row] = await context.tx.query<{ confirmed_at: Date | null; left: number }>(
      `SELECT confirmed_at, (SELECT count(*)::int FROM recovery_code r WHERE r.person_id = f.person_id AND used_at IS NULL) AS left
       FROM second_factor f WHERE person_id = $1`,
      [context.actor.id],
    );
    const since = row?.confirmed_at?.toISOString() ?? null;
    const active = since !== null;
    return { active, since, pending: row !== undefined && !active, recoveryCodesLeft: active ? (row?.left ?? 0) : 0 };
  }

  /** Sets one up, which counts when `confirm` has seen a first code of it. @throws Refusal conflict when one is active */
  async begin({ tx, actor, now }: Context): Promise<AuthenticatorSetup> {
    const secret = newOneTimeSecret();
    const set = await tx.query(
      `INSERT INTO second_factor AS f (person_id, secret, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, last_step = 0
       WHERE f.confirmed_at IS NULL RETURNING 1 AS one`,
      [actor.id, this.secrets.seal(secretPurpose, actor.id, secret), now],
    );
    if (set.length === 0) {
      const message = 'You have a second factor already. Remove it first, then set up another.';
      throw new Refusal('conflict', 'second-factor-active', message);
    }
    const uri = authenticatorUri(secret, actor.login);
    return { secret, uri, qr: await authenticatorPicture(uri) };
  }

  /**
   * Makes it count from now on; answers the recovery codes, which are stored nowhere.
   * @throws Refusal conflict when none was begun, invalid for a wrong code
   */
  async confirm(context: Context, code: string): Promise<string[]> {
    const { tx, actor, now } = context;
    const row = await this.locked(context, actor.id);
    if (!row || row.confirmed_at !== null) {
      throw new Refusal('conflict', 'not-begun', 'No second factor waits for a code. Begin to set one up first.');
    }
    if (!(await this.takeStep(context, actor.id, row, code))) throw wrongCode('invalid');
    await tx.query('UPDATE second_factor SET confirmed_at = $2 WHERE person_id = $1', [actor.id, now]);
    await this.audit.write(context, { verb: 'second-factor.added', object: { kind: 'person', id: actor.id } });
    await this.letters.send(context, 'second-factor-added', actor.id);
    return this.giveRecoveryCodes(context);
  }

  /** Ten new recovery codes in place of those before. @throws Refusal conflict without a second factor */
  async renewRecoveryCodes(context: Context): Promise<string[]> {
    const row = await this.locked(context, context.actor.id);
    if (!row?.confirmed_at) throw none();
    const object = { kind: 'person', id: context.actor.id };
    await this.audit.write(context, { verb: 'second-factor.codes-renewed', object });
    return this.giveRecoveryCodes(context);
  }

  /** Takes the person's second factor away. @throws Refusal conflict when there is none */
  async remove(context: Context, personId: string): Promise<void> {
    const { tx } = context;
    await tx.query('DELETE FROM recovery_code WHERE person_id = $1', [personId]);
    const gone = await tx.query<{ confirmed_at: Date | null }>(
      'DELETE FROM second_factor WHERE person_id = $1 RETURNING confirmed_at',
      [personId],
    );
    if (gone.length === 0) throw none();
    await this.audit.write(context, { verb: 'second-factor.removed', object: { kind: 'person', id: personId } });
    await this.letters.send(context, 'second-factor-removed', personId);
  }

  /** Whether the person has to show a code beside the password. */
  async isNeeded({ tx }: Context, personId: string): Promise<boolean> {
    const found = await tx.query(
      'SELECT 1 AS one FROM second_factor WHERE person_id = $1 AND confirmed_at IS NOT NULL',
      [personId],
    );
    return found.length > 0;
  }

  /**
   * Takes a code of the app or a recovery code, each once: what was taken is noted in the caller's transaction, and a
   * second one with the same code waits for that. Undefined for one that does not fit.
   */
  async take(context: Context, personId: string, code: string): Promise<'code' | 'recovery-code' | undefined> {
    const row = await this.locked(context, personId);
    if (!row?.confirmed_at) return undefined;
    if (await this.takeStep(context, personId, row, code)) return 'code';
    const plain = plainRecoveryCode(code);
    if (plain === undefined) return undefined;
    const used = await context.tx.query(
      'UPDATE recovery_code SET used_at = $3 WHERE person_id = $1 AND code_mac = ANY ($2) AND used_at IS NULL RETURNING 1 AS one',
      [personId, this.secrets.macs(recoveryPurpose, `${personId} ${plain}`), context.now],
    );
    if (used.length === 0) return undefined;
    await this.audit.write(context, { verb: 'second-factor.code-used', object: { kind: 'person', id: personId } });
    return 'recovery-code';
  }

  private async takeStep({ tx, now }: Context, personId: string, row: FactorRow, code: string): Promise<boolean> {
    const secret = this.secrets.unseal(secretPurpose, personId, row.secret);
    const step = stepOfCode(secret, code.replace(/\s/g, ''), now.getTime(), Number(row.last_step));
    if (step === undefined) return false;
    const sealed = this.secrets.isCurrent(row.secret) ? row.secret : this.secrets.seal(secretPurpose, personId, secret);
    await tx.query('UPDATE second_factor SET last_step = $2, secret = $3 WHERE person_id = $1', [
      personId,
      step,
      sealed,
    ]);
    return true;
  }

  private async giveRecoveryCodes({ tx, actor }: Context): Promise<string[]> {
    const codes = newRecoveryCodes();
    const macs = codes.map((code) =>
      this.secrets.mac(recoveryPurpose, `${actor.id} ${plainRecoveryCode(code) ?? code}`),
    );
    await tx.query('DELETE FROM recovery_code WHERE person_id = $1', [actor.id]);
    await tx.query('INSERT INTO recovery_code (person_id, code_mac) SELECT $1, unnest($2::bytea[])', [actor.id, macs]);
    return codes;
  }

  private async locked({ tx }: Context, personId: string): Promise<FactorRow | undefined> {
    const [row] = await tx.query<FactorRow>(
      'SELECT secret, confirmed_at, last_step FROM second_factor WHERE person_id = $1 FOR UPDATE',
      [personId],
    );
    return row;
  }
}

/** A code that does not fit, or was used before. */
export function wrongCode(kind: 'invalid' | 'unauthenticated'): Refusal {
  const message = 'The code is not right, or was used before. Wait for the next one in your authenticator app.';
  return new Refusal(kind, 'wrong-code', message, [{ path: 'code', code: 'wrong', message }]);
}

/** A password that was right, of a person who has to show a code as well. */
export function codeRequired(kind: 'invalid' | 'unauthenticated'): Refusal {
  const message = 'Enter the code of your authenticator app, or one of your recovery codes.';
  return new Refusal(kind, 'code-required', message, [{ path: 'code', code: 'required', message }]);
}

function none(): Refusal {
  return new Refusal('conflict', 'no-second-factor', 'You have no second factor.');
}
