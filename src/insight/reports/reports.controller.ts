import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsPageLimit } from '../../platform/http/page-limit.js';
import type { FastifyReply } from 'fastify';
import { readFilter } from '../../documents/api/read-filter.js';
import { CurrentActor } from '../../organisation/session/current-actor.decorator.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import type { LocalisedText } from '../../platform/languages.js';
import type { FilterCondition } from '../../streams/definition/stream-definition.js';
import { assignmentsSource } from './definition/report-definition.js';
import { ReportRegistry } from './definition/report-registry.service.js';
import type { ReportTable } from './figures/report-table.js';
import { ListCountedAssignments, type CountedAssignments } from './list-assignments.js';
import { RunReport } from './run-report.js';
import { reportSheet } from './write-report.js';

const day = /^(\d{4}-\d{2}-\d{2})?$/;

/** Query of a report. */
export class ReportQueryDto {
  /** What the rows are grouped by: one of the dimensions of the report. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  by?: string;

  /** The first day of the period; empty for no bound. The period of the definition where neither day is said. */
  @IsOptional()
  @Matches(day, { message: 'Expected a day, e.g. 2026-12-24, or nothing.' })
  from?: string;

  /** The last day of the period; empty for no bound. */
  @IsOptional()
  @Matches(day, { message: 'Expected a day, e.g. 2026-12-24, or nothing.' })
  to?: string;
}

/** Query of the assignments behind a figure. */
export class CountedQueryDto {
  /** JSON: `{"and": [{"field", "op", "value"}]}`, put together from the conditions in the report. */
  @IsString()
  @MaxLength(20_000)
  filter!: string;

  @IsPageLimit()
  limit?: number;

  /** Assignments to pass over. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(20_000)
  skip?: number;
}

/** A report in the menu. */
export interface ReportEntry {
  readonly key: string;
  readonly name: LocalisedText;
  readonly about: LocalisedText | null;
  readonly source: string;
  readonly solution: string;
}

export interface ReportEntries {
  readonly items: ReportEntry[];
}

/** Reports over what whoever asks may see. */
@ApiTags('reports')
@Controller('api/reports')
export class ReportsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly registry: ReportRegistry,
    private readonly reports: RunReport,
    private readonly assignments: ListCountedAssignments,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The reports in my menu' })
  list(@CurrentActor() actor: Actor): ReportEntries {
    const items = this.registry
      .of(actor)
      .map(({ key, name, about = null, source, solution }) => ({ key, name, about, source, solution }));
    return { items };
  }

  @Get(':report')
  @ApiOperation({ summary: 'The figures of a report, each with the conditions that lead to what was counted' })
  async read(
    @CurrentActor() actor: Actor,
    @Param('report') key: string,
    @Query() query: ReportQueryDto,
  ): Promise<ReportTable> {
    const report = this.registry.get(actor, key);
    return this.unitOfWork.run(actor, (ctx) => this.reports.run(ctx, report, query));
  }

  @Get(':report/sheet')
  @ApiOperation({ summary: 'A report as an Excel file, all its rows' })
  @ApiProduces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  async sheet(
    @CurrentActor() actor: Actor,
    @Param('report') key: string,
    @Query() query: ReportQueryDto,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const report = this.registry.get(actor, key);
    const table = await this.unitOfWork.run(actor, async (ctx) => {
      const figures = await this.reports.run(ctx, report, { ...query, most: 50_000 });
      await this.audit.write(ctx, {
        verb: 'report.exported',
        object: { kind: 'report', id: key },
        after: { ...query },
      });
      return figures;
    });
    const content = await reportSheet(table, actor.language);
    void reply
      .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="${key}.xlsx"`);
    return void reply.send(content);
  }

  @Get(':report/assignments')
  @ApiOperation({ summary: 'The assignments behind a figure of a report about assignments' })
  async counted(
    @CurrentActor() actor: Actor,
    @Param('report') key: string,
    @Query() { filter, limit = 50, skip = 0 }: CountedQueryDto,
  ): Promise<CountedAssignments> {
    const report = this.registry.get(actor, key);
    if (report.source !== assignmentsSource) {
      throw new Refusal('notFound', 'no-assignments', 'This report does not count assignments.');
    }
    const conditions = conditionsOf(readFilter(filter));
    return this.unitOfWork.run(actor, (ctx) => this.assignments.list(ctx, report, conditions, { limit, skip }));
  }
}

function conditionsOf(filter: unknown): FilterCondition[] {
  const { and } = (filter ?? {}) as { readonly and?: unknown };
  const sound = (entry: unknown): entry is FilterCondition =>
    typeof (entry as { field?: unknown } | null)?.field === 'string' &&
    typeof (entry as { op?: unknown }).op === 'string';
  if (Array.isArray(and) && and.length <= 50 && and.every(sound)) return and;
  throw new Refusal('malformed', 'malformed-filter', 'Expected {"and": [{"field", "op", "value"}]}.');
}
