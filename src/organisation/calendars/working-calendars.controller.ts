import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { expectedVersion, versionTag } from '../../platform/http/if-match.js';
import type { Page } from '../../platform/http/page.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { WorkingCalendarDto } from './calendars.dto.js';
import { WorkingCalendars, type WorkingCalendarView } from './working-calendars.js';

/** When the organisation, its units and its people work. */
@ApiTags('people')
@Controller('api/calendars')
export class WorkingCalendarsController {
  constructor(
    private readonly calendars: WorkingCalendars,
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All working calendars; `default` is that of the organisation' })
  async list(@CurrentActor() actor: Actor): Promise<Page<WorkingCalendarView>> {
    return { items: await this.unitOfWork.run(actor, (context) => this.calendars.list(context)), nextCursor: null };
  }

  @Get(':calendar')
  @ApiOperation({ summary: 'One working calendar' })
  async show(
    @CurrentActor() actor: Actor,
    @Param('calendar') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingCalendarView> {
    const calendar = await this.unitOfWork.run(actor, (context) => this.calendars.one(context, key));
    void reply.header('etag', versionTag(calendar.version));
    return calendar;
  }

  @AdminsOnly()
  @Put(':calendar')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that it was read with; none for a new one' })
  @ApiOperation({
    summary: 'Add or change a working calendar: week, holidays, moved days; due dates follow it at once',
  })
  async put(
    @CurrentActor() actor: Actor,
    @Param('calendar') key: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { timeZone, week, exceptions }: WorkingCalendarDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkingCalendarView> {
    const added = await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      return this.calendars.put(context, { key, timeZone, week, exceptions }, () => expectedVersion(ifMatch));
    });
    await this.directory.reload();
    if (added) void reply.status(201).header('location', `/api/calendars/${key}`);
    return this.show(actor, key, reply);
  }

  @AdminsOnly()
  @Delete(':calendar')
  @HttpCode(204)
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag that it was read with' })
  @ApiOperation({ summary: 'Remove a working calendar that nobody has' })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('calendar') key: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    const expected = expectedVersion(ifMatch);
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      await this.calendars.remove(context, key, expected);
    });
    await this.directory.reload();
  }
}
