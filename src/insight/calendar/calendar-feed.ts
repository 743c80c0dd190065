import ical, { ICalEventTransparency } from 'ical-generator';
import type { Language } from '../../platform/languages.js';
import type { CalendarItem } from './calendar-item.js';

/** Whose calendar it is, and where its links lead. */
export interface FeedPlace {
  readonly language: Language;
  readonly person: string;
  /** IANA name, for programs that show a calendar in the zone of its owner. */
  readonly timeZone: string;
  readonly publicUrl: string;
  /** When it is written. */
  readonly now: Date;
}

const hourMs = 3_600_000;
/** So often a program may ask again, in seconds. */
const everySeconds = 900;

const due: Readonly<Record<Language, string>> = { en: 'Due', ru: 'Срок', pl: 'Termin', lt: 'Terminas' };

/**
 * The calendar as iCalendar (RFC 5545). Moments are written in UTC, which every program turns into the zone of whoever
 * looks; whole days stay days. What is done has a mark; due dates keep nobody busy.
 */
export function calendarFeed(items: readonly CalendarItem[], place: FeedPlace): string {
  const { language, person, timeZone, publicUrl, now } = place;
  const calendar = ical({ name: `Millrace: ${person}`, prodId: { company: 'Millrace', product: 'calendar' } });
  calendar.ttl(everySeconds).x('X-WR-TIMEZONE', timeZone);
  const host = new URL(publicUrl).hostname;
  for (const item of items) {
    const title = item.kind === 'assignment' ? `${due[language]}: ${item.title}` : item.title;
    const start = new Date(item.start);
    const end = item.end === null ? (item.allDay ? null : new Date(start.getTime() + hourMs)) : new Date(item.end);
    calendar.createEvent({
      id: `${item.kind}-${item.id}@${host}`,
      stamp: now,
      start,
      end,
      allDay: item.allDay,
      summary: item.done ? `✓ ${title}` : title,
      description: [item.document.number, item.document.title, item.about?.title].filter(Boolean).join('\n'),
      url: `${publicUrl}/documents/${item.document.id}`,
      transparency: item.kind === 'assignment' ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
  }
  return calendar.toString();
}
