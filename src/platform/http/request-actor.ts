import type { Actor } from '../context.js';

/** The session that a request carries. */
export interface RequestSession {
  /** Its public name. */
  readonly id: string;
  /** When its owner last showed who it is, by password, passkey or provider; milliseconds of the epoch. */
  readonly confirmedAt: number;
  /** Whether it came as a cookie, which the answer can renew. */
  readonly byCookie: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by the session guard before anything else of the request is looked at. */
    actor?: Actor;
    /** Absent on public endpoints, and for a request with an API token. */
    session?: RequestSession;
  }
}
