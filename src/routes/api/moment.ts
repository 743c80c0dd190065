import { Refusal } from '../../platform/errors.js';

/** The time that `text` says, which is ISO 8601 by its form. @throws Refusal malformed with `path`, e.g. for a week */
export function moment(text: string, path: string): Date {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  const message = 'Expected a date or a time, such as 2030-01-31 or 2030-01-31T12:00:00Z.';
  throw new Refusal('malformed', 'bad-time', message, [{ path, code: 'bad-time', message }]);
}
