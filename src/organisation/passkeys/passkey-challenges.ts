import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemActor } from '../directory/actors.js';
import { Sweeps } from '../sweeping/sweeps.js';

const lifeMs = 5 * 60_000;

/** What authenticators are asked to sign: random, good once and for five minutes, in whichever process it comes back. */
@Injectable()
export class PasskeyChallenges implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-passkey-challenges', (context) => this.sweep(context));
  }

  /** @param personId who adds a passkey; null for a sign-in */
  async keep({ tx, now }: Context, challenge: string, personId: string | null): Promise<void> {
    await tx.query('INSERT INTO passkey_challenge (challenge, person_id, expires_at) VALUES ($1, $2, $3)', [
      challenge,
      personId,
      new Date(now.getTime() + lifeMs),
    ]);
  }

  /** Whether it was given out for this and is still good. It is used up at once, whatever comes after. */
  async take(challenge: string, personId: string | null): Promise<boolean> {
    const now = this.clock.now();
    const taken = await this.unitOfWork.run(systemActor, ({ tx }) =>
      tx.query(
        `DELETE FROM passkey_challenge WHERE challenge = $1 AND person_id IS NOT DISTINCT FROM $2::uuid AND expires_at > $3
         RETURNING 1 AS one`,
        [challenge, personId, now],
      ),
    );
    return taken.length > 0;
  }

  /** Deletes those that nobody came back with; answers how many. */
  async sweep({ tx, now }: Context): Promise<number> {
    return (await tx.query('DELETE FROM passkey_challenge WHERE expires_at <= $1 RETURNING 1 AS one', [now])).length;
  }
}
