import { Controller, Delete, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { CalendarFeeds } from './calendar-feeds.js';

/** Whether there is an address of my calendar. */
export interface CalendarFeedView {
  /** When it was made, ISO 8601, UTC; null where there is none. */
  readonly since: string | null;
}

/** An address that was made; it is shown this once. */
export interface NewCalendarFeedView {
  readonly url: string;
}

/** The address by which my calendar program reads what I have planned. */
@ApiTags('calendar')
@NeedsSession('any')
@Controller('api/me/calendar-feed')
export class CalendarFeedsController {
  constructor(
    private readonly feeds: CalendarFeeds,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether my calendar can be subscribed to' })
  async read(@CurrentActor() actor: Actor): Promise<CalendarFeedView> {
    const since = await this.unitOfWork.run(actor, (context) => this.feeds.since(context));
    return { since: since?.toISOString() ?? null };
  }

  @NotReplayed()
  @Post()
  @ApiOperation({ summary: 'Make an address for my calendar program, shown this once; the one before is revoked' })
  async make(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewCalendarFeedView> {
    const token = await this.unitOfWork.run(actor, (context) => this.feeds.make(context));
    void reply.header('cache-control', 'no-store');
    return { url: `${this.config.publicUrl}/calendar/${token}.ics` };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke the address of my calendar' })
  async revoke(@CurrentActor() actor: Actor): Promise<void> {
    await this.unitOfWork.run(actor, (context) => this.feeds.revoke(context));
  }
}
