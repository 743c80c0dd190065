import { Body, Controller, Get, Headers, Param, Patch, Query, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { readBody } from '../../platform/http/read-body.js';
import type { Page } from '../../platform/http/page.js';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { EditDocument } from '../card/edit-document.js';
import type { DocumentView } from '../document-view.js';
import { readHistory, type HistoryEntry } from '../history/read-history.js';
import { PresentDocuments } from '../read/present-documents.js';
import { ReadDocuments } from '../read/read-documents.js';
import { EditDocumentDto } from './document.dto.js';
import { personId, unitId } from './find-named.js';
import { expectedVersion, versionTag } from './if-match.js';
import { PageQuery } from './query.dto.js';

/** One document: its card and its story. */
@ApiTags('documents')
@Controller('api/documents/:id')
export class DocumentsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly presented: PresentDocuments,
    private readonly edit: EditDocument,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Read a document; its ETag is needed to change it' })
  async read(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentView> {
    const view = await this.unitOfWork.run(actor, (ctx) => this.documents.get(ctx, id));
    void reply.header('etag', versionTag(view.version));
    return view;
  }

  @Patch()
  @ApiOperation({ summary: 'Change card, status, responsible person or unit of a document' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag that the document was read with' })
  @ApiBody({ type: EditDocumentDto })
  async change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentView> {
    const { fields, status, responsible, unit } = readBody(EditDocumentDto, body, 'fields');
    const org = this.directory.snapshot();
    const edit = { fields, status, responsibleId: personId(org, responsible), unitId: unitId(org, unit) };
    const view = await this.unitOfWork.run(actor, async (ctx) => {
      const { id: known } = await this.documents.row(ctx, id);
      return this.presented.one(ctx, await this.edit.execute(ctx, known, edit, expectedVersion(ifMatch)));
    });
    void reply.header('etag', versionTag(view.version));
    return view;
  }

  @Get('history')
  @ApiOperation({ summary: 'What happened to a document, from the beginning' })
  history(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<Page<HistoryEntry>> {
    return this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      return readHistory(ctx.tx, row.id, query.limit ?? 200, query.cursor);
    });
  }
}
