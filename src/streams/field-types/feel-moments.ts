import { parseDate, parseDateTime } from 'feelin';

/** Most dates that are remembered; the cards of some years have fewer different ones. */
const mostKnown = 5_000;
const known = new Map<string, unknown>();

/**
 * The FEEL date of `YYYY-MM-DD`: a text would compare with dates as false without a word. Dates of cards are the same few
 * again and again, and are never changed, so they are read once.
 */
export function feelDate(date: string): unknown {
  const remembered = known.get(date);
  if (remembered !== undefined) return remembered;
  const read = parseDate(date) ?? date;
  if (known.size >= mostKnown) known.clear();
  known.set(date, read);
  return read;
}

/** The FEEL date and time of an ISO 8601 moment. */
export function feelDateTime(moment: string): unknown {
  return parseDateTime(moment) ?? moment;
}
