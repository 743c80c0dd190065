import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { noteTold } from '../../platform/audit/told-calls.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import { firstEnd } from './session-lifetime.js';
import { SessionLookup } from './session-lookup.js';
import { hashOfToken, newSessionToken } from './session-token.js';
import { Sweeps } from '../sweeping/sweeps.js';

/** By what a person showed who it is. */
export type SignInMethod = 'password' | 'password+code' | 'password+recovery-code' | 'passkey' | 'provider' | 'link';

/** Where a session begins. */
export interface SessionPlace {
  readonly address: string;
  /** The `User-Agent` of whoever signs in. */
  readonly agent: string | undefined;
}

export interface NewSession extends SessionPlace {
  readonly personId: string;
  readonly method: SignInMethod;
  /** Keep the session for 30 days. */
  readonly remember: boolean;
}

/** A token, known to its owner only, and when it ends. */
export interface IssuedSession {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: Date;
  readonly remembered: boolean;
}

/** A session as its owner sees it. */
export interface SessionRow {
  readonly id: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly method: SignInMethod;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

interface EndedSession {
  readonly id: string;
  readonly personId: string;
  readonly hash: string;
}

const longestAgent = 500;

/** Sessions: begin, renew, list, end. */
@Injectable()
export class Sessions implements OnModuleInit {
  constructor(
    private readonly lookup: SessionLookup,
    private readonly audit: AuditLog,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-sessions', (context) => this.sweep(context));
  }

  /** Begins a session for the person; answers its token, which is stored nowhere. */
  async begin(context: Context, session: NewSession): Promise<IssuedSession> {
    const { tx, now } = context;
    const { personId, method, remember, address } = session;
    const token = newSessionToken();
    const [id, expiresAt] = [newId(), new Date(firstEnd(now.getTime(), remember))];
    const agent = session.agent?.slice(0, longestAgent) ?? null;
    await tx.query(
      `INSERT INTO session (id, token_hash, person_id, created_at, seen_at, confirmed_at, expires_at, remembered, method, address, agent)
       VALUES ($1, $2, $3, $4, $4, $4, $5, $6, $7, $8, $9)`,
      [id, hashOfToken(token), personId, now, expiresAt, remember, method, address, agent],
    );
    const actor = { ...context.actor, origin: { address, session: id } };
    const object = { kind: 'person', id: personId };
    noteTold(context.actor);
    await this.audit.write(
      { ...context, actor },
      { verb: 'session.begun', object, after: { session: id, method, agent } },
    );
    return { id, token, expiresAt, remembered: remember };
  }

  /**
   * Gives the session another token; the one before counts for a moment longer, for requests that are under way.
   * Undefined when it has ended.
   */
  async rotate({ tx, now }: Context, id: string): Promise<IssuedSession | undefined> {
    const token = newSessionToken();
    const [row] = await tx.query<{ expires_at: Date; remembered: boolean }>(
      `UPDATE session SET previous_hash = token_hash, token_hash = $2, rotated_at = $3 WHERE id = $1
       RETURNING expires_at, remembered`,
      [id, hashOfToken(token), now],
    );
    return row && { id, token, expiresAt: row.expires_at, remembered: row.remembered };
  }

  /** Notes that the owner has just shown again who it is. */
  async confirm(context: Context, id: string): Promise<void> {
    const { tx, now } = context;
    const [row] = await tx.query<{ hash: string; personId: string }>(
      `UPDATE session SET confirmed_at = $2 WHERE id = $1
       RETURNING encode(token_hash, 'hex') AS hash, person_id AS "personId"`,
      [id, now],
    );
    if (!row) return;
    this.lookup.forget(row.hash);
    await this.audit.write(context, { verb: 'session.confirmed', object: { kind: 'person', id: row.personId } });
  }

  /** The actor's sessions that have not expired, the one used last first. */
  async list({ tx, actor, now }: Context): Promise<SessionRow[]> {
    return tx.query<SessionRow>(
      `SELECT id, address, agent, method, created_at AS "createdAt", seen_at AS "seenAt", expires_at AS "expiresAt"
       FROM session WHERE person_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id`,
      [actor.id, now],
    );
  }

  /** Ends one session of the actor. @throws Refusal notFound */
  async end(context: Context, id: string): Promise<void> {
    const ended = isUuid(id) ? await this.delete(context, 'person_id = $1 AND id = $2', [context.actor.id, id]) : [];
    if (ended.length === 0) throw new Refusal('notFound', 'unknown-session', 'You have no such session.');
    await this.tell(context, 'session.ended', context.actor.id, ended);
  }

  /** Ends the session that a token opened, whoever's it is; one that has ended is left alone. */
  async endByToken(context: Context, token: string): Promise<void> {
    const [ended] = await this.delete(context, 'token_hash = $1', [hashOfToken(token) ?? null]);
    if (ended) await this.tell(context, 'session.ended', ended.personId, [ended]);
  }

  /** Ends all sessions of the person except the one given; answers how many. */
  async endOthers(context: Context, personId: string, except: string | undefined): Promise<number> {
    const ended = await this.delete(context, 'person_id = $1 AND id IS DISTINCT FROM $2::uuid', [
      personId,
      except ?? null,
    ]);
    if (ended.length > 0) await this.tell(context, 'sessions.ended', personId, ended);
    return ended.length;
  }

  /** Deletes what has expired; answers how many sessions that were. */
  async sweep(context: Context): Promise<number> {
    const swept = await context.tx.query('DELETE FROM session WHERE expires_at <= $1 RETURNING 1 AS one', [
      context.now,
    ]);
    return swept.length;
  }

  private async delete({ tx }: Context, condition: string, values: readonly unknown[]): Promise<EndedSession[]> {
    const ended = await tx.query<EndedSession>(
      `DELETE FROM session WHERE ${condition} RETURNING id, person_id AS "personId", encode(token_hash, 'hex') AS hash`,
      values,
    );
    for (const { hash } of ended) this.lookup.forget(hash);
    return ended;
  }

  private tell(context: Context, verb: string, personId: string, ended: readonly EndedSession[]): Promise<void> {
    const before = { sessions: ended.map(({ id }) => id) };
    return this.audit.write(context, { verb, object: { kind: 'person', id: personId }, before });
  }
}
