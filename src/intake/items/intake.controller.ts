import { Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { Page } from '../../platform/http/page.js';
import type { IntakeItem } from './intake-item.js';
import { IntakeItems } from './intake-items.js';
import { ListIntakeDto } from './intake.dto.js';

/** Arrivals and what became of them. */
@ApiTags('intake')
@Controller('api/intake')
export class IntakeController {
  constructor(
    private readonly items: IntakeItems,
    private readonly fileStore: FileStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** What has arrived, the latest first, and what became of it. */
  @Get()
  list(@CurrentActor() actor: Actor, @Query() query: ListIntakeDto): Promise<Page<IntakeItem>> {
    return this.items.list(actor, query);
  }

  /** One arrival. */
  @Get(':id')
  get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<IntakeItem> {
    return this.items.get(actor, id);
  }

  /** The arrival as it came. Always saved, never shown: a letter may hold anything. */
  @Get(':id/raw')
  async raw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { rawSha256, rawSize, rawType } = await this.items.get(actor, id);
    const ending = rawType.startsWith('message/') ? 'eml' : 'json';
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'");
    return new StreamableFile(this.fileStore.stream(rawSha256), {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${id}.${ending}"`,
      length: rawSize,
    });
  }

  /** Processes an arrival again; answers the item, which waits for its job. */
  @Post(':id/retry')
  @HttpCode(202)
  async retry(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<IntakeItem> {
    await this.unitOfWork.run(actor, (ctx) => this.items.retry(ctx, id));
    return this.items.get(actor, id);
  }
}
