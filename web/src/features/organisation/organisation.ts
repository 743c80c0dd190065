import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../../api/client.ts';
import type { AccountState } from './organisation-search.ts';

export type Account = Schemas['AccountView'];
export type WorkingCalendar = Schemas['WorkingCalendarView'];

/** People with their accounts, page after page. */
export const accountsQuery = (q: string, state: AccountState) =>
  infiniteQueryOptions({
    queryKey: ['accounts', q, state],
    queryFn: ({ pageParam, signal }) => {
      const query = { q, state, limit: 50, ...(pageParam !== '' && { cursor: pageParam }) };
      return answer(api.GET('/api/accounts', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (previous) => previous,
  });

export const accountQuery = (person: string) =>
  queryOptions({
    queryKey: ['account', person],
    queryFn: ({ signal }) => answer(api.GET('/api/people/{person}', { params: { path: { person } }, signal })),
  });

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => answer(api.GET('/api/roles', { signal })),
});

export const postsQuery = queryOptions({
  queryKey: ['posts'],
  queryFn: ({ signal }) => answer(api.GET('/api/posts', { signal })),
});

export const workingCalendarsQuery = queryOptions({
  queryKey: ['working-calendars'],
  queryFn: ({ signal }) => answer(api.GET('/api/calendars', { signal })),
});

/** Who headed a unit and held its posts, and when. */
export const unitHistoryQuery = (unit: string) =>
  queryOptions({
    queryKey: ['units', unit, 'history'],
    queryFn: ({ signal }) => answer(api.GET('/api/units/{unit}/history', { params: { path: { unit } }, signal })),
  });

/** What closing a unit would concern. */
export const unitClosingQuery = (unit: string) =>
  queryOptions({
    queryKey: ['units', unit, 'closing'],
    queryFn: ({ signal }) => answer(api.GET('/api/units/{unit}/closing', { params: { path: { unit } }, signal })),
  });

/** All units, those that are closed as well. */
export const closedUnitsQuery = queryOptions({
  queryKey: ['units', 'closed'],
  queryFn: ({ signal }) => answer(api.GET('/api/units', { params: { query: { closed: true } }, signal })),
});

/** The organisation as it was at the end of a day. */
export const unitsOnQuery = (on: string) =>
  queryOptions({
    queryKey: ['units', 'on', on],
    queryFn: ({ signal }) => answer(api.GET('/api/units', { params: { query: { on } }, signal })),
  });

export const holidayCountriesQuery = queryOptions({
  queryKey: ['holidays', 'countries'],
  queryFn: ({ signal }) => answer(api.GET('/api/holidays/countries', { signal })),
  staleTime: Infinity,
});

/** The days of a year that are off by the law of a country. */
export const holidaysQuery = (country: string, year: number) =>
  queryOptions({
    queryKey: ['holidays', country, year],
    queryFn: ({ signal }) => answer(api.GET('/api/holidays', { params: { query: { country, year } }, signal })),
    staleTime: Infinity,
  });

/** What one person may do in each stream, with the numbers of documents. */
export const accessOfPersonQuery = (person: string) =>
  queryOptions({
    queryKey: ['access-report', 'person', person],
    queryFn: ({ signal }) => answer(api.GET('/api/access/report', { params: { query: { person } }, signal })),
  });

/** What everybody may do in one stream, page after page. */
export const accessOfStreamQuery = (stream: string) =>
  infiniteQueryOptions({
    queryKey: ['access-report', 'stream', stream],
    queryFn: ({ pageParam, signal }) => {
      const query = { stream, limit: 100, ...(pageParam !== '' && { cursor: pageParam }) };
      return answer(api.GET('/api/access/report', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** Who may do what in a stream, to be changed. */
export const accessRulesQuery = (stream: string) =>
  queryOptions({
    queryKey: ['access-rules', stream],
    queryFn: ({ signal }) => answer(api.GET('/api/access/rules/{stream}', { params: { path: { stream } }, signal })),
  });
