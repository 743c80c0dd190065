import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { publicActor } from '../directory/actors.js';
import { hashOfToken, newSessionToken } from '../session/session-token.js';
import { Sweeps } from '../sweeping/sweeps.js';
import type { ProviderChecks } from './open-id-client.js';

/** How long somebody may take at the provider. */
export const providerPatienceMs = 10 * 60_000;

/** Sign-ins that are under way at the provider. Each can be ended once, by the browser that began it. */
@Injectable()
export class BegunSignIns implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-provider-sign-ins', async ({ tx, now }) => {
      return (await tx.query('DELETE FROM provider_sign_in WHERE expires_at <= $1 RETURNING 1 AS one', [now])).length;
    });
  }

  /** Answers what the browser has to keep. */
  async keep({ state, nonce, verifier }: ProviderChecks, leadsTo: string): Promise<string> {
    const browser = newSessionToken();
    await this.unitOfWork.run(publicActor, ({ tx, now }) =>
      tx.query(
        `INSERT INTO provider_sign_in (state_hash, browser_hash, nonce, verifier, leads_to, expires_at)
         VALUES (sha256(convert_to($1, 'UTF8')), $2, $3, $4, $5, $6)`,
        [state, hashOfToken(browser), nonce, verifier, leadsTo, new Date(now.getTime() + providerPatienceMs)],
      ),
    );
    return browser;
  }

  /** @throws Refusal unauthenticated when there is none (any more) */
  async take(state: string, browser: string | undefined): Promise<ProviderChecks & { readonly leadsTo: string }> {
    const hash = browser === undefined ? undefined : hashOfToken(browser);
    const [row] = await this.unitOfWork.run(publicActor, ({ tx, now }) =>
      tx.query<{ nonce: string; verifier: string; leads_to: string }>(
        `DELETE FROM provider_sign_in WHERE state_hash = sha256(convert_to($1, 'UTF8')) AND browser_hash = $2 AND expires_at > $3
         RETURNING nonce, verifier, leads_to`,
        [state.replaceAll('\u0000', '').slice(0, 500), hash ?? null, now],
      ),
    );
    if (!row) throw new Refusal('unauthenticated', 'provider-late', 'This sign-in took too long. Begin again.');
    return { state, nonce: row.nonce, verifier: row.verifier, leadsTo: row.leads_to };
  }
}
