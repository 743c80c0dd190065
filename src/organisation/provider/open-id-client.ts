import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { CONFIG, type Config, type ProviderConfig } from '../../platform/config.js';
import { Refusal } from '../../platform/errors.js';

/** Where the provider sends people back to. */
export const callbackPath = '/api/session/provider/callback';

const answerWithinSeconds = 10;

/** What a sign-in that has begun must be told again at its end. */
export interface ProviderChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who somebody is, as the provider says. */
export interface ProviderClaims {
  readonly issuer: string;
  readonly subject: string;
  /** Small letters; undefined unless the provider vouches for it. */
  readonly email: string | undefined;
  /** Undefined when the provider does not say. */
  readonly groups: readonly string[] | undefined;
}

/** Talks to the sign-in provider of the settings, which is discovered when it is first needed. */
@Injectable()
export class OpenIdClient {
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** The address at the provider where somebody signs in, with what will be checked of the way back. */
  async begin(): Promise<{ url: string; checks: ProviderChecks }> {
    const client = await this.client();
    const checks = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.callbackUrl,
      scope: this.settings.scope,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, checks };
  }

  /**
   * Who came back with this query string.
   * @throws Refusal unauthenticated for everything that does not fit, unavailable when the provider does not answer
   */
  async finish(query: string, { state, nonce, verifier }: ProviderChecks): Promise<ProviderClaims> {
    const client = await this.client();
    try {
      const tokens = await oidc.authorizationCodeGrant(client, new URL(`${this.callbackUrl}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw refused();
      const missing = claims['email'] === undefined || claims[this.settings.groupsClaim] === undefined;
      const info =
        missing && client.serverMetadata().userinfo_endpoint
          ? await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)
          : {};
      return this.read(claims.iss, claims.sub, { ...info, ...claims });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw refused();
    }
  }

  /**
   * The address at the provider where the session there is ended too, which leads back to the sign-in page; undefined
   * when its discovery offers none. Without a token of the person the provider asks first (RP-Initiated Logout 1.0).
   */
  async signOutUrl(): Promise<string | undefined> {
    const client = await this.client();
    if (client.serverMetadata().end_session_endpoint === undefined) return undefined;
    const back = `${this.config.publicUrl}/sign-in`;
    return oidc.buildEndSessionUrl(client, { post_logout_redirect_uri: back }).href;
  }

  private read(issuer: string, subject: string, claims: Readonly<Record<string, unknown>>): ProviderClaims {
    const { email, email_verified: verified } = claims;
    const vouched = this.settings.trustEmail || verified === true || verified === 'true';
    const groups = claims[this.settings.groupsClaim];
    const names = typeof groups === 'string' ? [groups] : groups;
    return {
      ...{ issuer, subject },
      email: vouched && typeof email === 'string' ? email.trim().toLowerCase() : undefined,
      groups: Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : undefined,
    };
  }

  private get settings(): ProviderConfig {
    if (this.config.provider) return this.config.provider;
    throw new Refusal('notFound', 'no-provider', 'People sign in here by login and password only.');
  }

  private get callbackUrl(): string {
    return `${this.config.publicUrl}${callbackPath}`;
  }

  private async client(): Promise<oidc.Configuration> {
    this.discovered ??= this.discover();
    try {
      return await this.discovered;
    } catch (error) {
      this.discovered = undefined;
      if (error instanceof Refusal) throw error;
      const message = 'The sign-in provider cannot be reached. Try again, or sign in by your password.';
      throw new Refusal('unavailable', 'provider-unreachable', message);
    }
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    return oidc.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
      {
        timeout: answerWithinSeconds,
        // Settings let it be on this very machine only.
        execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
      },
    );
  }
}

function refused(): Refusal {
  return new Refusal('unauthenticated', 'provider-refused', 'The sign-in at the provider did not succeed. Try again.');
}
