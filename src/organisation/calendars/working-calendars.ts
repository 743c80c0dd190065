import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Context } from '../../platform/context.js';
import { say } from '../../platform/words/sentence.js';
import { Refusal } from '../../platform/errors.js';
import { checkCalendar, type WorkingCalendar } from '../../worktime/working-calendar.js';
import { refuseStale } from '../directory/begin-change.js';

/** A working calendar, with how many use it by name. */
export interface WorkingCalendarView extends WorkingCalendar {
  readonly units: number;
  readonly people: number;
  /** For `If-Match`, as `"v3"`. */
  readonly version: number;
}

interface CalendarRow {
  readonly key: string;
  readonly definition: WorkingCalendar;
  readonly version: number;
  readonly units: number;
  readonly people: number;
}

const selectCalendars = `SELECT c.key, c.definition, c.version,
  (SELECT count(*)::int FROM unit u WHERE u.calendar_key = c.key) AS units,
  (SELECT count(*)::int FROM person p WHERE p.calendar_key = c.key) AS people
  FROM working_calendar c`;

/** The working calendars of the organisation, of units and of people. Changes come after `beginChange`. */
@Injectable()
export class WorkingCalendars {
  constructor(private readonly audit: AuditLog) {}

  async list({ tx }: Context): Promise<WorkingCalendarView[]> {
    return (await tx.query<CalendarRow>(`${selectCalendars} ORDER BY c.key`)).map(view);
  }

  /** @throws Refusal notFound */
  async one({ tx }: Context, key: string): Promise<WorkingCalendarView> {
    const [row] = await tx.query<CalendarRow>(`${selectCalendars} WHERE c.key = $1`, [key]);
    if (!row) throw new Refusal('notFound', 'unknown-calendar', 'There is no such working calendar.');
    return view(row);
  }

  /**
   * Stores a calendar; answers whether it is a new one.
   * @param expected reads the header If-Match, which only the change of a calendar that is there needs
   * @throws Refusal invalid with everything that is wrong with it, stale
   */
  async put(
    context: Context,
    definition: Omit<WorkingCalendar, 'key'> & { readonly key: string },
    expected: () => number | undefined,
  ): Promise<boolean> {
    const { tx } = context;
    const checked = checkCalendar(definition);
    if ('problems' in checked) {
      const message = checked.problems[0]?.message ?? 'The calendar is not usable.';
      throw new Refusal('invalid', 'wrong-calendar', message, checked.problems);
    }
    const { calendar } = checked;
    const [row] = await tx.query<CalendarRow>(`${selectCalendars} WHERE c.key = $1`, [calendar.key]);
    const object = { kind: 'calendar', id: calendar.key };
    if (!row) {
      await tx.query('INSERT INTO working_calendar (key, definition) VALUES ($1, $2)', [
        calendar.key,
        JSON.stringify(calendar),
      ]);
      await this.audit.write(context, { verb: 'calendar.added', object, after: { ...calendar } });
      return true;
    }
    refuseStale(row.version, expected());
    await tx.query('UPDATE working_calendar SET definition = $2, version = version + 1 WHERE key = $1', [
      calendar.key,
      JSON.stringify(calendar),
    ]);
    const before = { ...row.definition };
    await this.audit.write(context, { verb: 'calendar.changed', object, before, after: { ...calendar } });
    return false;
  }

  /** @throws Refusal notFound, stale, conflict for one that is used, and for that of the organisation */
  async remove(context: Context, key: string, expected: number | undefined): Promise<void> {
    const { version, units, people, ...before } = await this.one(context, key);
    refuseStale(version, expected);
    if (key === 'default' || units > 0 || people > 0) {
      const message =
        key === 'default'
          ? 'This is the calendar of the whole organisation. Change it instead.'
          : say('It is the calendar of {units} units and {people} people. Give them another first.', { units, people });
      throw new Refusal('conflict', 'calendar-in-use', message);
    }
    await context.tx.query('DELETE FROM working_calendar WHERE key = $1', [key]);
    const object = { kind: 'calendar', id: key };
    await this.audit.write(context, { verb: 'calendar.removed', object, before });
  }
}

function view({ key, definition, version, units, people }: CalendarRow): WorkingCalendarView {
  const { timeZone, week, exceptions } = definition;
  return { key, timeZone, week, exceptions, units, people, version };
}
