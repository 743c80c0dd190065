import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/context.js';
import { clearedCookie, cookieWith, tokenInCookie } from './session-cookie.js';
import type { IssuedSession, SessionPlace } from './sessions.js';

/** A session that has begun. */
export interface SessionView {
  /** For programs, as `Authorization: Bearer`; browsers have it in their cookie. */
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly person: { readonly id: string; readonly login: string; readonly name: string };
}

/** Hands a session that has begun to whoever asked: as a cookie for browsers, as a token for programs. */
export function answerSession(
  reply: FastifyReply,
  publicUrl: string,
  { token, expiresAt, remembered }: IssuedSession,
  { id, login, name }: Actor,
): SessionView {
  giveCookie(reply, publicUrl, { token, expiresAt, remembered });
  void reply.header('location', '/api/me').header('cache-control', 'no-store');
  return { token, expiresAt: expiresAt.toISOString(), person: { id, login, name } };
}

/** Puts the token into the browser; one that is not remembered goes when the browser is closed. */
export function giveCookie(
  reply: FastifyReply,
  publicUrl: string,
  session: Pick<IssuedSession, 'token' | 'expiresAt' | 'remembered'>,
): void {
  const until = session.remembered ? session.expiresAt : undefined;
  void reply.header('set-cookie', cookieWith(session.token, publicUrl, until));
}

/** Takes the token out of the browser. */
export function takeCookie(reply: FastifyReply, publicUrl: string): void {
  void reply.header('set-cookie', clearedCookie(publicUrl));
}

/** From where a session begins, and the session of the same browser that it takes the place of. */
export function placeOf(request: FastifyRequest, publicUrl: string): SessionPlace & { replaces: string | undefined } {
  return {
    address: request.ip,
    agent: request.headers['user-agent'],
    replaces: tokenInCookie(request.headers.cookie, publicUrl),
  };
}
