import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor, Context } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { expectedVersion, versionTag } from '../../platform/http/if-match.js';
import { beginChange } from '../directory/begin-change.js';
import { Directory } from '../directory/directory.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { AccountsQueryDto, AddAccountDto, ChangeAccountDto } from './accounts.dto.js';
import { Accounts, type AccountsPage, type AccountView } from './accounts.js';
import { ChangeAccount } from './change-account.js';
import { CloseAccount } from './close-account.js';
import { InvitePerson } from './invite-person.js';

/** People as administrators see and change them. It gives rights, so it takes a session just confirmed. */
@ApiTags('administration')
@AdminsOnly()
@Controller('api')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly changeAccount: ChangeAccount,
    private readonly closeAccount: CloseAccount,
    private readonly invitePerson: InvitePerson,
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: Directory,
  ) {}

  @Get('accounts')
  @ApiOperation({ summary: 'All people with their accounts, by name; also those who have left' })
  list(@CurrentActor() actor: Actor, @Query() query: AccountsQueryDto): Promise<AccountsPage> {
    return this.unitOfWork.run(actor, (context) => this.accounts.list(context, query));
  }

  @Get('people/:person')
  @ApiOperation({ summary: 'One person with the account, by login or id' })
  async show(
    @CurrentActor() actor: Actor,
    @Param('person') person: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    const account = await this.unitOfWork.run(actor, (context) => this.accounts.one(context, person));
    void reply.header('etag', versionTag(account.version));
    return account;
  }

  @NeedsSession('fresh')
  @Post('people')
  @ApiOperation({ summary: 'Add a person; with `invite` a letter brings a link for the first password' })
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: AddAccountDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    const id = await this.changed(actor, (context) => this.changeAccount.add(context, body));
    void reply.header('location', `/api/people/${id}`);
    return this.show(actor, id, reply);
  }

  @NeedsSession('fresh')
  @Patch('people/:person')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag that the person was read with' })
  @ApiOperation({ summary: 'Change name, addresses, language, calendar, roles and posts of a person' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('person') person: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: ChangeAccountDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    const expected = expectedVersion(ifMatch);
    await this.changed(actor, (context) => this.changeAccount.change(context, person, body, expected));
    return this.show(actor, person, reply);
  }

  @NeedsSession('fresh')
  @Post('people/:person/deactivate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let somebody leave: ends sessions, tokens and links at once' })
  async deactivate(
    @CurrentActor() actor: Actor,
    @Param('person') person: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    await this.changed(actor, (context) => this.closeAccount.close(context, person));
    return this.show(actor, person, reply);
  }

  @NeedsSession('fresh')
  @Post('people/:person/reactivate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let somebody who has left come back' })
  async reactivate(
    @CurrentActor() actor: Actor,
    @Param('person') person: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    await this.changed(actor, (context) => this.closeAccount.open(context, person));
    return this.show(actor, person, reply);
  }

  @NeedsSession('fresh')
  @Post('people/:person/invitation')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send the letter with a link for the first password, again if need be' })
  async invite(@CurrentActor() actor: Actor, @Param('person') person: string): Promise<void> {
    await this.unitOfWork.run(actor, (context) => this.invitePerson.execute(context, person));
  }

  private async changed<Result>(actor: Actor, work: (context: Context) => Promise<Result>): Promise<Result> {
    const result = await this.unitOfWork.run(actor, async (context) => {
      await beginChange(context);
      return work(context);
    });
    await this.directory.reload();
    return result;
  }
}
