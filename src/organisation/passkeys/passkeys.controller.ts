import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { readBody } from '../../platform/http/read-body.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { AddPasskeyDto, RenamePasskeyDto } from './passkeys.dto.js';
import { Passkeys, type PasskeyView } from './passkeys.js';

/** Answer of `GET /api/me/passkeys`. */
export interface PasskeyListView {
  readonly items: readonly PasskeyView[];
  readonly nextCursor: null;
}

/** What `PublicKeyCredential.parseCreationOptionsFromJSON` takes. */
export type PasskeyCreationOptions = PublicKeyCredentialCreationOptionsJSON;

@ApiTags('session')
@NeedsSession('any')
@Controller('api/me/passkeys')
export class PasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My passkeys' })
  async list(@CurrentActor() actor: Actor): Promise<PasskeyListView> {
    return { items: await this.unitOfWork.run(actor, (context) => this.passkeys.list(context)), nextCursor: null };
  }

  @NeedsSession('fresh')
  @NotReplayed()
  @NotAudited('it makes a challenge, which opens nothing')
  @Post('options')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to add a passkey: what the browser needs to make one; good for five minutes' })
  options(@CurrentActor() actor: Actor): Promise<PasskeyCreationOptions> {
    return this.unitOfWork.run(actor, (context) => this.passkeys.options(context));
  }

  @NeedsSession('fresh')
  @NotReplayed()
  @Post()
  @ApiOperation({ summary: 'Add the passkey that the browser made' })
  @ApiBody({ type: AddPasskeyDto })
  async add(
    @CurrentActor() actor: Actor,
    @Body() body: object,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PasskeyView> {
    const { credential, name } = readBody(AddPasskeyDto, body, 'credential');
    const added = await this.passkeys.add(actor, credential, name);
    void reply.header('location', `/api/me/passkeys/${added.id}`);
    return added;
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Rename one of my passkeys' })
  rename(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: RenamePasskeyDto): Promise<PasskeyView> {
    return this.unitOfWork.run(actor, (context) => this.passkeys.rename(context, id, body.name));
  }

  @NeedsSession('fresh')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove one of my passkeys' })
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.unitOfWork.run(actor, (context) => this.passkeys.remove(context, id));
  }
}
