import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HeadFile } from '../../platform/audit/head-file.js';
import { LetGo } from '../../platform/audit/let-go.js';
import { SealAudit } from '../../platform/audit/seal-audit.js';
import type { Context } from '../../platform/context.js';
import { IdempotencyKeys } from '../../platform/http/idempotency-keys.js';
import { Sweeps } from './sweeps.js';

const sealEveryMs = 10_000;
const letGoEveryMs = 3_600_000;

/** What the platform needs done again and again; it knows no actor by itself. */
@Injectable()
export class PlatformSweeps implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly idempotencyKeys: IdempotencyKeys,
    private readonly sealAudit: SealAudit,
    private readonly headFile: HeadFile,
    private readonly letGo: LetGo,
  ) {}

  onModuleInit(): void {
    this.sweeps.hourly('organisation.sweep-idempotency-keys', (context) => this.idempotencyKeys.sweep(context));
    this.sweeps.add('organisation.seal-audit', {
      everyMs: sealEveryMs,
      work: this.seal.bind(this),
      untilNothing: true,
    });
    const run = this.letGo.run.bind(this.letGo);
    this.sweeps.add('organisation.let-audit-go', { everyMs: letGoEveryMs, work: run, untilNothing: true });
  }

  /** Notes the end of what was chained before, which is committed by now. */
  private async seal(context: Context): Promise<number> {
    await this.headFile.note();
    return this.sealAudit.seal(context);
  }
}
