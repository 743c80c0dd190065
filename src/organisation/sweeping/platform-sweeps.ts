import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SealAudit } from '../../platform/audit/seal-audit.js';
import { IdempotencyKeys } from '../../platform/http/idempotency-keys.js';
import { Sweeps } from './sweeps.js';

const sealEveryMs = 10_000;

/** What the platform needs done again and again; it knows no actor by itself. */
@Injectable()
export class PlatformSweeps implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly idempotencyKeys: IdempotencyKeys,
    private readonly sealAudit: SealAudit,
  ) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-idempotency-keys', (context) => this.idempotencyKeys.sweep(context));
    const work = this.sealAudit.seal.bind(this.sealAudit);
    this.sweeps.add('organisation.seal-audit', { everyMs: sealEveryMs, work, untilNothing: true });
  }
}
