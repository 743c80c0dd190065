import { parseDate, parseDateTime } from 'feelin';

/** The FEEL date of `YYYY-MM-DD`: a text would compare with dates as false without a word. */
export function feelDate(date: string): unknown {
  return parseDate(date) ?? date;
}

/** The FEEL date and time of an ISO 8601 moment. */
export function feelDateTime(moment: string): unknown {
  return parseDateTime(moment) ?? moment;
}
