import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { expectedVersion, versionTag } from '../../platform/http/if-match.js';
import type { Page } from '../../platform/http/page.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { RestoreDocumentDto } from '../api/document.dto.js';
import { ChangesQuery, PageQuery } from '../api/query.dto.js';
import type { DocumentDetail } from '../document-view.js';
import { ReadDocuments } from '../read/read-documents.js';
import { ChangedSince, type DocumentChangedSince } from './changed-since.js';
import { PresentChanges } from './present-changes.js';
import { RestoreDocument } from './restore-document.js';
import { readHistory, type HistoryEntry } from './read-history.js';

/** The story of a document. */
@ApiTags('documents')
@Controller('api/documents/:id')
export class HistoryController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly presented: PresentChanges,
    private readonly changed: ChangedSince,
    private readonly restoration: RestoreDocument,
  ) {}

  @Get('history')
  @ApiOperation({ summary: 'What happened to a document, from the beginning' })
  history(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<Page<HistoryEntry>> {
    return this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      const page = await readHistory(ctx.tx, row.id, query.limit ?? 200, query.cursor);
      return { ...page, items: await this.presented.history(ctx, row.stream, page.items) };
    });
  }

  @Get('changes')
  @ApiOperation({
    summary: 'A document as it is now, and what was changed since a version: each part once, by whom and when',
  })
  changes(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { since }: ChangesQuery,
  ): Promise<DocumentChangedSince> {
    return this.unitOfWork.run(actor, (ctx) => this.changed.version(ctx, id, since));
  }

  @Post('restore')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give fields of the card the values back that they had at a version',
    description:
      'An edit like any other: the same rights, checks and If-Match; the history says that it was a restore.',
  })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag that the document was read with' })
  async restore(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: RestoreDocumentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentDetail> {
    const expected = expectedVersion(ifMatch);
    const view = await this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      try {
        return await this.documents.detailed(ctx, await this.restoration.execute(ctx, row, body, expected), row);
      } catch (error) {
        throw await this.changed.explained(ctx, row.id, expected, error);
      }
    });
    void reply.header('etag', versionTag(view.version));
    return view;
  }
}
