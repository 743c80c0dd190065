import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { ChangesQuery, PageQuery } from '../api/query.dto.js';
import { ReadDocuments } from '../read/read-documents.js';
import { ChangedSince, type DocumentChangedSince } from './changed-since.js';
import { PresentChanges } from './present-changes.js';
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
}
