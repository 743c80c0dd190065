import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import type { Page } from '../../platform/http/page.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { ApiTokens, type ApiTokenView, type NewApiTokenView } from './api-tokens.js';
import { MakeTokenDto, ordinaryLifeDays } from './tokens.dto.js';

@ApiTags('session')
@NeedsSession('any')
@Controller('api/me/tokens')
export class TokensController {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My API tokens' })
  async list(@CurrentActor() actor: Actor): Promise<Page<ApiTokenView>> {
    const tokens = await this.unitOfWork.run(actor, (context) => this.tokens.of(context, [actor.id]));
    return { items: tokens.get(actor.id) ?? [], nextCursor: null };
  }

  @NeedsSession('fresh')
  @NotReplayed()
  @Post()
  @ApiOperation({ summary: 'Make an API token that acts for me; it is shown this once' })
  async make(
    @CurrentActor() actor: Actor,
    @Body() { name, scopes, streams, days = ordinaryLifeDays }: MakeTokenDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewApiTokenView> {
    const wish = { name, scopes, streams, days };
    const made = await this.unitOfWork.run(actor, (ctx) => this.tokens.make(ctx, actor.id, wish));
    void reply.header('location', `/api/me/tokens/${made.id}`).header('cache-control', 'no-store');
    return made;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke one of my API tokens, at once and in every process' })
  async revoke(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.unitOfWork.run(actor, (context) => this.tokens.revoke(context, actor.id, id));
  }
}
