import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { expectedVersion, versionTag } from '../../platform/http/if-match.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import { findUnit } from '../directory/queries.js';
import { PastOrganisation, type UnitPast } from '../past/past-organisation.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { ChangeUnits } from './change-units.js';
import { AddUnitDto, ChangeUnitDto, UnitsListDto, UnitsQueryDto } from './units.dto.js';
import { unitTree, unitView, type UnitWithPeople } from './unit-view.js';

export interface Units {
  readonly items: UnitWithPeople[];
}

const versionHeader = { name: 'If-Match', required: true, description: 'The ETag that the unit was read with' };

/** The parts of the organisation: to whom a call is handed, whose calendar is looked at, who headed it in March. */
@ApiTags('people')
@Controller('api/units')
export class UnitsController {
  constructor(
    private readonly directory: Directory,
    private readonly past: PastOrganisation,
    private readonly units: ChangeUnits,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({
    summary:
      'All units with their people, those above before those below; `on`: as it was on a day; `closed`: those too',
  })
  async list(@CurrentActor() actor: Actor, @Query() { on, closed = false }: UnitsListDto): Promise<Units> {
    const org = on === undefined ? this.directory.snapshot() : await this.past.on(on);
    return { items: unitTree(org, actor.language, closed) };
  }

  @Get(':unit')
  @ApiOperation({ summary: 'One unit, by its key or id; `on`: as it was on a day' })
  async show(
    @CurrentActor() actor: Actor,
    @Param('unit') key: string,
    @Query() { on }: UnitsQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitWithPeople> {
    const org = on === undefined ? this.directory.snapshot() : await this.past.on(on);
    const unit = findUnit(org, key);
    if (!unit) throw unknown();
    if (unit.version !== undefined) void reply.header('etag', versionTag(unit.version));
    return unitView(org, unit, actor.language);
  }

  @Get(':unit/history')
  @ApiOperation({ summary: 'Who headed the unit and held its posts, and when' })
  async history(@Param('unit') key: string): Promise<UnitPast> {
    const unit = findUnit(this.directory.snapshot(), key);
    if (!unit) throw unknown();
    return this.past.ofUnit(unit.id);
  }

  @AdminsOnly()
  @Post()
  @ApiOperation({ summary: 'Add a unit' })
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: AddUnitDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitWithPeople> {
    const since = this.since(body);
    const key = await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context, since);
      return this.units.add(context, body);
    });
    void reply.header('location', `/api/units/${encodeURIComponent(key)}`);
    return this.now(actor, key, reply);
  }

  @AdminsOnly()
  @Patch(':unit')
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Rename a unit, move it, name its head or its calendar' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('unit') key: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: ChangeUnitDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitWithPeople> {
    const expected = expectedVersion(ifMatch);
    const since = this.since(body);
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context, since);
      await this.units.change(context, key, body, expected);
    });
    return this.now(actor, key, reply);
  }

  @AdminsOnly()
  @Delete(':unit')
  @HttpCode(204)
  @ApiHeader(versionHeader)
  @ApiOperation({ summary: 'Remove a unit that nothing is in' })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('unit') key: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    const expected = expectedVersion(ifMatch);
    await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      await this.units.remove(context, key, expected);
    });
    await this.directory.reload();
  }

  private since({ since }: { readonly since?: string }): Date | undefined {
    return since === undefined ? undefined : this.past.beginOf(since);
  }

  private async now(actor: Actor, key: string, reply: FastifyReply): Promise<UnitWithPeople> {
    await this.directory.reload();
    const org = this.directory.snapshot();
    const unit = findUnit(org, key);
    if (!unit) throw unknown();
    void reply.header('etag', versionTag(unit.version ?? 1));
    return unitView(org, unit, actor.language);
  }
}

function unknown(): Refusal {
  return new Refusal('notFound', 'unknown-unit', 'There is no such unit.');
}
