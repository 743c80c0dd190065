import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { ShareView } from './share-view.js';
import { ShareDto } from './shares.dto.js';
import { Shares } from './shares.js';

/** With whom a document is shared by name. */
@ApiTags('documents')
@Controller('api/documents/:id/shares')
export class SharesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shares: Shares,
  ) {}

  @Get()
  @ApiOperation({ summary: 'With whom a document is shared by name; for those who may share it' })
  async list(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page<ShareView>> {
    return { items: await this.unitOfWork.run(actor, (ctx) => this.shares.list(ctx, id)), nextCursor: null };
  }

  @Post()
  @ApiOperation({
    summary: 'Share a document with a person, a unit or a group, to read or to edit; whoever gets it is told',
  })
  async give(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { person, unit, group, level = 'read', until }: ShareDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ShareView> {
    const asked = {
      named: { ...(person && { person }), ...(unit && { unit }), ...(group && { group }) },
      ...{ level, until: until === undefined || until === null ? null : new Date(until) },
    };
    const share = await this.unitOfWork.run(actor, (ctx) => this.shares.give(ctx, id, asked));
    void reply.header('location', `/api/documents/${id}/shares/${share.id}`);
    return share;
  }

  @Delete(':share')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a share back; who takes part in a route of the document goes on seeing it' })
  async takeBack(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('share') share: string): Promise<void> {
    await this.unitOfWork.run(actor, (ctx) => this.shares.takeBack(ctx, id, share));
  }
}
