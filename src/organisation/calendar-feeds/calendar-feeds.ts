import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';

const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/**
 * Secret addresses by which calendar programs read the calendar of a person without signing in: one for each person,
 * which opens nothing else and can be revoked.
 */
@Injectable()
export class CalendarFeeds {
  constructor(private readonly audit: AuditLog) {}

  /** When the address of the actor was made; null where there is none. */
  async since({ tx, actor }: Context): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date }>('SELECT created_at AS at FROM calendar_feed WHERE person_id = $1', [
      actor.id,
    ]);
    return row?.at ?? null;
  }

  /** A new address for the actor; the one before leads nowhere any more. Answers its secret part, which is kept nowhere. */
  async make(context: Context): Promise<string> {
    const { tx, actor, now } = context;
    const token = randomBytes(32).toString('base64url');
    await tx.query(
      `INSERT INTO calendar_feed (person_id, token_hash, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at`,
      [actor.id, hashOf(token), now],
    );
    await this.audit.write(context, { verb: 'calendar-feed.made', object: { kind: 'person', id: actor.id } });
    return token;
  }

  /** @throws Refusal notFound where there is none */
  async revoke(context: Context): Promise<void> {
    const { tx, actor } = context;
    const gone = await tx.query('DELETE FROM calendar_feed WHERE person_id = $1 RETURNING 1 AS one', [actor.id]);
    if (gone.length === 0) throw new Refusal('notFound', 'no-calendar-feed', 'There is no such address.');
    await this.audit.write(context, { verb: 'calendar-feed.revoked', object: { kind: 'person', id: actor.id } });
  }

  /** Id of the person whose calendar the address shows; undefined where it leads nowhere. */
  async personOf({ tx }: Context, token: string): Promise<string | undefined> {
    if (!tokenForm.test(token)) return undefined;
    const [row] = await tx.query<{ id: string }>('SELECT person_id AS id FROM calendar_feed WHERE token_hash = $1', [
      hashOf(token),
    ]);
    return row?.id;
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
