import { Body, Controller, Delete, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Actor } from '../../platform/context.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { isCrossSite } from './cross-site.js';
import { CurrentActor } from './current-actor.decorator.js';
import { Public } from './public.decorator.js';
import { clearedCookie, cookieWith } from './session-cookie.js';
import { SignInDto } from './session.dto.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';

/** A session that has begun. */
export interface SessionView {
  /** For programs, as `Authorization: Bearer`; browsers have it in their cookie. */
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly person: { readonly id: string; readonly login: string; readonly name: string };
}

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Signs in: the cookie for browsers, the token for programs. The answer holds a secret, so it is never stored. */
  @Public()
  @NotReplayed()
  @Post()
  async begin(
    @Body() body: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    // Otherwise a page of somebody else could sign a visitor in under a login of its own choice.
    if (isCrossSite(request.headers, this.config.publicUrl)) {
      throw new Refusal('forbidden', 'other-site', 'A page of another site may not sign anyone in here.');
    }
    const remember = body.remember ?? false;
    const { login, password } = body;
    const signedIn = await this.signIn.execute({ login, password, remember, address: request.ip });
    const { token, expiresAt, actor } = signedIn;
    void reply.header('set-cookie', cookieWith(token, this.config.publicUrl, remember ? expiresAt : undefined));
    void reply.header('location', '/api/me').header('cache-control', 'no-store');
    const person = { id: actor.id, login: actor.login, name: actor.name };
    return { token, expiresAt: expiresAt.toISOString(), person };
  }

  /** Signs out: the session is gone, here and in every other process. */
  @Delete()
  @HttpCode(204)
  async end(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const hash = request.sessionHash;
    if (hash !== undefined) await this.unitOfWork.run(actor, (context) => this.sessions.end(context, hash));
    void reply.header('set-cookie', clearedCookie(this.config.publicUrl));
  }
}
