import { Controller, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { adminRole } from '../../organisation/access/grant.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';

/** A job that is tried again. */
export interface RetriedJob {
  readonly id: string;
  readonly job: string;
}

/** Work that follows by itself and was given up. */
@ApiTags('attention')
@Controller('/api/jobs')
export class JobsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try a job again that was given up after all its tries' })
  retry(@CurrentActor() actor: Actor, @Param('id', ParseIntPipe) id: number): Promise<RetriedJob> {
    if (!actor.roles.includes(adminRole))
      throw new Refusal('forbidden', 'admin-only', 'Jobs are tried again by an administrator.');
    return this.work.run(actor, async (context) => {
      const { tx, now } = context;
      const [job] = await tx.query<{ task: string }>(
        `SELECT task_identifier AS task FROM graphile_worker.jobs
         WHERE id = $1 AND attempts >= max_attempts AND locked_at IS NULL`,
        [id],
      );
      if (!job) throw new Refusal('notFound', 'unknown-job', 'There is no such job that was given up.');
      await tx.query('SELECT graphile_worker.reschedule_jobs(array[$1::bigint], run_at := $2, attempts := 0)', [
        id,
        now,
      ]);
      const object = { kind: 'job', id: String(id) };
      await this.audit.write(context, { verb: 'job.retried', object, after: { job: job.task } });
      return { id: String(id), job: job.task };
    });
  }
}
