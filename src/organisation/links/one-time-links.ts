import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { hashOfToken, newSessionToken } from '../session/session-token.js';
import { Sweeps } from '../sweeping/sweeps.js';

export type LinkPurpose = 'password-reset' | 'invitation' | 'first-run';

const hour = 3_600_000;
/** How long a link of each purpose is good. */
export const linkLifeMs: Readonly<Record<LinkPurpose, number>> = {
  'password-reset': hour / 2,
  invitation: 7 * 24 * hour,
  'first-run': 24 * hour,
};

/** A link that was given out and is still good. */
export interface OpenLink {
  readonly purpose: LinkPurpose;
  readonly personId: string | null;
  readonly expiresAt: Date;
}

/** Links that are good once. Their token is known to who has the link only; a copy of the table opens nothing. */
@Injectable()
export class OneTimeLinks implements OnModuleInit {
  constructor(private readonly sweeps: Sweeps) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-links', async ({ tx, now }) => {
      return (await tx.query('DELETE FROM one_time_link WHERE expires_at <= $1 RETURNING 1 AS one', [now])).length;
    });
  }

  /** A new token; those that the person was given before for the same purpose are good no longer. */
  async issue({ tx, now }: Context, purpose: LinkPurpose, personId: string | null): Promise<string> {
    if (personId !== null)
      await tx.query('DELETE FROM one_time_link WHERE person_id = $1 AND purpose = $2', [personId, purpose]);
    const token = newSessionToken();
    await tx.query(
      'INSERT INTO one_time_link (token_hash, purpose, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [hashOfToken(token), purpose, personId, now, new Date(now.getTime() + linkLifeMs[purpose])],
    );
    return token;
  }

  /** Looks without using it up. @throws Refusal invalid for one that is not good (any more) */
  async look({ tx, now }: Context, token: string, purposes: readonly LinkPurpose[]): Promise<OpenLink> {
    const [link] = await tx.query<OpenLink>(
      `SELECT purpose, person_id AS "personId", expires_at AS "expiresAt" FROM one_time_link
       WHERE token_hash = $1 AND purpose = ANY ($2) AND expires_at > $3`,
      [hashOfToken(token) ?? null, purposes, now],
    );
    return link ?? refuse();
  }

  /** Uses it up; of several at the same moment one succeeds. @throws Refusal invalid for one that is not good */
  async take({ tx, now }: Context, token: string, purposes: readonly LinkPurpose[]): Promise<OpenLink> {
    const [link] = await tx.query<OpenLink>(
      `DELETE FROM one_time_link WHERE token_hash = $1 AND purpose = ANY ($2) AND expires_at > $3
       RETURNING purpose, person_id AS "personId", expires_at AS "expiresAt"`,
      [hashOfToken(token) ?? null, purposes, now],
    );
    return link ?? refuse();
  }

  /** All links of the person are good no longer. */
  async forget({ tx }: Context, personId: string): Promise<void> {
    await tx.query('DELETE FROM one_time_link WHERE person_id = $1', [personId]);
  }
}

function refuse(): never {
  const message = 'This link is not good any more: it was used, has expired, or a newer one was sent. Ask for another.';
  throw new Refusal('invalid', 'link-invalid', message, [{ path: 'token', code: 'link-invalid', message }]);
}
