import type { Notification, NotificationPage } from './notifications.ts';

/** What is marked as read: the ids of what was unread, or all. */
export type ReadSelection = { readonly ids: string[] } | { readonly all: true };

/** How much stays unread before the server has said so. */
export function unreadAfter(unread: number, selection: ReadSelection): number {
  return 'all' in selection ? 0 : Math.max(0, unread - selection.ids.length);
}

/** A page as it will be once `selection` has been read at `at` (ISO 8601). */
export function asRead(page: NotificationPage, selection: ReadSelection, at: string): NotificationPage {
  const read = (item: Notification) =>
    item.readAt === null && ('all' in selection || selection.ids.includes(item.id)) ? { ...item, readAt: at } : item;
  return { ...page, items: page.items.map(read), unread: unreadAfter(page.unread, selection) };
}
