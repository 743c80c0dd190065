import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { ChangeFeed } from '../../platform/database/change-feed.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemActor } from '../directory/actors.js';
import { RememberedLookups, type Found } from './remembered-lookups.js';
import { graceMs, movedEnd, seenSlackMs } from './session-lifetime.js';
import { hashOfToken } from './session-token.js';

/** A session that may be used. */
export interface LiveSession {
  readonly id: string;
  readonly personId: string;
  readonly confirmedAt: number;
}

/** As far as it was known a moment ago. */
type KnownSession = LiveSession & Found;

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

/**
 * Whose session a token opens. The database tells of ended and renewed sessions at once; that lookups are remembered for
 * a while counts only while that news does not come through.
 */
@Injectable()
export class SessionLookup implements OnModuleInit {
  private readonly lookups = new RememberedLookups<KnownSession>((hash, now) => this.read(hash, now));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.changes.subscribe((topic) => {
      if (topic === '*') this.lookups.forgetAll();
      else if (topic.startsWith('session:')) this.forget(topic.slice('session:'.length));
    });
  }

  /** The session that the token opens; undefined for an unknown, ended or expired one. */
  async find(token: string): Promise<LiveSession | undefined> {
    const hash = hashOfToken(token)?.toString('hex');
    return hash === undefined ? undefined : this.lookups.find(hash, this.clock.now().getTime());
  }

  /** Asks the database again when the session with this token's hash (hex) is next used. */
  forget(hash: string): void {
    this.lookups.forget(hash);
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
}

const selectSession = `
  SELECT id, person_id, created_at, expires_at, seen_at, confirmed_at, rotated_at, token_hash = decode($1, 'hex') AS current
  FROM session WHERE token_hash = decode($1, 'hex') OR (previous_hash = decode($1, 'hex') AND rotated_at > $2)`;
