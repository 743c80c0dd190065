const hour = 3_600_000;

/** A session that is not remembered ends so long after its last use. */
export const idleMs = 12 * hour;
/** No session lives longer than this; a remembered one lives exactly so long. */
export const longestMs = 30 * 24 * hour;
/** An end that would move by less than this is left where it is, so that use does not mean a write each time. */
const slackMs = hour / 12;
/** For the same reason the time of the last use is exact to this. */
export const seenSlackMs = slackMs;
/** So long a token still counts after it was replaced: requests with it may be under way. */
export const graceMs = 15_000;
/** So long after its owner has shown who it is a session may do what is delicate. */
export const freshMs = hour / 4;

/** When a session begun at `nowMs` ends. */
export function firstEnd(nowMs: number, remember: boolean): number {
  return nowMs + (remember ? longestMs : idleMs);
}

/** The new end of a session in use; undefined when the present one stays. */
export function movedEnd(session: { createdAt: number; expiresAt: number }, nowMs: number): number | undefined {
  const end = Math.min(nowMs + idleMs, session.createdAt + longestMs);
  return end - session.expiresAt > slackMs ? end : undefined;
}
