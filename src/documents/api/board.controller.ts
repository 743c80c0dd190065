import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { BoardDocuments, type RegisterBoard } from '../read/board-documents.js';
import { columnList, RegisterOrderQuery } from './query.dto.js';
import { readFilter } from './read-filter.js';

const usualLimit = 20;
const largestLimit = 50;

/** Query of the board of a stream. */
export class BoardQuery extends RegisterOrderQuery {
  /** Documents of each status; 20 unless said. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(largestLimit)
  limit?: number;

  /** Fields that are answered, by commas; all unless said. */
  @IsOptional()
  @Matches(columnList, { message: 'Expected keys of fields, e.g. "name,phone".' })
  columns?: string;
}

/** A register as a board by status. */
@ApiTags('documents')
@Controller('api/streams/:stream/board')
export class BoardController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly boards: BoardDocuments,
  ) {}

  @Get()
  @ApiOperation({ summary: 'A column for each status: how many documents, and the first of them' })
  board(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Query() { filter, columns, limit = usualLimit, ...rest }: BoardQuery,
  ): Promise<RegisterBoard> {
    const asked = {
      ...{ ...rest, limit, filter: readFilter(filter) },
      ...(columns !== undefined && { columns: columns.split(',') }),
    };
    return this.unitOfWork.run(actor, (ctx) => this.boards.of(ctx, stream, asked));
  }
}
