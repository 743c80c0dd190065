import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Refusal } from '../../platform/errors.js';
import '../../platform/http/request-actor.js';
import { adminRole } from '../access/grant.js';
import { publicActor } from '../directory/actors.js';
import { Directory } from '../directory/directory.js';
import { actorOf } from '../directory/queries.js';
import { adminNeeded, adminsOnly } from './admins-only.decorator.js';
import { isCrossSite } from './cross-site.js';
import { openToAll } from './public.decorator.js';
import { tokenInCookie } from './session-cookie.js';
import { freshMs } from './session-lifetime.js';
import { SessionLookup, type LiveSession } from './session-lookup.js';
import { sessionNeed, type SessionNeed } from './session-need.decorator.js';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Lets a request pass that carries a session, as cookie or as bearer token (RFC 6750), and says who it is. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionLookup,
    private readonly directory: Directory,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(openToAll, handler)) {
      request.actor = { ...publicActor, origin: { address: request.ip } };
      return true;
    }
    const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? tokenInCookie(request.headers.cookie, this.config.publicUrl);
    if (!token) throw new Refusal('unauthenticated', 'no-session', 'This needs a session. Sign in first.');
    if (bearer === undefined) this.refuseOtherSites(request);
    const session = await this.sessions.find(token);
    const organisation = this.directory.snapshot();
    if (!session || !organisation.persons.get(session.personId)?.active) {
      throw new Refusal('unauthenticated', 'session-ended', 'The session has ended. Sign in again.');
    }
    this.refuseOld(session, this.reflector.getAllAndOverride<SessionNeed | undefined>(sessionNeed, handler));
    const origin = { address: request.ip, session: session.id };
    request.actor = { ...actorOf(organisation, session.personId), origin };
    if (this.reflector.getAllAndOverride<boolean>(adminsOnly, handler) && !request.actor.roles.includes(adminRole)) {
      throw adminNeeded();
    }
    request.session = { id: session.id, confirmedAt: session.confirmedAt, byCookie: bearer === undefined };
    return true;
  }

  /** A browser adds the cookie by itself, also when a page of somebody else makes it send the request. */
  private refuseOtherSites(request: FastifyRequest): void {
    if (safeMethods.includes(request.method) || !isCrossSite(request.headers, this.config.publicUrl)) return;
    throw new Refusal('forbidden', 'other-site', 'A page of another site may not change anything here.');
  }

  private refuseOld(session: LiveSession, need: SessionNeed | undefined): void {
    if (need !== 'fresh' || this.clock.now().getTime() - session.confirmedAt < freshMs) return;
    const message = 'Show again who you are before you change this: POST /api/session/confirm with your password.';
    throw new Refusal('forbidden', 'confirm-first', message);
  }
}
