import type { Organisation } from '../../organisation/directory/organisation.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import type { FilterAsker } from '../../streams/filter/relative-value.js';
import { dayOfDate, instantOf, localDateOf } from '../../worktime/local-time.js';

/** Whom `@me` and `@today` of a filter mean: days are those of the calendar by which the actor works. */
export function filterAsker({ actor, now }: Context, org: Organisation): FilterAsker {
  const { timeZone } = calendarFor(org, { personId: actor.id });
  return {
    me: actor.id,
    units: actor.unitIds,
    today: localDateOf(timeZone, now.getTime()),
    midnight: (date) => {
      const day = dayOfDate(date);
      // What is no day of the calendar stays what it is, for the check of the field to tell.
      return day === undefined ? date : new Date(instantOf(timeZone, day, 0)).toISOString();
    },
  };
}
