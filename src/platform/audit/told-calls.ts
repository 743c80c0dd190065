import type { Actor, Origin } from '../context.js';

/** Requests of which something was written into the audit log, or into the history of a document, which goes into it. */
const told = new WeakSet<Origin>();

/** Notes that what the request does is on record. */
export function noteTold({ origin }: Pick<Actor, 'origin'>): void {
  if (origin) told.add(origin);
}

/** Whether something that the request did is on record; also true where no request is behind the actor. */
export function isTold({ origin }: Pick<Actor, 'origin'>): boolean {
  return origin === undefined || told.has(origin);
}

/** Address and session for a row of history; notes that the request is on record by it. */
export function toldFrom(actor: Pick<Actor, 'origin'>): [address: string | null, session: string | null] {
  noteTold(actor);
  return [actor.origin?.address ?? null, actor.origin?.session ?? null];
}
