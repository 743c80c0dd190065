import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Refusal } from '../../platform/errors.js';
import type { RequestSession } from '../../platform/http/request-actor.js';
import { adminRole } from '../access/grant.js';
import { publicActor } from '../directory/actors.js';
import { Directory } from '../directory/directory.js';
import { actorOf } from '../directory/queries.js';
import { adminNeeded, adminsOnly } from './admins-only.decorator.js';
import { isCrossSite } from './cross-site.js';
import { openToAll } from './public.decorator.js';
import { tokenInCookie } from './session-cookie.js';
import { freshMs } from './session-lifetime.js';
import { SessionLookup } from './session-lookup.js';
import { sessionNeed, sessionNeeded, type SessionNeed } from './session-need.decorator.js';
import { isApiToken, type TokenScope } from '../tokens/api-token.js';
import { scimOnly } from '../tokens/scim-only.decorator.js';
import { limitedTo, refuseBesideStreams } from '../tokens/stream-limit.js';
import { TokenLookup } from '../tokens/token-lookup.js';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Who asks, by what. */
interface Shown {
  readonly personId: string;
  /** Id of the session or token. */
  readonly id: string;
  readonly session?: RequestSession;
  /** Of an API token. */
  readonly scopes?: readonly TokenScope[];
  /** Of an API token that is good for some streams only. */
  readonly streams?: readonly string[] | null;
}

/**
 * Lets a request pass that carries a session, as cookie or as bearer token (RFC 6750), or an API token; says who it is, and
 * refuses what the handler's decorators keep from it.
 */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionLookup,
    private readonly tokens: TokenLookup,
    private readonly directory: Directory,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.told<boolean>(context, openToAll)) {
      request.actor = { ...publicActor, origin: { address: request.ip } };
      return true;
    }
    const shown = await this.shown(request);
    const organisation = this.directory.snapshot();
    if (!organisation.persons.get(shown.personId)?.active) throw ended();
    const actor = { ...actorOf(organisation, shown.personId), origin: { address: request.ip, session: shown.id } };
    request.actor = shown.streams ? limitedTo(actor, shown.streams) : actor;
    if (shown.session) request.session = shown.session;
    this.refuseScope(request, shown.scopes, this.told<boolean>(context, scimOnly) ?? false);
    if (shown.streams) refuseBesideStreams(request.url);
    this.refuseSession(shown.session, this.told<SessionNeed>(context, sessionNeed));
    if (this.told<boolean>(context, adminsOnly) && !request.actor.roles.includes(adminRole)) throw adminNeeded();
    return true;
  }

  private told<Value>(context: ExecutionContext, key: string): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(key, [context.getHandler(), context.getClass()]);
  }

  private async shown(request: FastifyRequest): Promise<Shown> {
    const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined && isApiToken(bearer)) {
      const token = await this.tokens.find(bearer, request.ip);
      if (!token) throw new Refusal('unauthenticated', 'token-ended', 'The API token is not known, or has expired.');
      return token;
    }
    const token = bearer ?? tokenInCookie(request.headers.cookie, this.config.publicUrl);
    if (!token) throw new Refusal('unauthenticated', 'no-session', 'This needs a session. Sign in first.');
    if (bearer === undefined) this.refuseOtherSites(request);
    const found = await this.sessions.find(token);
    if (!found) throw ended();
    const { id, personId, confirmedAt } = found;
    return { id, personId, session: { id, confirmedAt, byCookie: bearer === undefined } };
  }

  /** A browser adds the cookie by itself, also when a page of somebody else makes it send the request. */
  private refuseOtherSites(request: FastifyRequest): void {
    if (safeMethods.includes(request.method) || !isCrossSite(request.headers, this.config.publicUrl)) return;
    throw new Refusal('forbidden', 'other-site', 'A page of another site may not change anything here.');
  }

  private refuseScope({ method }: FastifyRequest, scopes: Shown['scopes'], scim: boolean): void {
    if (scim && !scopes?.includes('scim')) {
      throw new Refusal(
        'forbidden',
        'scope-missing',
        'This needs an API token of a service account with the scope "scim".',
      );
    }
    if (scopes === undefined || scim || scopes.includes('write')) return;
    if (!scopes.includes('read')) {
      throw new Refusal('forbidden', 'scope-missing', 'The API token has the scope "scim", which opens nothing else.');
    }
    if (safeMethods.includes(method)) return;
    throw new Refusal('forbidden', 'read-only-token', 'The API token may read only. This needs the scope "write".');
  }

  private refuseSession(session: RequestSession | undefined, need: SessionNeed | undefined): void {
    if (need === undefined) return;
    if (!session) throw sessionNeeded();
    if (need === 'any' || this.clock.now().getTime() - session.confirmedAt < freshMs) return;
    const message = 'Show again who you are before you change this: POST /api/session/confirm with your password.';
    throw new Refusal('forbidden', 'confirm-first', message);
  }
}

function ended(): Refusal {
  return new Refusal('unauthenticated', 'session-ended', 'The session has ended. Sign in again.');
}
