import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, answer, type Schemas } from '../../api/client.ts';

export type Notification = Schemas['NotificationView'];
export type NotificationPage = Schemas['NotificationPage'];

/** All queries of this folder begin with it; live events make them out of date together. */
export const notificationsKey = ['notifications'] as const;

/** How much is unread; 100 stands for 100 or more. */
export const unreadQuery = queryOptions({
  queryKey: [...notificationsKey, 'count'],
  queryFn: ({ signal }) => answer(api.GET('/api/notifications/count', { signal })),
});

/** The latest ten, for the bell. */
export const latestQuery = queryOptions({
  queryKey: [...notificationsKey, 'latest'],
  queryFn: ({ signal }) => answer(api.GET('/api/notifications', { params: { query: { limit: 10 } }, signal })),
});

/** All lists of pages begin with it. */
export const listsKey = [...notificationsKey, 'list'] as const;

/** The list page by page, the newest first. */
export const listQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: [...listsKey, { unread }],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/notifications', {
          params: {
            query: { limit: 50, ...(unread ? { unread } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.nextCursor,
  });

const asking: ReadonlySet<Notification['event']> = new Set([
  'assignment.issued',
  'assignment.handed',
  'assignment.reminder',
  'assignment.returned',
  'assignment.reported',
  'extension.asked',
]);

/** The assignment in which the person is asked for something, to be opened on the desk; null for what is only told. */
export function askedIn({ event, assignment }: Pick<Notification, 'event' | 'assignment'>): string | null {
  return asking.has(event) ? assignment : null;
}
