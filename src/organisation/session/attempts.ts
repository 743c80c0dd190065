import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say, sayTogether, type Sentence } from '../../platform/words/sentence.js';
import { systemActor } from '../directory/actors.js';
import type { AttemptRule } from './attempt-limit.js';
import { Sweeps } from '../sweeping/sweeps.js';

/** Attempts are counted under this name, up to the limit of its rule. */
export type CountedName = readonly [name: string, rule: AttemptRule];

/** Whether an attempt may be made. */
export interface Permission {
  /** 0, or in how many milliseconds the next attempt may be made. */
  readonly waitMs: number;
  /** It is the first that is refused in this window. */
  readonly justReached: boolean;
}

/**
 * Counts attempts in the database, for all processes together, each name in a window of its own that begins with its
 * first attempt. They are counted before they are made and committed at once, so that many at the same time are not all
 * let through; `giveBack` undoes that for a good one.
 */
@Injectable()
export class Attempts implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-attempts', (context) => this.sweep(context));
  }

  /** Counts one attempt under each name in turn; after one that refuses it, the rest are not counted. */
  async take(names: readonly CountedName[]): Promise<Permission> {
    const now = this.clock.now().getTime();
    return this.unitOfWork.run(systemActor, async ({ tx }) => {
      for (const [name, { most, windowMs }] of names) {
        const values = [kept(name), new Date(now), new Date(now + windowMs), most + 2];
        const [window] = await tx.run<{ count: number; ends_at: Date }>(countAttempt, values);
        if (window && window.count > most) {
          return { waitMs: window.ends_at.getTime() - now, justReached: window.count === most + 1 };
        }
      }
      return { waitMs: 0, justReached: false };
    });
  }

  /** As `take`. @throws Refusal tooMany that says `what`, and when to try again */
  async takeOrRefuse(names: readonly CountedName[], what: Sentence): Promise<void> {
    const { waitMs } = await this.take(names);
    if (waitMs > 0) throw tooMany(waitMs, what);
  }

  /** The attempt was no guess. */
  async giveBack(names: readonly string[]): Promise<void> {
    await this.unitOfWork.run(systemActor, async ({ tx }) => {
      for (const name of names) {
        await tx.query('UPDATE attempt_window SET count = count - 1 WHERE name = $1 AND count > 0', [kept(name)]);
      }
    });
  }

  /** Forgets all attempts under the names. */
  async clear({ tx }: Context, names: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM attempt_window WHERE name = ANY ($1)', [names.map(kept)]);
  }

  /** Deletes windows that have passed; answers how many. */
  async sweep({ tx, now }: Context): Promise<number> {
    return (await tx.query('DELETE FROM attempt_window WHERE ends_at <= $1 RETURNING 1 AS one', [now])).length;
  }
}

const countAttempt = {
  name: 'attempt_count',
  text: `
  INSERT INTO attempt_window AS w (name, ends_at, count) VALUES ($1, $3, 1)
  ON CONFLICT (name) DO UPDATE SET
    count = CASE WHEN w.ends_at <= $2 THEN 1 ELSE least(w.count + 1, $4::int) END,
    ends_at = CASE WHEN w.ends_at <= $2 THEN $3 ELSE w.ends_at END
  RETURNING count, ends_at`,
};

/** The refusal of one attempt too many. */
export function tooMany(waitMs: number, what: Sentence): Refusal {
  const wait = say('Try again in {minutes} minutes.', { minutes: Math.ceil(waitMs / 60_000) });
  return new Refusal('tooMany', 'too-many-attempts', sayTogether([what, wait]));
}

/** Names hold what was typed as a login, which now and then is a password: they are kept as fingerprints. */
function kept(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}
