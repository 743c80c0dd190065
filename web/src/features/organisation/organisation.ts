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
