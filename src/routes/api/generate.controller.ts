import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { toFileView, type FileView } from '../../documents/files/file-view.js';
import { ReadDocuments } from '../../documents/read/read-documents.js';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { readMails, type MailView } from '../../output/mail/read-mails.js';
import type { Page } from '../../platform/http/page.js';
import { GeneratePaper } from '../actions/generate-paper.js';
import { ListPapers, type PaperChoice } from '../actions/list-papers.js';
import { GenerateDto } from './runs.dto.js';

/** Papers of a document, and the letters that left about it. */
@ApiTags('documents')
@Controller('/api/documents/:id')
export class GenerateController {
  constructor(
    private readonly work: UnitOfWork,
    private readonly documents: ReadDocuments,
    private readonly papers: GeneratePaper,
    private readonly choices: ListPapers,
    private readonly directory: Directory,
  ) {}

  @Get('papers')
  @ApiOperation({
    summary: 'The papers that can be generated for the document',
    description: 'Each template is tried: `problem` says why a paper cannot be had as things are.',
  })
  async list(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page<PaperChoice>> {
    const { stream } = await this.work.run(actor, (context) => this.documents.row(context, id, 'edit'));
    return { items: await this.choices.execute(id, stream), nextCursor: null };
  }

  @Post('generate')
  @ApiOperation({ summary: 'Generate a PDF from a template and attach it' })
  async generate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: GenerateDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileView> {
    await this.work.run(actor, (context) => this.documents.row(context, id, 'edit'));
    const paper = await this.papers.prepare(id, body.template, body.language);
    const file = await this.work.run(actor, (context) => this.papers.attach(context, id, paper));
    void reply.header('location', `/api/files/${file.id}/content`);
    return toFileView(file, this.directory.snapshot());
  }

  @Get('messages')
  @ApiOperation({ summary: 'Letters that left, or are to leave, about the document' })
  messages(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page<MailView>> {
    return this.work.run(actor, async (context) => {
      await this.documents.get(context, id);
      const items = await readMails(context.tx, id);
      return { items, nextCursor: null };
    });
  }
}
