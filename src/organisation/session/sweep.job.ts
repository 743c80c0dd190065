import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { SealAudit } from '../../platform/audit/seal-audit.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IdempotencyKeys } from '../../platform/http/idempotency-keys.js';
import { systemActor } from '../directory/actors.js';
import { Attempts } from './attempts.js';
import { Sessions } from './sessions.js';
import { SweepQueue } from './sweep-queue.js';

const hourMs = 3_600_000;
const sealEveryMs = 10_000;

interface Sweep {
  readonly everyMs: number;
  /** Answers how much there was to do. */
  readonly work: (context: Context) => Promise<number>;
  /** Once more, in a transaction of its own, as long as there was something to do. */
  readonly untilNothing?: boolean;
}

/** What is done again and again: deleting what has outlived its time, and chaining the audit log. */
@Injectable()
export class SweepJobs implements OnModuleInit, OnApplicationBootstrap {
  private readonly sweeps: Readonly<Record<string, Sweep>>;

  constructor(
    sessions: Sessions,
    attempts: Attempts,
    idempotencyKeys: IdempotencyKeys,
    sealAudit: SealAudit,
    private readonly unitOfWork: UnitOfWork,
    private readonly queue: SweepQueue,
  ) {
    this.sweeps = {
      'organisation.sweep-sessions': { everyMs: hourMs, work: (context) => sessions.sweep(context) },
      'organisation.sweep-attempts': { everyMs: hourMs, work: (context) => attempts.sweep(context) },
      'organisation.sweep-idempotency-keys': { everyMs: hourMs, work: (context) => idempotencyKeys.sweep(context) },
      'organisation.seal-audit': {
        everyMs: sealEveryMs,
        work: (context) => sealAudit.seal(context),
        untilNothing: true,
      },
    };
  }

  onModuleInit(): void {
    for (const [name, sweep] of Object.entries(this.sweeps)) {
      this.queue.handle(name, async () => {
        let found: number;
        do found = await this.unitOfWork.run(systemActor, sweep.work);
        while (sweep.untilNothing && found > 0);
        await this.unitOfWork.run(systemActor, (context) => this.queue.plan(context, name, sweep.everyMs));
      });
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run(systemActor, async (context) => {
      for (const [name, { everyMs }] of Object.entries(this.sweeps)) await this.queue.plan(context, name, everyMs);
    });
  }
}
