import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsObject, IsOptional, IsUUID } from 'class-validator';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { readBody } from '../../platform/http/read-body.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { FindSimilar, type SimilarDocuments } from './find-similar.js';

/** Body of `POST /api/streams/{stream}/similar`. */
export class SimilarDto {
  /** The card as far as it is filled in. */
  @IsObject({ message: 'fields must be an object with the fields of the card' })
  fields!: Record<string, unknown>;

  /** The document itself, when it is there already. */
  @IsOptional()
  @IsUUID()
  except?: string;
}

/** Duplicates, shown while somebody types. */
@ApiTags('documents')
@Controller('api/streams/:stream/similar')
export class SimilarController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly similar: FindSimilar,
  ) {}

  @NotAudited('it looks for likeness and changes nothing')
  @Post()
  @HttpCode(200)
  @NotReplayed()
  @ApiOperation({ summary: 'Documents that are likely the same as the one being entered, with the reason of each' })
  @ApiBody({ type: SimilarDto })
  find(@CurrentActor() actor: Actor, @Param('stream') stream: string, @Body() body: object): Promise<SimilarDocuments> {
    const { fields, except } = readBody(SimilarDto, body, 'fields');
    return this.unitOfWork.run(actor, (ctx) => this.similar.find(ctx, stream, fields, except));
  }
}
