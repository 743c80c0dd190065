import { Controller, Get, Headers, HttpException, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { Page } from '../../platform/http/page.js';
import { Directory } from '../../organisation/directory/directory.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { FileContentQuery, PageQuery } from '../api/query.dto.js';
import { ReadDocuments } from '../read/read-documents.js';
import { readRange } from './byte-range.js';
import { fileHeaders, fileTag } from './file-headers.js';
import { toFileView, type FileRow, type FileView } from './file-view.js';
import { ReadFiles } from './read-files.js';
import { StoreFile } from './store-file.js';
import { takeUpload } from './take-upload.js';

/** What a file was and is. */
export interface FileVersions {
  readonly items: readonly FileView[];
}

const uploadSchema = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: { file: { type: 'string', format: 'binary' }, role: { type: 'string', enum: ['attachment', 'scan'] } },
  },
};

@ApiTags('files')
@Controller('api')
export class FilesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: ReadFiles,
    private readonly storeFile: StoreFile,
    private readonly store: FileStore,
    private readonly directory: Directory,
    private readonly documents: ReadDocuments,
  ) {}

  @Get('documents/:id/files')
  @ApiOperation({ summary: 'The files of a document, each in its current version' })
  list(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: PageQuery): Promise<Page<FileView>> {
    return this.unitOfWork.run(actor, async (ctx) => {
      const row = await this.documents.row(ctx, id);
      return this.files.page(ctx, row.id, query.limit ?? 200, query.cursor);
    });
  }

  @Post('documents/:id/files')
  @ApiOperation({ summary: 'Attach a file; the same name again makes a new version' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(uploadSchema)
  async attach(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileView> {
    // Asked before the bytes are taken, and again in the transaction that uses the answer.
    await this.unitOfWork.run(actor, (ctx) => this.files.attachable(ctx, id));
    const upload = await takeUpload(request, this.store);
    const file = await this.unitOfWork.run(actor, async (ctx) => {
      const document = await this.files.attachable(ctx, id);
      return this.storeFile.execute(ctx, document.id, upload);
    });
    void reply.header('location', `/api/files/${file.id}/content`);
    return toFileView(file, this.directory.snapshot());
  }

  @Get('files/:id/versions')
  @ApiOperation({ summary: 'The versions of a file, the latest first' })
  async versions(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<FileVersions> {
    return { items: await this.unitOfWork.run(actor, (ctx) => this.files.versions(ctx, id)) };
  }

  @Get('files/:id/content')
  @ApiOperation({ summary: 'The bytes of a file; ranges and If-None-Match are understood' })
  @ApiProduces('application/octet-stream')
  async content(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: FileContentQuery,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.unitOfWork.run(actor, (ctx) => this.files.version(ctx, id, query.version));
    if (!(await this.store.has(file.sha256, file.size))) throw lost(file);
    const tag = fileTag(file.sha256);
    const unconditional = headers['if-range'] === undefined || headers['if-range'] === tag;
    const range = unconditional ? readRange(headers.range, file.size) : undefined;
    if (range === 'unsatisfiable') throw unsatisfiable(reply, file);
    void reply.headers(fileHeaders(file));
    if (known(headers['if-none-match'], tag)) return void reply.status(304).send();
    if (range) void reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
    void reply.header('content-length', range ? range.end - range.start + 1 : file.size);
    return void reply.send(this.store.stream(file.sha256, range));
  }
}

/** Whether the reader has these bytes already (RFC 9110, 13.1.2). */
function known(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((entry) => entry.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

function unsatisfiable(reply: FastifyReply, file: FileRow): HttpException {
  void reply.header('content-range', `bytes */${file.size}`);
  return new HttpException(`The file has ${file.size} bytes; the range lies beyond its end.`, 416);
}

function lost(file: FileRow): Refusal {
  const message = say('The bytes of "{file}" are missing from the file store. Restore them from a backup.', {
    file: file.name,
  });
  return new Refusal('unavailable', 'bytes-missing', message);
}
