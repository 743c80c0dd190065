import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { toBoolean } from '../../platform/http/to-boolean.js';
import { say } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { ApplyImport } from './apply-import.js';
import type { ImportSheet } from './import-columns.js';
import { importTemplate } from './import-template.js';
import { planImport, type ImportAction, type ImportPlan } from './plan-import.js';
import { readWorkbook, type SheetRows } from './read-workbook.js';

/** Query of `POST /api/organisation/import`. */
export class ImportQueryDto {
  /** Send those who are new, and have an address, a letter with a link for a first password. */
  @IsOptional()
  @toBoolean()
  @IsBoolean()
  invite?: boolean;
}

/** How many of a kind are new, changed, or as they were. */
export interface ImportCounts {
  readonly add: number;
  readonly change: number;
  readonly same: number;
}

/** What a file changes, or would change. */
export interface ImportReport {
  readonly units: ImportCounts;
  readonly people: ImportCounts;
  readonly posts: ImportCounts;
  /** Units that get another head. */
  readonly heads: number;
  /** What is wrong, row by row; nothing is imported while there is any. */
  readonly problems: readonly ImportFault[];
  /** What becomes of each unit and person. */
  readonly rows: readonly ImportedRow[];
}

export interface ImportFault {
  readonly sheet: ImportSheet;
  /** As programs for sheets count rows. */
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

export interface ImportedRow {
  readonly sheet: ImportSheet;
  readonly row: number;
  readonly key: string;
  readonly action: ImportAction;
}

const largestFile = 5 * 1024 * 1024;

/** The organisation from an Excel file. Everything or nothing is imported; the same file again changes nothing. */
@ApiTags('administration')
@AdminsOnly()
@Controller('api/organisation/import')
export class ImportController {
  constructor(
    private readonly directory: Directory,
    private readonly applyImport: ApplyImport,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  @Get('template')
  @ApiProduces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @ApiOperation({ summary: 'An Excel file to fill in, with the units and people that there are' })
  async template(@CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await importTemplate(this.directory.snapshot(), actor.language, await this.ownRoles());
    const event = { verb: 'organisation.exported', object: { kind: 'organisation', id: 'all' } };
    await this.unitOfWork.run(actor, (context) => this.audit.write(context, event));
    await reply
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', 'attachment; filename="organisation.xlsx"')
      .send(bytes);
  }

  @NotAudited('it changes nothing')
  @Post('preview')
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiOperation({ summary: 'What an Excel file would change, and what is wrong with it; changes nothing' })
  async preview(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<ImportReport> {
    const rows = await readUpload(request);
    return report(actor, await this.unitOfWork.run(actor, (context) => this.plan(context, rows)));
  }

  @NeedsSession('fresh')
  @Post()
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiOperation({ summary: 'Import an Excel file: all of it in one transaction, or, with a problem, nothing' })
  async apply(
    @CurrentActor() actor: Actor,
    @Query() { invite = false }: ImportQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<ImportReport> {
    const rows = await readUpload(request);
    await this.directory.reload();
    const plan = await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      const planned = await this.plan(context, rows);
      refuseProblems(planned);
      await this.applyImport.execute(context, planned, invite);
      await this.note(context, planned);
      return planned;
    });
    await this.directory.reload();
    return report(actor, plan);
  }

  /** The import as a whole; each change that it made has an entry of its own. */
  private note(context: Context, { units, people, posts, heads }: ImportPlan): Promise<void> {
    const after = { units: counts(units), people: counts(people), posts: counts(posts), heads: heads.size };
    return this.audit.write(context, {
      verb: 'organisation.imported',
      object: { kind: 'organisation', id: 'all' },
      after,
    });
  }

  private async plan({ tx }: Context, rows: SheetRows): Promise<ImportPlan> {
    const roles = await tx.query<{ key: string }>('SELECT key FROM role');
    const present = { roles: new Set(roles.map(({ key }) => key)), ownRoles: await this.ownRoles() };
    return planImport(rows, this.directory.snapshot(), present);
  }

  private async ownRoles(): Promise<Map<string, string[]>> {
    const held = await this.unitOfWork.read<{ login: string; roles: string[] }>(
      `SELECT p.login, array_agg(r.role_key ORDER BY r.role_key) AS roles
       FROM person p JOIN person_role r ON r.person_id = p.id GROUP BY p.login`,
    );
    return new Map(held.map(({ login, roles }) => [login, roles]));
  }
}

async function readUpload(request: FastifyRequest): Promise<SheetRows> {
  const part = request.isMultipart() ? await request.file({ limits: { fileSize: largestFile, files: 1 } }) : undefined;
  if (!part) throw new Refusal('malformed', 'file-missing', 'Expected an Excel file as the part "file".');
  return readWorkbook(await part.toBuffer());
}

function refuseProblems({ problems }: ImportPlan): void {
  if (problems.length === 0) return;
  const message = say('Nothing was imported: {count} cells are wrong. Mend them and import the file again.', {
    count: problems.length,
  });
  throw new Refusal(
    'invalid',
    'import-problems',
    message,
    problems.map(({ sheet, row, column, code, message: sentence }) => ({
      ...{ path: `${sheet}[${row}].${column}`, code, message: sentence },
    })),
  );
}

function report({ language }: Actor, plan: ImportPlan): ImportReport {
  const row = (sheet: ImportSheet) => (of: { row: number; action: ImportAction; key?: string; login?: string }) => ({
    ...{ sheet, row: of.row, key: of.key ?? of.login ?? '', action: of.action },
  });
  return {
    units: counts(plan.units),
    people: counts(plan.people),
    posts: counts(plan.posts),
    heads: plan.heads.size,
    problems: plan.problems.map((problem) => ({ ...problem, message: tell(language, problem.message) })),
    rows: [...plan.units.map(row('units')), ...plan.people.map(row('people'))],
  };
}

function counts(planned: readonly { readonly action: ImportAction }[]): ImportCounts {
  const of = (action: ImportAction) => planned.filter((one) => one.action === action).length;
  return { add: of('add'), change: of('change'), same: of('same') };
}
