import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import { Refusal } from '../../platform/errors.js';
import { Public } from '../session/public.decorator.js';
import { giveCookie, placeOf } from '../session/session-answer.js';
import { OpenIdClient } from './open-id-client.js';
import { ownPath } from './own-path.js';
import { providerCookie } from './provider-cookie.js';
import { SignInByProvider } from './sign-in-by-provider.js';

/** Query of `GET /api/session/provider`. */
export class BeginAtProviderDto {
  /** Where to go afterwards: a path of this app. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  to?: string;
}

/** Sign-in at the provider of the firm (OpenID Connect): browsers are sent there and come back. */
@ApiTags('session')
@Public()
@Controller('api/session/provider')
export class ProviderSessionController {
  constructor(
    private readonly signIn: SignInByProvider,
    private readonly client: OpenIdClient,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Go to the sign-in provider of the firm' })
  @ApiResponse({ status: 302, description: 'To the provider, or to the sign-in page with the reason' })
  async begin(
    @Query() { to }: BeginAtProviderDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.orSay(reply, async () => {
      const { url, browser } = await this.signIn.begin(request.ip, ownPath(to) ?? '/desk');
      const { name, kept, maxAge } = this.cookie;
      void reply.setCookie(name, browser, { ...kept, maxAge });
      return url;
    });
  }

  @Get('callback')
  @ApiOperation({ summary: 'Come back from the sign-in provider' })
  @ApiResponse({ status: 302, description: 'Into the app, or to the sign-in page with the reason' })
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, kept } = this.cookie;
    void reply.clearCookie(name, kept);
    await this.orSay(reply, async () => {
      const query = request.url.split('?').slice(1).join('?');
      const browser = request.cookies[name];
      const signedIn = await this.signIn.finish({ query, browser, ...placeOf(request, this.config.publicUrl) });
      giveCookie(reply, this.config.publicUrl, signedIn);
      return signedIn.leadsTo;
    });
  }

  @Get('sign-out')
  @ApiOperation({ summary: 'Go to where the session at the provider is ended, after signing out here' })
  @ApiResponse({ status: 302, description: 'To the provider, or to the sign-in page where it offers no signing out' })
  async signOut(@Res() reply: FastifyReply): Promise<void> {
    await this.orSay(reply, async () => (await this.client.signOutUrl()) ?? '/sign-in');
  }

  /** A browser is here, not a program: what is refused is told on the sign-in page. */
  private async orSay(reply: FastifyReply, work: () => Promise<string>): Promise<void> {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    try {
      await reply.redirect(await work(), 302);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await reply.redirect(`/sign-in?refused=${encodeURIComponent(error.code)}`, 302);
    }
  }

  private get cookie() {
    return providerCookie(this.config.publicUrl);
  }
}
