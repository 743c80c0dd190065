import type { Actor } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { adminRole } from '../access/grant.js';

/** What a token for some streams opens: the calls whose every read and write passes the rights of a stream. */
const paths = ['/api/streams', '/api/documents', '/api/files', '/api/search', '/api/me'];

/**
 * The actor of a token that is good for some streams only. An administrator's has no rights of one besides: it may do
 * everything with the documents of these streams, and nothing else.
 */
export function limitedTo(actor: Actor, streams: readonly string[]): Actor {
  const everything = actor.roles.includes(adminRole);
  const roles = actor.roles.filter((role) => role !== adminRole);
  return { ...actor, roles, limit: { streams, everything } };
}

/** @throws Refusal forbidden for a call that is not about the documents of a stream */
export function refuseBesideStreams(url: string): void {
  const path = url.split('?')[0] ?? '';
  if (paths.some((open) => path === open || path.startsWith(`${open}/`))) return;
  throw new Refusal(
    'forbidden',
    'token-for-streams',
    'The API token is for documents of some streams only and opens nothing else.',
  );
}
