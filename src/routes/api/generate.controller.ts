import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { GeneratePaper } from '../actions/generate-paper.js';
import { GenerateDto } from './runs.dto.js';

/** Papers of a document, and the letters that left about it. */
@ApiTags('documents')
@Controller('/api/documents/:id')
export class GenerateController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly papers: GeneratePaper,
  ) {}

  @Post('generate')
  @ApiOperation({ summary: 'Generate a PDF from a template and attach it' })
  async generate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: GenerateDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.work.run(actor, (context) => this.documents.row(context, id, 'edit'));
    const paper = await this.papers.prepare(id, body.template, body.language);
    const file = await this.work.run(actor, (context) => this.papers.attach(context, id, paper));
    void reply.header('location', `/api/files/${file.id}/content`);
    return file;
  }

  @Get('messages')
  @ApiOperation({ summary: 'Letters that left, or are to leave, about the document' })
  messages(@CurrentActor() actor: Actor, @Param('id') id: string) {
    return this.work.run(actor, async (context) => {
      await this.documents.get(context, id);
      const items = await context.tx.query(
        `SELECT id, kind, recipients, subject, state, attempts, answer, message_id AS "messageId",
           content -> 'text' AS text, created_at AS "createdAt", sent_at AS "sentAt"
         FROM outgoing_message WHERE document_id = $1 ORDER BY created_at`,
        [id],
      );
      return { items, nextCursor: null };
    });
  }
}
