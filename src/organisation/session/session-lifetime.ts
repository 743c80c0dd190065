const hour = 3_600_000;

/** A session that is not remembered ends so long after its last use. */
export const idleMs = 12 * hour;
/** No session lives longer than this; a remembered one lives exactly so long. */
export const longestMs = 30 * 24 * hour;
/** An end that would move by less than this is left where it is, so that use does not mean a write each time. */
const slackMs = hour / 12;

/** When a session begun at `nowMs` ends. */
export function firstEnd(nowMs: number, remember: boolean): number {
  return nowMs + (remember ? longestMs : idleMs);
}

/** The new end of a session in use; undefined when the present one stays. */
export function movedEnd(session: { createdAt: number; expiresAt: number }, nowMs: number): number | undefined {
  const end = Math.min(nowMs + idleMs, session.createdAt + longestMs);
  return end - session.expiresAt > slackMs ? end : undefined;
}
