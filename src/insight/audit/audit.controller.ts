import { Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sendSheet, sheetType } from '../../documents/export/send-sheet.js';
import { xlsxFile } from '../../documents/export/sheet-files.js';
import { requireAuditor } from '../../organisation/audit/auditors.js';
import { Directory } from '../../organisation/directory/directory.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { AuditReport } from '../../platform/audit/audit-report.js';
import { HeadFile } from '../../platform/audit/head-file.js';
import { VerifyAudit } from '../../platform/audit/verify-audit.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import type { Page } from '../../platform/http/page.js';
import { auditCells, auditHeads } from './audit-sheet.js';
import { AuditFilterQuery, AuditQuery } from './audit.dto.js';
import { ReadAudit, type AuditEntryView } from './read-audit.js';

/** What entries are about. */
export interface AuditKinds {
  readonly items: string[];
}

const mostRows = 200_000;
const mostProblems = 200;
/** Reading on within this time is the same look. */
const sameLookMs = 600_000;
const log = { kind: 'audit', id: 'log' };

/** The audit log, for administrators and auditors. */
@ApiTags('audit')
@Controller('api/audit')
export class AuditController {
  private verifying = false;
  private readonly looked = new Map<string, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: ReadAudit,
    private readonly audit: AuditLog,
    private readonly verifyAudit: VerifyAudit,
    private readonly headFile: HeadFile,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Who did what, for whom, when and from where, with what was before and after; the latest first',
    description: 'Reading it is an entry too, one for each reader and ten minutes.',
  })
  list(@CurrentActor() actor: Actor, @Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    requireAuditor(actor);
    const { limit = 50, cursor, ...filter } = query;
    return this.unitOfWork.run(actor, async (ctx) => {
      await this.noteLook(ctx, filter);
      return this.entries.page(ctx, filter, limit, cursor);
    });
  }

  @Get('kinds')
  @ApiOperation({ summary: 'What entries are about: the beginnings of their verbs' })
  async kinds(@CurrentActor() actor: Actor): Promise<AuditKinds> {
    requireAuditor(actor);
    return { items: await this.unitOfWork.run(actor, (ctx) => this.entries.kinds(ctx)) };
  }

  @Get('sheet')
  @ApiOperation({ summary: 'The audit log, filtered, as an Excel file; written to the audit log' })
  @ApiProduces(sheetType)
  async sheet(
    @CurrentActor() actor: Actor,
    @Query() filter: AuditFilterQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    requireAuditor(actor);
    await sendSheet(reply, 'audit.xlsx', (path) =>
      this.unitOfWork.run(actor, async (ctx) => {
        const rows = await this.fill(ctx, filter, path);
        await this.audit.write(ctx, { verb: 'audit.exported', object: log, after: { rows, filter: { ...filter } } });
      }),
    );
  }

  @Post('verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether the log, its chain and the histories of documents are what the program wrote' })
  async verify(@CurrentActor() actor: Actor): Promise<AuditReport> {
    requireAuditor(actor);
    if (this.verifying)
      throw new Refusal('tooMany', 'verifying', 'The log is being verified already. Try again in a minute.');
    this.verifying = true;
    try {
      const noted = await this.headFile.read();
      const report = await this.verifyAudit.verify(...(noted ? [noted] : []));
      const { sealed, problems } = report;
      const after = { sealed, problems: problems.length };
      await this.unitOfWork.run(actor, (ctx) => this.audit.write(ctx, { verb: 'audit.verified', object: log, after }));
      return { ...report, problems: problems.slice(0, mostProblems) };
    } finally {
      this.verifying = false;
    }
  }

  private async fill(ctx: Context, filter: AuditFilterQuery, path: string): Promise<number> {
    const { timeZone } = calendarFor(this.directory.snapshot(), { personId: ctx.actor.id });
    const file = xlsxFile(path, auditHeads[ctx.actor.language], timeZone);
    let [rows, cursor]: [number, string | null | undefined] = [0, undefined];
    while (cursor !== null) {
      const page: Page<AuditEntryView> = await this.entries.page(ctx, filter, 1000, cursor);
      for (const entry of page.items) await file.add(auditCells(entry));
      rows += page.items.length;
      if (rows > mostRows)
        throw new Refusal('tooLarge', 'too-many-rows', 'These are too many entries. Narrow the period.');
      cursor = page.nextCursor;
    }
    await file.end();
    return rows;
  }

  private async noteLook(ctx: Context, filter: AuditFilterQuery): Promise<void> {
    const [now, last] = [ctx.now.getTime(), this.looked.get(ctx.actor.id)];
    if (last !== undefined && Math.abs(now - last) < sameLookMs) return;
    await this.audit.write(ctx, { verb: 'audit.read', object: log, after: { filter: { ...filter } } });
    this.looked.set(ctx.actor.id, now);
  }
}
