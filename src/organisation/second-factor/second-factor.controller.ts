import { Body, Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { Attempts } from '../session/attempts.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { OwnPassword } from '../session/own-password.js';
import { NeedsSession } from '../session/session-need.decorator.js';
import { FirstCodeDto, PresentPasswordDto } from './second-factor.dto.js';
import { codeGuesses, SecondFactor, type AuthenticatorSetup, type SecondFactorView } from './second-factor.js';

/** Ten codes, each good once in place of the app's; shown once. */
export interface RecoveryCodesView {
  readonly recoveryCodes: readonly string[];
}

@ApiTags('session')
@NeedsSession('any')
@Controller('api/me/second-factor')
export class SecondFactorController {
  constructor(
    private readonly secondFactor: SecondFactor,
    private readonly ownPassword: OwnPassword,
    private readonly attempts: Attempts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether I have a second factor, and how many recovery codes are left' })
  show(@CurrentActor() actor: Actor): Promise<SecondFactorView> {
    return this.unitOfWork.run(actor, (context) => this.secondFactor.show(context));
  }

  @NeedsSession('fresh')
  @NotReplayed()
  @Post()
  @ApiOperation({ summary: 'Begin to set one up: what the authenticator app needs; counts when confirmed' })
  async begin(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthenticatorSetup> {
    void reply.header('location', '/api/me/second-factor').header('cache-control', 'no-store');
    return this.unitOfWork.run(actor, (context) => this.secondFactor.begin(context));
  }

  @NotReplayed()
  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Confirm it by a first code: from now on it is asked for; answers the recovery codes' })
  async confirm(
    @CurrentActor() actor: Actor,
    @Body() { code }: FirstCodeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoveryCodesView> {
    await this.attempts.takeOrRefuse([codeGuesses(actor.id)], say('Too many wrong codes.'));
    void reply.header('cache-control', 'no-store');
    return this.unitOfWork.run(actor, async (context) => {
      const recoveryCodes = await this.secondFactor.confirm(context, code);
      await this.attempts.clear(context, [codeGuesses(actor.id)[0]]);
      return { recoveryCodes };
    });
  }

  @NotReplayed()
  @Post('recovery-codes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ten new recovery codes in place of those before; needs the password' })
  async renewRecoveryCodes(
    @CurrentActor() actor: Actor,
    @Body() { password }: PresentPasswordDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoveryCodesView> {
    await this.ownPassword.require(actor, password, 'password');
    void reply.header('cache-control', 'no-store');
    const recoveryCodes = await this.unitOfWork.run(actor, (context) => this.secondFactor.renewRecoveryCodes(context));
    return { recoveryCodes };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take my second factor away; needs the password' })
  async remove(@CurrentActor() actor: Actor, @Body() { password }: PresentPasswordDto): Promise<void> {
    await this.ownPassword.require(actor, password, 'password');
    await this.unitOfWork.run(actor, (context) => this.secondFactor.remove(context, actor.id));
  }
}
