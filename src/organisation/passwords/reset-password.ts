import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { JobQueue } from '../../platform/jobs/job-queue.js';
import { JobRegistry, type JobRun } from '../../platform/jobs/job-registry.js';
import { systemActor } from '../directory/actors.js';
import { AccountLetters } from '../letters/account-letters.js';
import { OneTimeLinks } from '../links/one-time-links.js';

const jobName = 'organisation.password-reset';
/** Two people who share an address each get a letter that names the login; more than that is no office. */
const mostPeople = 5;

/**
 * Sends those who have forgotten their password a link to choose another. Whoever asks learns nothing: the request is
 * written down, and only a job looks whether there is such a person.
 */
@Injectable()
export class ResetPassword implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly registry: JobRegistry,
    private readonly links: OneTimeLinks,
    private readonly letters: AccountLetters,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.register(jobName, (payload, run) => {
      const { who, address } = payload as { who: string; address: string | null };
      const actor = { ...systemActor, ...(address === null ? {} : { origin: { address } }) };
      return this.unitOfWork.run(actor, (context) => this.send(context, who, run));
    });
  }

  /** @param who a login or an e-mail address */
  async request({ tx, actor }: Context, who: string): Promise<void> {
    const payload = { who: who.trim().toLowerCase(), address: actor.origin?.address ?? null };
    await this.jobs.add(tx, jobName, payload, { maxAttempts: 5 });
  }

  /** People who sign in without a password, by a provider, get none in this way. */
  private async send(context: Context, who: string, run: JobRun): Promise<void> {
    const { tx } = context;
    if (!(await this.jobs.finish(tx, run))) return;
    const people = await tx.query<{ id: string }>(
      `SELECT id FROM person WHERE (login = $1 OR lower(email) = $1) AND active AND password_hash IS NOT NULL
       ORDER BY id LIMIT ${mostPeople}`,
      [who],
    );
    for (const { id } of people) {
      const token = await this.links.issue(context, 'password-reset', id);
      const sent = await this.letters.send(context, 'password-reset', id, `/new-password#${token}`);
      await this.audit.write(context, {
        verb: 'password.reset-requested',
        object: { kind: 'person', id },
        after: { sent },
      });
    }
  }
}
