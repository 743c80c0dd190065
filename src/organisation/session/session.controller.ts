import { Body, Controller, Delete, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { ConfirmSession } from './confirm-session.js';
import { refuseCrossSite } from './cross-site.js';
import { CurrentActor } from './current-actor.decorator.js';
import { Public } from './public.decorator.js';
import { answerSession, giveCookie, placeOf, takeCookie, type SessionView } from './session-answer.js';
import { NeedsSession } from './session-need.decorator.js';
import { ConfirmSessionDto, SignInDto } from './session.dto.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';

/** Answer of `POST /api/session/confirm`. */
export interface ConfirmedView {
  /** Until when delicate changes are taken without asking again. */
  readonly confirmedUntil: string;
}

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly confirmSession: ConfirmSession,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @NotReplayed()
  @NotAudited('the use case writes session.begun or session.refused')
  @Post()
  @ApiOperation({
    summary: 'Sign in: the cookie for browsers, the token for programs; 401 "code-required" asks for the second factor',
  })
  async begin(
    @Body() body: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    // Otherwise a page of somebody else could sign a visitor in under a login of its own choice.
    refuseCrossSite(request.headers, this.config.publicUrl);
    const { login, password, code, remember = false } = body;
    const place = placeOf(request, this.config.publicUrl);
    const signedIn = await this.signIn.execute({ login, password, code, remember, ...place });
    return answerSession(reply, this.config.publicUrl, signedIn, signedIn.actor);
  }

  @NeedsSession('any')
  @NotReplayed()
  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Show again who I am, before a delicate change; good for 15 minutes' })
  async confirm(
    @CurrentActor() actor: Actor,
    @Body() body: ConfirmSessionDto,
    @Req() { session }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfirmedView> {
    const { until, renewed } = await this.confirmSession.execute(actor, body, session);
    if (renewed) giveCookie(reply, this.config.publicUrl, renewed);
    return { confirmedUntil: until.toISOString() };
  }

  @NeedsSession('any')
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out: the session is gone, here and in every other process' })
  async end(
    @CurrentActor() actor: Actor,
    @Req() { session }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (session) await this.unitOfWork.run(actor, (context) => this.sessions.end(context, session.id));
    takeCookie(reply, this.config.publicUrl);
  }
}
