import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import { readBody } from '../../platform/http/read-body.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { CountViews, type ViewCount } from './count-views.js';
import { KeepViews } from './keep-views.js';
import { ReadViews } from './read-views.js';
import type { RegisterView } from './saved-view.js';
import { ChangeViewDto, CreateViewDto, MenuOrderDto, ViewsQueryDto } from './views.dto.js';

/** Views of registers: columns, filter, order, kept for oneself or shared. */
@ApiTags('views')
@Controller('api/views')
export class ViewsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: ReadViews,
    private readonly keep: KeepViews,
    private readonly counters: CountViews,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The views that I have, in the order of my menu: of the stream, my own and those shared with me',
  })
  list(@CurrentActor() actor: Actor, @Query() { stream }: ViewsQueryDto): Promise<Page<RegisterView>> {
    return this.unitOfWork.run(actor, async (ctx) => ({ items: await this.views.list(ctx, stream), nextCursor: null }));
  }

  @Get('counts')
  @ApiOperation({ summary: 'How many documents each of my views holds, up to 999; some seconds old' })
  counts(@CurrentActor() actor: Actor, @Query() { stream }: ViewsQueryDto): Promise<Page<ViewCount>> {
    return this.unitOfWork.run(actor, async (ctx) => ({
      ...{ items: await this.counters.counts(ctx, stream), nextCursor: null },
    }));
  }

  @NotAudited("it is the order in which one sees one's own lists")
  @Put('order')
  @ApiOperation({ summary: 'Put the views of a stream in my own order, and hide some from my menu' })
  arrange(@CurrentActor() actor: Actor, @Body() { stream, ...order }: MenuOrderDto): Promise<Page<RegisterView>> {
    return this.unitOfWork.run(actor, async (ctx) => ({
      ...{ items: await this.keep.arrange(ctx, stream, order), nextCursor: null },
    }));
  }

  @Post()
  @ApiOperation({ summary: 'Keep a view, for myself or shared with a unit, a role or everybody' })
  @ApiBody({ type: CreateViewDto })
  async create(
    @CurrentActor() actor: Actor,
    @Body() body: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegisterView> {
    const { stream, filter = null, ...draft } = readBody(CreateViewDto, body, 'filter');
    const { name, columns, kind = 'table', sort = null, sharedWith = { kind: 'me' } } = draft;
    const view = await this.unitOfWork.run(actor, (ctx) =>
      this.keep.create(ctx, stream, { name, columns, kind, filter, sort, sharedWith }),
    );
    void reply.header('location', `/api/views/${view.id}`);
    return view;
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a view of mine; a shared one is also changed by administrators' })
  @ApiBody({ type: ChangeViewDto })
  change(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: object): Promise<RegisterView> {
    const change = readBody(ChangeViewDto, body, 'filter');
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return this.unitOfWork.run(actor, (ctx) => this.keep.change(ctx, id, given));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a view of mine' })
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.unitOfWork.run(actor, (ctx) => this.keep.remove(ctx, id));
  }
}
