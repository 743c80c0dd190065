import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/page.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { Comments, type CommentView, type NewComment } from '../comments/comments.js';
import { LinkDocuments } from '../links/link-documents.js';
import { ReadLinks, type LinkView } from '../links/read-links.js';
import { ReadDocuments } from '../read/read-documents.js';
import { CommentDto, LinkDto } from './document.dto.js';
import { LinkListQuery, PageQuery } from './query.dto.js';

/** What hangs on a document: links to others, and what people say. */
@ApiTags('documents')
@Controller('api/documents/:id')
export class ConversationController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly readLinks: ReadLinks,
    private readonly linkDocuments: LinkDocuments,
    private readonly comments: Comments,
  ) {}

  @Get('links')
  @ApiOperation({ summary: 'Links of a document in both directions, those of reference fields included' })
  links(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: LinkListQuery): Promise<Page<LinkView>> {
    return this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      return this.readLinks.page(ctx, row, { ...query, limit: query.limit ?? 200 });
    });
  }

  @Post('links')
  @ApiOperation({ summary: 'Link a document to another one' })
  async link(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: LinkDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LinkView> {
    const link = await this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id, 'links');
      return this.linkDocuments.execute(ctx, row.id, body.to, body.kind);
    });
    void reply.header('location', `/api/documents/${link.from.id}/links`);
    return link;
  }

  @Get('comments')
  @ApiOperation({ summary: 'What people said about a document' })
  said(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: PageQuery): Promise<Page<CommentView>> {
    return this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      return this.comments.page(ctx.tx, row.id, query.limit ?? 200, query.cursor);
    });
  }

  @Post('comments')
  @ApiOperation({ summary: 'Say something about a document; who may read it may comment on it' })
  async say(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: CommentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewComment> {
    const comment = await this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      return this.comments.add(ctx, row, body.text);
    });
    void reply.header('location', `/api/documents/${id}/comments`);
    return comment;
  }
}
