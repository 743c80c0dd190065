import type { Actor } from '../context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by the session guard before anything else of the request is looked at. */
    actor?: Actor;
    /** Hex SHA-256 of the session's token; absent on public endpoints. */
    sessionHash?: string;
  }
}
