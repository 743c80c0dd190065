import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseFilters,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { refuseDeepJson } from '../../platform/http/request-shape.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { ScimOnly } from '../tokens/scim-only.decorator.js';
import { readFilter, readPart, type ScimList } from './scim-shapes.js';
import { ScimErrors } from './scim-errors.js';
import { ScimGroups, type ScimGroup } from './scim-groups.js';
import { ScimWork } from './scim-work.js';
import { patchedGroup, readGroup } from './group-values.js';

const json = ['content-type', 'application/scim+json; charset=utf-8'] as const;

/** Groups for the directory of the firm (SCIM 2.0). What it offers it describes itself, under `/scim/v2/Schemas`. */
@ApiExcludeController()
@ScimOnly()
@UseFilters(ScimErrors)
@Controller('scim/v2/Groups')
export class ScimGroupsController {
  constructor(
    private readonly groups: ScimGroups,
    private readonly work: ScimWork,
  ) {}

  @Get()
  @Header(...json)
  list(@CurrentActor() actor: Actor, @Query() query: Record<string, string>): Promise<ScimList<ScimGroup>> {
    const [filter, part] = [readFilter(query['filter']), readPart(query)];
    return this.work.read(actor, (context) => this.groups.list(context, filter, part, withMembers(query)));
  }

  @Get(':id')
  @Header(...json)
  show(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: Record<string, string> = {},
  ): Promise<ScimGroup> {
    return this.work.read(actor, (context) => this.groups.one(context, id, withMembers(query)));
  }

  @NotReplayed()
  @Post()
  @Header(...json)
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScimGroup> {
    refuseDeepJson(body);
    const values = readGroup(body);
    const id = await this.work.change(actor, (context) => this.groups.add(context, values));
    const group = await this.show(actor, id);
    void reply.header('location', group.meta.location);
    return group;
  }

  @Put(':id')
  @Header(...json)
  async replace(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: object): Promise<ScimGroup> {
    refuseDeepJson(body);
    const values = readGroup(body);
    await this.work.change(actor, (context) => this.groups.save(context, id, values));
    return this.show(actor, id);
  }

  @Patch(':id')
  @Header(...json)
  async patch(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: object): Promise<ScimGroup> {
    refuseDeepJson(body);
    await this.work.change(actor, async (context) => {
      await this.groups.save(context, id, patchedGroup(await this.groups.values(context, id), body));
    });
    return this.show(actor, id);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.work.change(actor, (context) => this.groups.remove(context, id));
  }
}

function withMembers(query: Readonly<Record<string, string>>): boolean {
  return !/(^|[\s,])members([\s,]|$)/i.test(query['excludedAttributes'] ?? '');
}
