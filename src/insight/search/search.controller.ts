import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { SearchEverything } from './search-everything.js';
import type { SearchAnswer } from './search-hit.js';

const usualLimit = 5;
const largestLimit = 50;

/** `GET /api/search` */
export class SearchQueryDto {
  /** Numbers, parts of words, telephone and tax numbers however they are written. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** Hits of each group; 5 unless said. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(largestLimit)
  limit?: number;

  /** Only documents, and only of these streams: `clients,contracts`. */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,39}(,[a-z][a-z0-9-]{0,39}){0,49}$/, { message: 'Expected keys of streams.' })
  streams?: string;
}

/** Search across everything. */
@ApiTags('search')
@Controller('api/search')
export class SearchController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly everything: SearchEverything,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Documents, people, registers and (for administrators) routes, as far as I may see them',
    description:
      'Ranked and grouped: an exact number comes first, then titles, then other fields. `marks` are ranges [start, end) of UTF-16 units in the text beside them. Also for choosing a document while typing: with `streams` and a larger `limit`. Where little is found, words that are like the typed ones are looked for (`corrected`).',
  })
  search(
    @CurrentActor() actor: Actor,
    @Query() { q = '', limit = usualLimit, streams }: SearchQueryDto,
  ): Promise<SearchAnswer> {
    const query = { q, limit, ...(streams !== undefined && { streams: [...new Set(streams.split(','))] }) };
    return this.unitOfWork.run(actor, async (ctx) => ({ groups: await this.everything.search(ctx, query) }));
  }
}
