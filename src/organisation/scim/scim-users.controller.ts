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
import { ScimUsers, type ScimUser } from './scim-users.js';
import { ScimWork } from './scim-work.js';
import { patchedUser, readUser } from './user-values.js';

const json = ['content-type', 'application/scim+json; charset=utf-8'] as const;

/** Users for the directory of the firm (SCIM 2.0). What it offers it describes itself, under `/scim/v2/Schemas`. */
@ApiExcludeController()
@ScimOnly()
@UseFilters(ScimErrors)
@Controller('scim/v2/Users')
export class ScimUsersController {
  constructor(
    private readonly users: ScimUsers,
    private readonly work: ScimWork,
  ) {}

  @Get()
  @Header(...json)
  list(@CurrentActor() actor: Actor, @Query() query: Record<string, string>): Promise<ScimList<ScimUser>> {
    const [filter, part] = [readFilter(query['filter']), readPart(query)];
    return this.work.read(actor, (context) => this.users.list(context, filter, part));
  }

  @Get(':id')
  @Header(...json)
  show(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ScimUser> {
    return this.work.read(actor, (context) => this.users.one(context, id));
  }

  @NotReplayed()
  @Post()
  @Header(...json)
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScimUser> {
    refuseDeepJson(body);
    const values = readUser(body);
    const id = await this.work.change(actor, (context) => this.users.add(context, values));
    const user = await this.show(actor, id);
    void reply.header('location', user.meta.location);
    return user;
  }

  @Put(':id')
  @Header(...json)
  async replace(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: object): Promise<ScimUser> {
    refuseDeepJson(body);
    const values = readUser(body);
    await this.work.change(actor, (context) => this.users.save(context, id, values));
    return this.show(actor, id);
  }

  @Patch(':id')
  @Header(...json)
  async patch(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: object): Promise<ScimUser> {
    refuseDeepJson(body);
    await this.work.change(actor, async (context) => {
      await this.users.save(context, id, patchedUser(await this.users.values(context, id), body));
    });
    return this.show(actor, id);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.work.change(actor, (context) => this.users.leave(context, id));
  }
}
