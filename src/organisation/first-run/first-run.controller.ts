import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { languageFromHeader } from '../../platform/languages.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { publicActor } from '../directory/actors.js';
import { NewPassword } from '../passwords/new-password.js';
import { Public } from '../session/public.decorator.js';
import { answerSession, placeOf, type SessionView } from '../session/session-answer.js';
import { SignIn } from '../session/sign-in.js';
import { FirstRunDto } from './first-run.dto.js';
import { FirstRun } from './first-run.js';

/** Answer of `GET /api/first-run`. */
export interface FirstRunView {
  /** There are no people yet: whoever has the link that the server printed makes the first administrator. */
  readonly needed: boolean;
}

@ApiTags('session')
@Public()
@Controller('api/first-run')
export class FirstRunController {
  constructor(
    private readonly firstRun: FirstRun,
    private readonly newPassword: NewPassword,
    private readonly signIn: SignIn,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether the first administrator is still to be made' })
  async show(): Promise<FirstRunView> {
    return { needed: await this.firstRun.isNeeded() };
  }

  @NotReplayed()
  @NotAudited('the use case writes first-run.done')
  @Post()
  @ApiOperation({ summary: 'Make the first administrator by the link that the server printed, and sign in' })
  async make(
    @Body() body: FirstRunDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { token, login, name, email, organisation, password } = body;
    await this.firstRun.look(token);
    const passwordHash = await this.newPassword.forOwner({ login, name, email }, password, organisation);
    const language = body.language ?? languageFromHeader(request.headers['accept-language']);
    const made = { token, login, name, email, organisation, language, passwordHash };
    const visitor = { ...publicActor, origin: { address: request.ip } };
    const id = await this.unitOfWork.run(visitor, (context) => this.firstRun.execute(context, made));
    await this.firstRun.finished();
    const actor = await this.signIn.actorFor(id);
    const place = placeOf(request, this.config.publicUrl);
    const session = await this.unitOfWork.run(actor, (context) =>
      this.signIn.begin(context, 'link', { ...place, remember: false }),
    );
    return answerSession(reply, this.config.publicUrl, session, actor);
  }
}
