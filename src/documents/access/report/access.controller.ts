import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../platform/context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { Page } from '../../../platform/http/page.js';
import { AdminsOnly } from '../../../organisation/session/admins-only.decorator.js';
import { CurrentActor } from '../../../organisation/session/current-actor.decorator.js';
import { sendSheet, sheetType } from '../../export/send-sheet.js';
import { AccessReport, type DocumentReader, type StreamAccess } from './access-report.js';
import { AccessSheet } from './access-sheet.js';
import { AccessReportQuery, AccessSheetQuery, ExplainQuery } from './access.dto.js';
import { ExplainAccess, type AccessExplanation } from './explain-access.js';

/** Why somebody may do something, and who may. */
@ApiTags('access')
@Controller('api')
export class AccessController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly explanation: ExplainAccess,
    private readonly report: AccessReport,
    private readonly sheet: AccessSheet,
  ) {}

  @Get('documents/:id/access')
  @ApiOperation({
    summary: 'Which rule lets a person do what with a document, or stops it',
    description: 'For oneself, for the people of units that one heads, for administrators.',
  })
  explain(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { person }: ExplainQuery,
  ): Promise<AccessExplanation> {
    return this.unitOfWork.run(actor, (ctx) => this.explanation.of(ctx, id, person));
  }

  @Get('access/report')
  @AdminsOnly()
  @ApiOperation({ summary: 'What people may do in each stream and by which rules; for administrators' })
  people(
    @CurrentActor() actor: Actor,
    @Query() { person, stream, limit = 50, cursor }: AccessReportQuery,
  ): Promise<Page<StreamAccess>> {
    const named = { ...(person !== undefined && { login: person }), ...(stream !== undefined && { stream }) };
    const asked = { limit, ...named, ...(cursor !== undefined && { cursor }) };
    return this.unitOfWork.run(actor, (ctx) => this.report.people(ctx, asked));
  }

  @Get('access/report/sheet')
  @AdminsOnly()
  @ApiOperation({ summary: 'The same as an Excel file, all of it; written to the audit log' })
  @ApiProduces(sheetType)
  async sheetOf(
    @CurrentActor() actor: Actor,
    @Query() { person, stream }: AccessSheetQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { ...(person !== undefined && { login: person }), ...(stream !== undefined && { stream }) };
    await sendSheet(reply, 'access.xlsx', (path) =>
      this.unitOfWork.run(actor, (ctx) => this.sheet.write(ctx, asked, path)),
    );
  }

  @Get('access/report/documents/:id')
  @AdminsOnly()
  @ApiOperation({ summary: 'Everybody who may read a document, with the reason; for administrators' })
  async readers(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Page<DocumentReader>> {
    const items = await this.unitOfWork.run(actor, (ctx) => this.report.readers(ctx, id));
    return { items, nextCursor: null };
  }
}
