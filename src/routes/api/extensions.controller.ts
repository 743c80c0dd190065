import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import { ExtendAssignment, type ExtensionView } from '../runs/extend-assignment.js';
import { ReasonDto } from './assignments.dto.js';
import { ExtendDto, ExtensionsQueryDto, GrantDto } from './by-hand.dto.js';
import { moment } from './moment.js';

/** More time for any assignment: asked for, granted, denied. */
@ApiTags('assignments')
@Controller('/api')
export class ExtensionsController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly extensions: ExtendAssignment,
  ) {}

  @Post('assignments/:id/extend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask for more time; the lead decides, else the controller, else the author' })
  extend(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { dueAt, reason }: ExtendDto,
  ): Promise<ExtensionView> {
    return this.work.run(actor, (context) => this.extensions.ask(context, id, moment(dueAt, 'dueAt'), reason));
  }

  @Get('extensions')
  @ApiOperation({ summary: 'Requests for more time that I decide (`mine=true`), or that I decide or have made' })
  list(
    @CurrentActor() actor: Actor,
    @Query() { state, mine = false }: ExtensionsQueryDto,
  ): Promise<Page<ExtensionView>> {
    return this.work.run(actor, async (context) => ({
      items: await this.extensions.list(context, { state, mine }),
      nextCursor: null,
    }));
  }

  @Post('extensions/:id/grant')
  @HttpCode(200)
  @ApiOperation({ summary: 'Grant more time, as asked for or until another time' })
  grant(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { dueAt, answer }: GrantDto,
  ): Promise<ExtensionView> {
    const time = dueAt === undefined ? null : moment(dueAt, 'dueAt');
    return this.work.run(actor, (context) => this.extensions.grant(context, id, time, answer ?? null));
  }

  @Post('extensions/:id/deny')
  @HttpCode(200)
  @ApiOperation({ summary: 'Deny more time, with the reason' })
  deny(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() { reason }: ReasonDto): Promise<ExtensionView> {
    return this.work.run(actor, (context) => this.extensions.deny(context, id, reason));
  }
}
