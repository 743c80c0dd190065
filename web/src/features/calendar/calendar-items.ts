import { queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../../api/client.ts';
import { dayOf } from './calendar-search.ts';

export type CalendarItem = Schemas['CalendarItem'];

/** What is planned, done and due in the days from `from` to before `to`. */
export const calendarQuery = (range: { readonly from: string; readonly to: string }, who: 'me' | 'units') =>
  queryOptions({
    queryKey: ['calendar', range, who],
    queryFn: ({ signal }) => answer(api.GET('/api/calendar', { params: { query: { ...range, who } }, signal })),
    placeholderData: (before) => before,
  });

const hues = 8;

/** The colour of each person, the same as long as the same people are shown: by their ids, in order. */
export function huesOf(items: readonly CalendarItem[]): ReadonlyMap<string, number> {
  const people = [...new Set(items.flatMap(({ person }) => person?.id ?? []))].sort();
  return new Map(people.map((id, place) => [id, place % hues]));
}

/** Items by the day on which they begin where one is, the earliest first. */
export function byDay(items: readonly CalendarItem[]): [day: string, items: CalendarItem[]][] {
  const days = new Map<string, CalendarItem[]>();
  for (const item of items) {
    const day = item.allDay ? item.start : dayOf(new Date(item.start));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].sort(([one], [other]) => (one < other ? -1 : 1));
}
