import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { columnList, RegisterOrderQuery } from '../api/query.dto.js';
import { readFilter } from '../api/read-filter.js';
import { ExportDocuments, exportFormats, type ExportFormat } from './export-documents.js';

const types: Readonly<Record<ExportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** Query of the export of a register. */
export class ExportQuery extends RegisterOrderQuery {
  /** `xlsx` unless said. */
  @IsOptional()
  @IsIn(exportFormats)
  format?: ExportFormat;

  /** Fields and document columns, by commas; all unless said. */
  @IsOptional()
  @Matches(columnList, { message: 'Expected keys of fields, e.g. "number,name,phone".' })
  columns?: string;
}

export const mostExportedByName = 5_000;

/** Body of the export of some documents of a register. */
export class ExportSomeDto extends ExportQuery {
  /** Ids of the documents. */
  @IsArray()
  @ArrayMaxSize(mostExportedByName)
  @IsUUID(undefined, { each: true })
  ids!: string[];
}

/** A register as a file. */
@ApiTags('documents')
@Controller('api/streams/:stream/export')
export class ExportController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly exports: ExportDocuments,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The documents of a register, filtered and sorted, as a sheet; written to the audit log' })
  @ApiProduces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  download(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Query() query: ExportQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(actor, stream, query, reply);
  }

  @Post()
  @HttpCode(200)
  @NotReplayed()
  @ApiOperation({ summary: 'Chosen documents of a register as a sheet; written to the audit log' })
  @ApiProduces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  downloadSome(
    @CurrentActor() actor: Actor,
    @Param('stream') stream: string,
    @Body() body: ExportSomeDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(actor, stream, body, reply);
  }

  private async send(
    actor: Actor,
    stream: string,
    { filter, columns, format = 'xlsx', ...rest }: ExportQuery,
    reply: FastifyReply,
  ): Promise<void> {
    const asked = {
      ...{ ...rest, filter: readFilter(filter) },
      ...(columns !== undefined && columns !== '' && { columns: columns.split(',') }),
    };
    const file = await this.unitOfWork.run(actor, (ctx) => this.exports.write(ctx, stream, asked, format));
    const { size } = await stat(file.path);
    const content = createReadStream(file.path);
    content.on('close', () => void file.discard());
    void reply
      .header('content-type', types[format])
      .header('content-length', size)
      .header('content-disposition', `attachment; filename="${stream}.${format}"`)
      .header('x-rows', file.rows);
    return void reply.send(content);
  }
}
