import type { PersonSettings } from '../settings/settings-store.js';
import { nextDigest } from '../settings/sending-time.js';
import type { Told } from './notice.js';

/** A letter waits so long for what comes right behind, so that both go together. */
const gatherMs = 60_000;
/** Letters of new things do not follow each other more closely. */
const pauseMs = 5 * 60_000;

/** By which ways a notification goes, and when; null for the ways that it does not go. */
export interface Ways {
  readonly bell: boolean;
  readonly pushAt: Date | null;
  readonly mailAt: Date | null;
  readonly digestAt: Date | null;
}

/** Undefined for what the person does not want to be told of at all. Quiet hours are looked at when it is sent. */
export function waysOf({ happening, at, bellOnly }: Told, person: PersonSettings, nowMs: number): Ways | undefined {
  const { bell, push, mail } = person.settings.events[happening.event];
  const ways: Ways = {
    bell,
    // Nothing is left to be looked at again where no browser takes it.
    pushAt: push && person.subscribed && !bellOnly ? at : null,
    mailAt: mail === 'now' && !bellOnly ? new Date(mailTime(person, nowMs)) : null,
    digestAt: mail === 'digest' && !bellOnly ? new Date(nextDigest(person, nowMs)) : null,
  };
  return ways.bell || ways.pushAt || ways.mailAt || ways.digestAt ? ways : undefined;
}

function mailTime({ mailedAt }: PersonSettings, nowMs: number): number {
  return Math.max(nowMs + gatherMs, mailedAt === null ? 0 : mailedAt.getTime() + pauseMs);
}
