import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import type { Page } from '../../platform/http/page.js';
import { Directory } from '../directory/directory.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import type { NewApiTokenView } from '../tokens/api-tokens.js';
import { MakeServiceTokenDto, ordinaryLifeDays } from '../tokens/tokens.dto.js';
import { AddServiceAccountDto, ChangeServiceAccountDto } from './service-accounts.dto.js';
import { ServiceAccounts, type ServiceAccountView } from './service-accounts.js';

@ApiTags('administration')
@AdminsOnly()
@NeedsSession('any')
@Controller('api/service-accounts')
export class ServiceAccountsController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: Directory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts of programs, with their tokens' })
  async list(@CurrentActor() actor: Actor): Promise<Page<ServiceAccountView>> {
    return { items: await this.unitOfWork.run(actor, (context) => this.accounts.list(context)), nextCursor: null };
  }

  @NeedsSession('fresh')
  @Post()
  @ApiOperation({ summary: 'Add an account for a program' })
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: AddServiceAccountDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountView> {
    const added = await this.unitOfWork.run(actor, (context) => this.accounts.add(context, body));
    await this.directory.reload();
    void reply.header('location', `/api/service-accounts/${added.id}`);
    return added;
  }

  @NeedsSession('fresh')
  @Patch(':id')
  @ApiOperation({ summary: 'Rename it, give it other roles, close it or open it again' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ChangeServiceAccountDto,
  ): Promise<ServiceAccountView> {
    const changed = await this.unitOfWork.run(actor, (context) => this.accounts.change(context, id, body));
    await this.directory.reload();
    return changed;
  }

  @NeedsSession('fresh')
  @NotReplayed()
  @Post(':id/tokens')
  @ApiOperation({ summary: 'Make a token for it; it is shown this once' })
  async makeToken(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { name, scopes, streams, days = ordinaryLifeDays }: MakeServiceTokenDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewApiTokenView> {
    const wish = { name, scopes, streams, days };
    const made = await this.unitOfWork.run(actor, (context) => this.accounts.makeToken(context, id, wish));
    void reply.header('location', `/api/service-accounts/${id}/tokens/${made.id}`).header('cache-control', 'no-store');
    return made;
  }

  @Delete(':id/tokens/:token')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke one of its tokens, at once and in every process' })
  async revokeToken(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('token') token: string,
  ): Promise<void> {
    await this.unitOfWork.run(actor, (context) => this.accounts.revokeToken(context, id, token));
  }
}
