import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { FindPlaces, type RegisterPlaces } from '../read/register-places.js';
import { TallyDocuments, type RegisterTally } from '../read/tally-documents.js';
import { RegisterOrderQuery, TallyQuery } from './query.dto.js';
import { readFilter } from './read-filter.js';

/** A register from above: how much of what is in it, and how to get into the middle of a long one. */
@ApiTags('documents')
@Controller('api/streams/:stream/documents')
export class RegisterOverviewController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findPlaces: FindPlaces,
    private readonly tallies: TallyDocuments,
  ) {}

  @Get('places')
  @ApiOperation({ summary: 'The number of documents in a list, and cursors that lead into the middle of it' })
  places(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Query() query: RegisterOrderQuery,
  ): Promise<RegisterPlaces> {
    const asked = { ...query, filter: readFilter(query.filter) };
    return this.unitOfWork.run(actor, (ctx) => this.findPlaces.of(ctx, stream, asked));
  }

  @Get('tally')
  @ApiOperation({ summary: 'How many documents have which status, with sums of a field' })
  tally(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Query() query: TallyQuery,
  ): Promise<RegisterTally> {
    const asked = { ...query, filter: readFilter(query.filter) };
    return this.unitOfWork.run(actor, (ctx) => this.tallies.of(ctx, stream, asked));
  }
}
