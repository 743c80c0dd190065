import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Directory } from '../directory/directory.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import type { ChangedSubstitutionView, SubstitutionListView } from './substitution-view.js';
import { AddSubstitutionDto, ChangeSubstitutionDto, SubstitutionsQueryDto } from './substitutions.dto.js';
import { Substitutions } from './substitutions.js';

/** Absences and who acts meanwhile. */
@ApiTags('people')
@Controller('api/substitutions')
export class SubstitutionsController {
  constructor(
    private readonly substitutions: Substitutions,
    private readonly work: UnitOfWork,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Substitutions that concern me and my people: planned, running and ended' })
  list(@CurrentActor() actor: Actor, @Query() query: SubstitutionsQueryDto): Promise<SubstitutionListView> {
    return this.work.run(actor, (ctx) => this.substitutions.list(ctx, query));
  }

  @Post()
  @ApiOperation({
    summary: 'Absence of mine, or of one of my people: who acts meanwhile (or nobody), in part of the work if wished',
  })
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: AddSubstitutionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedSubstitutionView> {
    const added = await this.work.run(actor, (ctx) => this.substitutions.add(ctx, body));
    await this.directory.reload();
    void reply.header('location', `/api/substitutions/${added.id}`);
    return added;
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Shorten or extend it, name another substitute, change its limits' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ChangeSubstitutionDto,
  ): Promise<ChangedSubstitutionView> {
    const changed = await this.work.run(actor, (ctx) => this.substitutions.change(ctx, id, body));
    await this.directory.reload();
    return changed;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End it now; one that has not begun is removed' })
  async end(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.work.run(actor, (ctx) => this.substitutions.end(ctx, id));
    await this.directory.reload();
  }
}
