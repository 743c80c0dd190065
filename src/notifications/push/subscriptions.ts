import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { readEndpoint } from './endpoint.js';

/** A browser that messages go to. */
export interface PushSubscription {
  readonly id: string;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Browsers of one person; the oldest goes when there is another. */
const most = 20;

// The same browser may come again, also with another person at it; that it is the same its secrets tell.
const insert = {
  name: 'push_subscribe',
  text: `INSERT INTO push_subscription (id, person_id, endpoint, p256dh, auth, created_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (endpoint) DO UPDATE SET person_id = excluded.person_id, created_at = excluded.created_at
    WHERE push_subscription.p256dh = excluded.p256dh AND push_subscription.auth = excluded.auth
    RETURNING id`,
};
const trim = {
  name: 'push_trim',
  text: `DELETE FROM push_subscription WHERE id IN (
    SELECT id FROM push_subscription WHERE person_id = $1 ORDER BY created_at DESC, id DESC OFFSET ${most})`,
};
const remove = {
  name: 'push_unsubscribe',
  text: 'DELETE FROM push_subscription WHERE person_id = $1 AND endpoint = $2',
};

/** The browsers of people. */
@Injectable()
export class Subscriptions {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Messages for the actor go to this browser from now on. @throws Refusal malformed, conflict */
  async add({ tx, actor, now }: Context, given: Omit<PushSubscription, 'id'>): Promise<void> {
    readEndpoint(given.endpoint, this.config.pushLocal);
    const rows = await tx.run(insert, [newId(), actor.id, given.endpoint, given.p256dh, given.auth, now]);
    if (rows.length === 0) {
      throw new Refusal('conflict', 'push-endpoint-taken', 'This address belongs to another browser. Subscribe anew.');
    }
    await tx.run(trim, [actor.id]);
  }

  /** No more of them. One that is not there is none already. */
  async remove({ tx, actor }: Context, endpoint: string): Promise<void> {
    await tx.run(remove, [actor.id, endpoint]);
  }

  async count({ tx, actor }: Context): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM push_subscription WHERE person_id = $1',
      [actor.id],
    );
    return row?.count ?? 0;
  }
}
