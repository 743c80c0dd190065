import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemActor } from '../directory/actors.js';
import { graceMs, movedEnd, seenSlackMs } from './session-lifetime.js';
import { hashOfToken } from './session-token.js';

/** A session that may be used. */
export interface LiveSession {
  readonly id: string;
  readonly personId: string;
  readonly confirmedAt: number;
}

/** As far as it was known a moment ago. */
interface KnownSession extends LiveSession {
  readonly expiresAt: number;
  readonly readAt: number;
}

interface SessionRow {
  readonly id: string;
  readonly person_id: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly seen_at: Date;
  readonly confirmed_at: Date;
  readonly rotated_at: Date | null;
  readonly current: boolean;
}

/** How long a session is believed without asking the database again. */
const believedMs = 30_000;
const mostKnown = 10_000;

/**
 * Whose session a token opens. Answered from memory where it was looked up within the last 30 seconds; the database tells
 * of ended and renewed sessions at once, so the 30 seconds count only while that news does not come through.
 */
@Injectable()
export class SessionLookup implements OnModuleInit {
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

  /** The session that the token opens; undefined for an unknown, ended or expired one. */
  async find(token: string): Promise<LiveSession | undefined> {
    const hash = hashOfToken(token)?.toString('hex');
    if (hash === undefined) return undefined;
    const now = this.clock.now().getTime();
    const session = this.remembered(hash, now) ?? (await this.lookUp(hash, now));
    return session && session.expiresAt > now ? session : undefined;
  }

  /** Asks the database again when the session with this token's hash (hex) is next used. */
  forget(hash: string): void {
    this.known.delete(hash);
    this.lookups.delete(hash);
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
    const [row] = await this.unitOfWork.read<SessionRow>(selectSession, [hash, new Date(now - graceMs)]);
    if (!row || row.expires_at.getTime() <= now) return undefined;
    const end = movedEnd({ createdAt: row.created_at.getTime(), expiresAt: row.expires_at.getTime() }, now);
    if (end !== undefined || now - row.seen_at.getTime() >= seenSlackMs) await this.note(row.id, now, end);
    const expiresAt = end ?? row.expires_at.getTime();
    return {
      id: row.id,
      personId: row.person_id,
      confirmedAt: row.confirmed_at.getTime(),
      expiresAt: row.current ? expiresAt : Math.min(expiresAt, (row.rotated_at?.getTime() ?? 0) + graceMs),
      readAt: now,
    };
  }

  /** That it is in use, and until when it lives therefore. */
  private async note(id: string, now: number, end: number | undefined): Promise<void> {
    await this.unitOfWork.run(systemActor, ({ tx }) =>
      tx.query(
        'UPDATE session SET seen_at = greatest(seen_at, $2), expires_at = greatest(expires_at, $3) WHERE id = $1',
        [id, new Date(now), end === undefined ? null : new Date(end)],
      ),
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

  private forgetAll(): void {
    this.known.clear();
    this.lookups.clear();
  }
}

const selectSession = `
  SELECT id, person_id, created_at, expires_at, seen_at, confirmed_at, rotated_at, token_hash = decode($1, 'hex') AS current
  FROM session WHERE token_hash = decode($1, 'hex') OR (previous_hash = decode($1, 'hex') AND rotated_at > $2)`;
