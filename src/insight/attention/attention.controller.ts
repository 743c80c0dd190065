import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attentionReasons, type AttentionList, type AttentionReason } from './attention-item.js';
import { ReadAttention } from './read-attention.js';

/** `GET /api/attention` */
export class AttentionQueryDto {
  @IsOptional()
  @IsIn(attentionReasons)
  reason?: AttentionReason;

  @IsOptional()
  @IsUUID()
  document?: string;

  /** Of each reason at most so many are answered; whatever lies beyond is reached by asking for more. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(5000)
  limit?: number;
}

/** What does not move. */
@ApiTags('attention')
@Controller('/api/attention')
export class AttentionController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly attention: ReadAttention,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Everything that does not move: since when, why, and the call that mends it' })
  list(@CurrentActor() actor: Actor, @Query() query: AttentionQueryDto): Promise<AttentionList> {
    return this.work.run(actor, (context) => this.attention.list(context, query));
  }
}
