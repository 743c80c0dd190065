import type { LocalisedText } from '../platform/languages.js';
import { dayOfDate, instantOf, weekdayOf } from './local-time.js';
import type { WorkingCalendar } from './working-calendar.js';
import { minutesOfClock, weekdays } from './working-calendar.js';

/** One working stretch as instants, `start` inclusive, `end` exclusive. */
export interface WorkingStretch {
  readonly start: number;
  readonly end: number;
}

/** One civil day of a calendar. */
export interface WorkingDay {
  readonly stretches: readonly WorkingStretch[];
  /** Where the day differs from its weekday. */
  readonly exception?: { readonly name?: LocalisedText };
}

/** A calendar made ready for arithmetic; days are computed when first asked for. */
export interface CompiledCalendar {
  readonly timeZone: string;
  day(day: number): WorkingDay;
}

/** Days remembered by one calendar: about ten years, then the memory starts anew. */
const rememberedDays = 4000;

const compiled = new WeakMap<WorkingCalendar, CompiledCalendar>();

/** The compiled form of a calendar, made once for each calendar object. */
export function compileCalendar(calendar: WorkingCalendar): CompiledCalendar {
  let found = compiled.get(calendar);
  if (!found) compiled.set(calendar, (found = compile(calendar)));
  return found;
}

function compile(calendar: WorkingCalendar): CompiledCalendar {
  const exceptions = new Map(calendar.exceptions.map((exception) => [dayOfDate(exception.date), exception]));
  const memory = new Map<number, WorkingDay>();
  const compute = (day: number): WorkingDay => {
    const exception = exceptions.get(day);
    const intervals = exception?.intervals ?? calendar.week[weekdays[weekdayOf(day)] ?? 'mon'];
    const stretches = intervals
      .map(({ from, to }) => ({
        start: instantOf(calendar.timeZone, day, minutesOfClock(from) ?? 0),
        end: instantOf(calendar.timeZone, day, minutesOfClock(to) ?? 0),
      }))
      .filter(({ start, end }) => start < end);
    if (!exception) return { stretches };
    return { stretches, exception: exception.name === undefined ? {} : { name: exception.name } };
  };
  return {
    timeZone: calendar.timeZone,
    day(day) {
      let found = memory.get(day);
      if (!found) {
        if (memory.size >= rememberedDays) memory.clear();
        memory.set(day, (found = compute(day)));
      }
      return found;
    },
  };
}
