import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { readBody } from '../../platform/http/read-body.js';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { DocumentView } from '../document-view.js';
import type { DocumentPage } from '../read/list-documents.js';
import { PresentDocuments } from '../read/present-documents.js';
import { ReadDocuments } from '../read/read-documents.js';
import { RegistrationDesk } from '../registration/registration-desk.js';
import { RegisterDocumentDto } from './document.dto.js';
import { personId, unitId } from './find-named.js';
import { versionTag } from '../../platform/http/if-match.js';
import { RegisterListQuery } from './query.dto.js';
import { readFilter } from './read-filter.js';

/** The register of a stream: what is in it, and how something gets in. */
@ApiTags('documents')
@Controller('api/streams/:stream/documents')
export class RegisterController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly presented: PresentDocuments,
    private readonly desk: RegistrationDesk,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'A page of the register of a stream' })
  list(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Query() query: RegisterListQuery,
  ): Promise<DocumentPage> {
    const { filter, count, columns, ...rest } = query;
    const asked = {
      ...{ ...rest, filter: readFilter(filter), count: count === 'all' ? count : count === 'true' },
      ...(columns !== undefined && { columns: columns.split(',') }),
    };
    return this.unitOfWork.run(actor, (ctx) => this.documents.list(ctx, stream, asked));
  }

  @Post()
  @ApiOperation({ summary: 'Register a document' })
  @ApiBody({ type: RegisterDocumentDto })
  async register(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Body() body: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentView> {
    const { fields, status, responsible, unit, links, confidential } = readBody(RegisterDocumentDto, body, 'fields');
    const org = this.directory.snapshot();
    const view = await this.desk.register(actor, {
      ...{ stream, fields, status, links, confidential, source: { channel: 'api' } },
      responsibleId: personId(org, responsible),
      unitId: unitId(org, unit),
    });
    void reply.header('location', `/api/documents/${view.id}`).header('etag', versionTag(view.version));
    if (!this.presented.hasReferences(view)) return this.presented.withNames(actor, view);
    return this.unitOfWork.run(actor, (ctx) => this.presented.one(ctx, view));
  }
}
