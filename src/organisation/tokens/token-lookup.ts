import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemActor } from '../directory/actors.js';
import { RememberedLookups, type Found } from '../session/remembered-lookups.js';
import { hashOfApiToken, type TokenScope } from './api-token.js';

/** A token that may be used. */
export interface LiveToken {
  readonly id: string;
  readonly personId: string;
  readonly scopes: readonly TokenScope[];
  /** Keys of the only streams that it is good for; null: of all. */
  readonly streams: readonly string[] | null;
}

interface TokenRow {
  readonly id: string;
  readonly person_id: string;
  readonly scopes: TokenScope[];
  readonly streams: string[] | null;
  readonly expires_at: Date;
  readonly used_at: Date | null;
}

/** The last use is exact to this, so that use does not mean a write each time. */
const usedSlackMs = 5 * 60_000;

/** Whose API token a bearer is. The database tells of revoked tokens at once. */
@Injectable()
export class TokenLookup implements OnModuleInit {
  private readonly lookups = new RememberedLookups<LiveToken & Found>((hash, now) => this.read(hash, now));
  private readonly addresses = new Map<string, string>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.changes.subscribe((topic) => {
      if (topic === '*') this.lookups.forgetAll();
      else if (topic.startsWith('token:')) this.forget(topic.slice('token:'.length));
    });
  }

  /** Undefined for a token that is unknown, revoked or expired. @param address from where it is used */
  async find(token: string, address: string): Promise<LiveToken | undefined> {
    const hash = hashOfApiToken(token)?.toString('hex');
    if (hash === undefined) return undefined;
    this.addresses.set(hash, address);
    try {
      return await this.lookups.find(hash, this.clock.now().getTime());
    } finally {
      this.addresses.delete(hash);
    }
  }

  /** Asks the database again when the token with this hash (hex) is next used. */
  forget(hash: string): void {
    this.lookups.forget(hash);
  }

  private async read(hash: string, now: number): Promise<(LiveToken & Found) | undefined> {
    const [row] = await this.unitOfWork.read<TokenRow>(
      `SELECT id, person_id, scopes, streams, expires_at, used_at FROM api_token WHERE token_hash = decode($1, 'hex')`,
      [hash],
    );
    if (!row || row.expires_at.getTime() <= now) return undefined;
    if (now - (row.used_at?.getTime() ?? 0) >= usedSlackMs) await this.noteUse(row.id, now, this.addresses.get(hash));
    const { id, person_id: personId, scopes, streams } = row;
    return { id, personId, scopes, streams, expiresAt: row.expires_at.getTime(), readAt: now };
  }

  private async noteUse(id: string, now: number, address: string | undefined): Promise<void> {
    await this.unitOfWork.run(systemActor, ({ tx }) =>
      tx.query('UPDATE api_token SET used_at = greatest(used_at, $2), used_from = $3 WHERE id = $1', [
        id,
        new Date(now),
        address ?? null,
      ]),
    );
  }
}
