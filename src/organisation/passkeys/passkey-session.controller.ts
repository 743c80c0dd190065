import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import { NotReplayed } from '../../platform/http/not-replayed.decorator.js';
import { readBody } from '../../platform/http/read-body.js';
import { NotAudited } from '../../platform/http/not-audited.decorator.js';
import { refuseCrossSite } from '../session/cross-site.js';
import { Public } from '../session/public.decorator.js';
import { answerSession, placeOf, type SessionView } from '../session/session-answer.js';
import { PasskeySignInDto } from './passkeys.dto.js';
import { SignInByPasskey } from './sign-in-by-passkey.js';

/** What `PublicKeyCredential.parseRequestOptionsFromJSON` takes. */
export type PasskeyRequestOptions = PublicKeyCredentialRequestOptionsJSON;

@ApiTags('session')
@Public()
@Controller('api/session/passkey')
export class PasskeySessionController {
  constructor(
    private readonly signIn: SignInByPasskey,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @NotReplayed()
  @NotAudited('it makes a challenge, which opens nothing')
  @Post('options')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to sign in by a passkey: what the browser needs; good for five minutes' })
  options(@Req() request: FastifyRequest): Promise<PasskeyRequestOptions> {
    return this.signIn.options(request.ip);
  }

  @NotReplayed()
  @NotAudited('the use case writes session.begun or session.refused')
  @Post()
  @ApiOperation({ summary: 'Sign in by a passkey; it stands for password and second factor' })
  @ApiBody({ type: PasskeySignInDto })
  async begin(
    @Body() body: object,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    refuseCrossSite(request.headers, this.config.publicUrl);
    const { credential, remember = false } = readBody(PasskeySignInDto, body, 'credential');
    const place = placeOf(request, this.config.publicUrl);
    const signedIn = await this.signIn.execute({ credential, remember, ...place });
    return answerSession(reply, this.config.publicUrl, signedIn, signedIn.actor);
  }
}
