import { Body, Controller, Get, Patch, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../platform/clock.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { Directory } from '../directory/directory.js';
import { CurrentActor } from '../session/current-actor.decorator.js';
import { ChangeMe } from './change-me.js';
import { describeMe, type Me } from './me.js';
import { ChangeMeDto } from './people.dto.js';

@ApiTags('people')
@Controller('api/me')
export class MeController {
  constructor(
    private readonly directory: Directory,
    private readonly changeMe: ChangeMe,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
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
  async change(@CurrentActor() actor: Actor, @Body() body: ChangeMeDto, @Req() request: FastifyRequest): Promise<Me> {
    await this.unitOfWork.run(actor, (context) => this.changeMe.execute(context, body, request.sessionHash));
    await this.directory.reload();
    return this.show(actor);
  }
}
