import { Body, Controller, Get, Inject, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { Directory } from '../directory/directory.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { NewPassword } from '../passwords/new-password.js';
import { giveCookie } from '../session/session-answer.js';
import { sessionNeeded } from '../session/session-need.decorator.js';
import { ChangeMe } from './change-me.js';
import { describeMe, type Me } from './me.js';
import { ChangeMeDto } from './people.dto.js';

@ApiTags('people')
@Controller('api/me')
export class MeController {
  constructor(
    private readonly directory: Directory,
    private readonly changeMe: ChangeMe,
    private readonly newPassword: NewPassword,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Who am I, where do I belong, for whom do I act. */
  @Get()
  show(@CurrentActor() actor: Actor): Me {
    const organisation = this.directory.snapshot();
    const person = organisation.persons.get(actor.id);
    if (!person) throw new Refusal('unauthenticated', 'session-ended', 'The session has ended. Sign in again.');
    return describeMe(organisation, person, this.clock.now());
  }

  /** Changes my language or my password. A new password ends my other sessions. */
  @Patch()
  async change(
    @CurrentActor() actor: Actor,
    @Body() body: ChangeMeDto,
    @Req() { session }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const { language, password, currentPassword = '' } = body;
    if (password !== undefined && !session) throw sessionNeeded();
    const change =
      password === undefined ? {} : { password: await this.newPassword.instead(actor, currentPassword, password) };
    const request = { ...change, ...(language === undefined ? {} : { language }) };
    const renewed = await this.unitOfWork.run(actor, (context) => this.changeMe.execute(context, request, session));
    if (renewed) giveCookie(reply, this.config.publicUrl, renewed);
    await this.directory.reload();
    return this.show(actor);
  }
}
