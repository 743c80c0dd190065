import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { ReadRelated, type RelatedDocuments } from './read-related.js';

const usualLimit = 10;

/** Query of what is around a document. */
export class RelatedQueryDto {
  /** Documents of each stream, and files; 10 unless said. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

/** A document in the round. */
@ApiTags('documents')
@Controller('api/documents/:id/related')
export class RelatedController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly related: ReadRelated,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Everything that refers to a document, by stream, with files, the next action and the last contact',
  })
  around(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { limit = usualLimit }: RelatedQueryDto,
  ): Promise<RelatedDocuments> {
    return this.unitOfWork.run(actor, async (ctx) =>
      this.related.around(ctx, await this.documents.row(ctx, id), limit),
    );
  }
}
