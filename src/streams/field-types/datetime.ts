import { DateTime } from 'luxon';
import type { FieldType } from './field-type.js';
import { orderOperators, textSql } from './field-type.js';
import { isEmpty } from './clean-text.js';
import { readDate } from './date.js';
import { feelDateTime } from './feel-moments.js';
import { formatDate } from './format-text.js';

/**
 * A moment, kept as `YYYY-MM-DDTHH:MM:SS.sssZ`, which sorts by itself. A time without an offset is UTC, as everywhere in
 * the API; a bare date is its midnight.
 */
export const dateTimeType: FieldType<'datetime'> = {
  type: 'datetime',
  options: {},
  compile(definition) {
    return {
      definition,
      stores: 'string',
      check(value, path, faults) {
        if (isEmpty(value)) return undefined;
        const moment = typeof value === 'string' ? readMoment(value) : undefined;
        return moment ?? faults.add(path, 'not-a-moment');
      },
      sql: textSql(definition.key, orderOperators),
      toScope: (value) => feelDateTime(String(value)),
      toText(value, language) {
        const moment = String(value);
        return `${formatDate(moment.slice(0, 10), language)} ${moment.slice(11, 16)} UTC`;
      },
    };
  },
};

const stored = /^[1-9]\d{3}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const accepted = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?$/;

function readMoment(text: string): string | undefined {
  if (text.length > 60) return undefined;
  if (stored.test(text) && readDate(text.slice(0, 10)) !== undefined) return text;
  const trimmed = text.trim();
  const day = readDate(trimmed);
  if (day !== undefined) return `${day}T00:00:00.000Z`;
  if (!accepted.test(trimmed)) return undefined;
  const moment = DateTime.fromISO(trimmed.replace(' ', 'T'), { zone: 'utc' });
  const iso = moment.isValid ? moment.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'") : '';
  return stored.test(iso) ? iso : undefined;
}
