import { textIn, type Language } from '../../platform/languages.js';
import { counted } from '../../worktime/due-words.js';
import { deadlineText } from '../../worktime/explain-due.js';
import type { Happening, EventKey } from '../notification-events.js';
import { en } from './en.js';
import { lt } from './lt.js';
import type { NotificationWords, Said, Say } from './notification-words.js';
import { pl } from './pl.js';
import { ru } from './ru.js';

const words: Readonly<Record<Language, NotificationWords>> = { en, ru, pl, lt };

/** For whom something is put into words, and when. */
export interface Reader {
  readonly language: Language;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** A notification as people read it. */
export interface SpokenNotification {
  /** What kind of thing happened, without any content: for a screen that others see. */
  readonly label: string;
  readonly title: string;
  readonly text: string;
}

/** Puts a notification into words; `document` stands first in the text. */
export function sayNotification(
  happening: Happening,
  about: {
    readonly document: { readonly number: string; readonly title: string };
    readonly actor: string;
    readonly count: number;
  },
  { language, timeZone, nowMs }: Reader,
): SpokenNotification {
  const say: Say = {
    text: (text) => textIn(language, text),
    moment: (iso) => deadlineText(Date.parse(iso), timeZone, language, nowMs),
    counted: (count, forms) => counted(language, count, forms),
    actor: about.actor,
    count: about.count,
  };
  const { label, about: what, details = [] } = spoken(words[language], happening, say);
  const { number, title } = about.document;
  return {
    label,
    title: what ? `${label}: ${oneLine(what)}` : label,
    text: [[number, title].filter(Boolean).join(' '), ...details].filter(Boolean).map(String).map(oneLine).join(' · '),
  };
}

/** Several notifications in one line: `10 new assignments`, or `12 new things` where they are of several kinds. */
export function saySeveral(events: readonly EventKey[], language: Language): string {
  const [first] = events;
  const same = first !== undefined && events.every((event) => event === first);
  return counted(language, events.length, same ? words[language].several[first] : words[language].news);
}

/** The name of an event, for settings. */
export function eventName(event: EventKey, language: Language): string {
  return words[language].names[event];
}

/** The compiler cannot pair each event with its own parameters across the table. */
function spoken({ events }: NotificationWords, { event, params }: Happening, say: Say): Said {
  const sayIt = events[event] as (params: Happening['params'], say: Say) => Said;
  return sayIt(params, say);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
