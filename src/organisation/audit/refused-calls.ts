import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RefusedRequest } from '../../platform/http/problem-filter.js';
import '../../platform/http/request-actor.js';

/** The same refusal within this time is the same attempt: a screen that asks every minute must not fill the log. */
const sameAttemptMs = 10 * 60_000;
/** Attempts remembered; with more at a time the log has an entry too many rather than one too few. */
const mostRemembered = 10_000;
/** What is asked of people every day, and is no attempt at anything. */
const noAttempt = ['confirm-first'];

/**
 * Writes into the audit log who was refused what for lack of rights (`access.refused`): the call without what was sent, once
 * for each person, address, call and reason in ten minutes.
 */
@Injectable()
export class RefusedCalls implements OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private readonly remembered = new Map<string, number>();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Notes it beside the answer, which does not wait; a failure is told to the log of the program. */
  note({ request, code }: RefusedRequest): void {
    const { actor, method, routeOptions, params, ip } = request;
    if (!actor || noAttempt.includes(code)) return;
    const id = `${method} ${routeOptions.url ?? ''}`;
    if (this.isKnown(`${actor.id} ${ip} ${id} ${code}`)) return;
    const after = { reason: code, ...(Object.keys(params as object).length > 0 && { params }) };
    const work = this.unitOfWork
      .run(actor, (context) =>
        this.audit.write(context, { verb: 'access.refused', object: { kind: 'call', id }, after }),
      )
      .catch((error: unknown) => this.logger.error(`A refusal of ${id} was not written down: ${String(error)}`))
      .finally(() => this.writing.delete(work));
    this.writing.add(work);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.writing);
  }

  private isKnown(attempt: string): boolean {
    const now = this.clock.now().getTime();
    const last = this.remembered.get(attempt);
    if (last !== undefined && now - last < sameAttemptMs) return true;
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(attempt, now);
    return false;
  }
}
