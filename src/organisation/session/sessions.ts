import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemActor } from '../directory/actors.js';
import { firstEnd, movedEnd } from './session-lifetime.js';
import { hashOfToken, newSessionToken } from './session-token.js';
import { SessionEntity } from './session.entity.js';

/** A session that may be used, as far as it was known a moment ago. */
interface KnownSession {
  readonly personId: string;
  readonly expiresAt: number;
  readonly readAt: number;
}

/** How long a session is believed without asking the database again. */
const believedMs = 30_000;
const mostKnown = 10_000;

/**
 * Sessions: begin, look up, end. A lookup is answered from memory where it was made within the last 30 seconds; the
 * database tells of ended sessions at once, so the 30 seconds count only while that news does not come through.
 */
@Injectable()
export class Sessions implements OnModuleInit {
  /** By hex of the token's hash; the least recently used first. */
  private readonly known = new Map<string, KnownSession>();
  private readonly lookups = new Map<string, Promise<KnownSession | undefined>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.changes.subscribe((topic) => {
      if (topic === '*') this.forgetAll();
      else if (topic.startsWith('session:')) this.forget(topic.slice('session:'.length));
    });
  }

  /** Begins a session for the person; answers its token, which is stored nowhere. */
  async begin(context: Context, personId: string, remember: boolean): Promise<{ token: string; expiresAt: Date }> {
    const token = newSessionToken();
    const expiresAt = new Date(firstEnd(context.now.getTime(), remember));
    await context.tx.manager.insert(SessionEntity, {
      tokenHash: hashOfToken(token),
      personId,
      createdAt: context.now,
      expiresAt,
    });
    return { token, expiresAt };
  }

  /** Whose session the token opens, with the hex of its hash; undefined for an unknown, ended or expired one. */
  async find(token: string): Promise<{ personId: string; hash: string } | undefined> {
    const hash = hashOfToken(token)?.toString('hex');
    if (hash === undefined) return undefined;
    const now = this.clock.now().getTime();
    const session = this.remembered(hash, now) ?? (await this.lookUp(hash, now));
    return session && session.expiresAt > now ? { personId: session.personId, hash } : undefined;
  }

  /** Ends one session. */
  async end(context: Context, hash: string): Promise<void> {
    await context.tx.query(`DELETE FROM session WHERE token_hash = decode($1, 'hex')`, [hash]);
    this.forget(hash);
  }

  /** Ends all sessions of the person except the one given. */
  async endOthers(context: Context, personId: string, hash: string | undefined): Promise<void> {
    const ended = await context.tx.query<{ hash: string }>(
      `DELETE FROM session WHERE person_id = $1 AND token_hash <> decode($2, 'hex')
       RETURNING encode(token_hash, 'hex') AS hash`,
      [personId, hash ?? ''],
    );
    for (const session of ended) this.forget(session.hash);
  }

  /** Deletes what has expired; answers how many sessions that were. */
  async sweep(context: Context): Promise<number> {
    const swept = await context.tx.query('DELETE FROM session WHERE expires_at <= $1 RETURNING 1 AS one', [
      context.now,
    ]);
    return swept.length;
  }

  private remembered(hash: string, now: number): KnownSession | undefined {
    const session = this.known.get(hash);
    if (!session || now - session.readAt >= believedMs) return undefined;
    this.known.delete(hash);
    this.known.set(hash, session);
    return session;
  }

  private lookUp(hash: string, now: number): Promise<KnownSession | undefined> {
    const running = this.lookups.get(hash);
    if (running) return running;
    const lookup: Promise<KnownSession | undefined> = this.read(hash, now)
      .then((session) => {
        // A session that ended while it was being read has been taken out of `lookups`, and must not be kept.
        if (this.lookups.get(hash) === lookup) this.keep(hash, session);
        return session;
      })
      .finally(() => {
        if (this.lookups.get(hash) === lookup) this.lookups.delete(hash);
      });
    this.lookups.set(hash, lookup);
    return lookup;
  }

  private async read(hash: string, now: number): Promise<KnownSession | undefined> {
    const [row] = await this.unitOfWork.read<{ person_id: string; created_at: Date; expires_at: Date }>(
      `SELECT person_id, created_at, expires_at FROM session WHERE token_hash = decode($1, 'hex')`,
      [hash],
    );
    if (!row || row.expires_at.getTime() <= now) return undefined;
    const session = { createdAt: row.created_at.getTime(), expiresAt: row.expires_at.getTime() };
    const end = movedEnd(session, now);
    if (end !== undefined) await this.move(hash, end);
    return { personId: row.person_id, expiresAt: end ?? session.expiresAt, readAt: now };
  }

  private async move(hash: string, end: number): Promise<void> {
    await this.unitOfWork.run(systemActor, ({ tx }) =>
      tx.query(`UPDATE session SET expires_at = greatest(expires_at, $2) WHERE token_hash = decode($1, 'hex')`, [
        hash,
        new Date(end),
      ]),
    );
  }

  private keep(hash: string, session: KnownSession | undefined): void {
    this.known.delete(hash);
    if (!session) return;
    this.known.set(hash, session);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= mostKnown) break;
      this.known.delete(oldest);
    }
  }

  private forget(hash: string): void {
    this.known.delete(hash);
    this.lookups.delete(hash);
  }

  private forgetAll(): void {
    this.known.clear();
    this.lookups.clear();
  }
}
