import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import type { AttemptRule } from '../session/attempt-limit.js';
import { Attempts } from '../session/attempts.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { Public } from '../session/public.decorator.js';
import { ChoosePassword, type PasswordLinkView } from './choose-password.js';
import { ChoosePasswordDto, LinkTokenDto, ResetPasswordDto } from './passwords.dto.js';
import { ResetPassword } from './reset-password.js';

const quarterOfAnHour = 15 * 60_000;
/** Letters to one person: nobody's mailbox is to be filled by others. */
const perName: AttemptRule = { most: 3, windowMs: quarterOfAnHour };
const perAddress: AttemptRule = { most: 50, windowMs: quarterOfAnHour };

/** Passwords that were forgotten, or not chosen yet. No session. */
@ApiTags('session')
@Public()
@Controller('api')
export class PasswordsController {
  constructor(
    private readonly resetPassword: ResetPassword,
    private readonly choosePassword: ChoosePassword,
    private readonly attempts: Attempts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @NotReplayed()
  @NotAudited('the use case writes password.reset-requested, where there is such a person')
  @Post('password-reset')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Ask for a link to choose a new password; the answer is the same for those who do not exist',
  })
  async reset(
    @CurrentActor() actor: Actor,
    @Body() { login }: ResetPasswordDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const counted = [
      [`reset by ${request.ip}`, perAddress],
      [`reset of ${login.trim().toLowerCase()}`, perName],
    ] as const;
    await this.attempts.takeOrRefuse(counted, say('Letters were asked for too often.'));
    await this.unitOfWork.run(actor, (context) => this.resetPassword.request(context, login));
  }

  @NotReplayed()
  @NotAudited('it changes nothing')
  @Post('new-password/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whose link it is; does not use it up' })
  async check(
    @CurrentActor() actor: Actor,
    @Body() { token }: LinkTokenDto,
    @Req() request: FastifyRequest,
  ): Promise<PasswordLinkView> {
    await this.countLink(request);
    return this.unitOfWork.run(actor, (context) => this.choosePassword.look(context, token));
  }

  @NotReplayed()
  @NotAudited('the use case writes password.… of the person whose link it was')
  @Post('new-password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Choose a password by the link of a letter; ends all sessions of the account' })
  async choose(@Body() { token, password }: ChoosePasswordDto, @Req() request: FastifyRequest): Promise<void> {
    await this.countLink(request);
    await this.choosePassword.execute(request.ip, token, password);
  }

  private async countLink({ ip }: FastifyRequest): Promise<void> {
    await this.attempts.takeOrRefuse([[`link by ${ip}`, perAddress]], say('Too many attempts.'));
  }
}
