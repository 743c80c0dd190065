import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { EarlierCalls } from './earlier-call.js';
import { ReadCalls } from './read-calls.js';

const usualLimit = 10;

/** Query of `GET /api/calls`: the client, or the telephone number while the client is not known. */
export class EarlierCallsDto {
  @IsOptional()
  @IsUUID()
  client?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  phone?: string;

  /** 10 unless said. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  limit?: number;
}

/** What was said before with the one who calls. */
@ApiTags('intake')
@Controller('api/calls')
export class EarlierCallsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calls: ReadCalls,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Earlier calls of a client or from a number, with comments and what became of them' })
  async earlier(
    @CurrentActor() actor: Actor,
    @Query() { client, phone, limit = usualLimit }: EarlierCallsDto,
  ): Promise<EarlierCalls> {
    const query = { client, phone, limit };
    return { items: await this.unitOfWork.run(actor, (ctx) => this.calls.earlier(ctx, query)) };
  }
}
