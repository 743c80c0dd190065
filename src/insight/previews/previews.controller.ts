import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { fileHeaders } from '../../documents/files/file-headers.js';
import type { FileRow } from '../../documents/files/file-view.js';
import { ReadFiles } from '../../documents/files/read-files.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { FileStore } from '../../platform/files/file-store.js';
import { MakePreviews } from './make-previews.js';
import type { FilePreview } from './preview.js';
import { PreviewQuery } from './previews.dto.js';
import { pageHeaders } from './safe-page.js';

@ApiTags('files')
@Controller('api/files/:id')
export class PreviewsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: ReadFiles,
    private readonly store: FileStore,
    private readonly previews: MakePreviews,
  ) {}

  @Get('preview')
  @ApiOperation({ summary: 'How to show a file in place, with what is shown; what cannot be shown says why' })
  async preview(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PreviewQuery,
  ): Promise<FilePreview> {
    const file = await this.file(actor, id, query.version);
    return (await this.previews.prepare(file, query.part)).preview;
  }

  @Get('preview/page')
  @ApiOperation({ summary: 'The page of a text document or letter: HTML in which nothing runs and nothing is loaded' })
  @ApiProduces('text/html')
  async page(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PreviewQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.file(actor, id, query.version);
    const { page } = await this.previews.prepare(file, query.part);
    if (page === undefined) throw new Refusal('notFound', 'no-page', 'This file is not shown as a page.');
    return void reply.headers(pageHeaders).send(page);
  }

  @Get('parts/:part')
  @ApiOperation({ summary: 'The bytes of a file that is attached to a letter' })
  @ApiProduces('application/octet-stream')
  async part(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('part') part: string,
    @Query() { version }: PreviewQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.file(actor, id, version);
    if (!/^\d{1,3}(\.\d{1,3}){0,2}$/.test(part))
      throw new Refusal('notFound', 'part-not-found', 'There is no such part.');
    const { name, type, bytes } = await this.previews.part(file, part);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return void reply.headers({ ...fileHeaders({ name, type, sha256 }), 'accept-ranges': 'none' }).send(bytes);
  }

  /** The transaction ends before anything slow begins. */
  private async file(actor: Actor, id: string, version: number | undefined): Promise<FileRow> {
    const file = await this.unitOfWork.run(actor, (ctx) => this.files.version(ctx, id, version));
    if (await this.store.has(file.sha256, file.size)) return file;
    const message = say('The bytes of "{file}" are missing from the file store. Restore them from a backup.', {
      file: file.name,
    });
    throw new Refusal('unavailable', 'bytes-missing', message);
  }
}
