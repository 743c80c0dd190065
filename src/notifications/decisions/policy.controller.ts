import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { adminRole } from '../../organisation/access/grant.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { changePolicy, readPolicy, type LinkPolicy } from './policy.js';

/** Body of `PATCH /api/notification-policy`. */
export class ChangePolicyDto {
  /** Whether a letter's link decides without signing in. */
  @IsOptional()
  @IsBoolean()
  decideByLink?: boolean;

  /** So long a link lasts. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  linkDays?: number;
}

/** What the organisation allows of links in letters. */
@ApiTags('notifications')
@Controller('api/notification-policy')
export class PolicyController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether links in letters decide without signing in, and how long they last' })
  show(@CurrentActor() actor: Actor): Promise<LinkPolicy> {
    return this.work.run(actor, ({ tx }) => readPolicy(tx));
  }

  @Patch()
  @ApiOperation({ summary: 'Change that, as an administrator; links that were sent follow at once' })
  change(@CurrentActor() actor: Actor, @Body() body: ChangePolicyDto): Promise<LinkPolicy> {
    if (!actor.roles.includes(adminRole)) {
      throw new Refusal('forbidden', 'admin-only', 'This is set by an administrator.');
    }
    return this.work.run(actor, async (context) => {
      const before = await readPolicy(context.tx);
      const after = await changePolicy(context.tx, body);
      const object = { kind: 'organisation', id: 'all' };
      await this.audit.write(context, {
        verb: 'notification-policy.changed',
        object,
        before: { ...before },
        after: { ...after },
      });
      return after;
    });
  }
}
