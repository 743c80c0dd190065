import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayFailed } from '../../ui/toast.tsx';
import { asRead, unreadAfter, type ReadSelection } from './as-read.ts';
import { latestQuery, listsKey, notificationsKey, unreadQuery, type NotificationPage } from './notifications.ts';

/** Marks as read: at once on the screen, then on the server, whose count holds. */
export function useMarkRead() {
  const { t } = useTranslation('notifications');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (selection: ReadSelection) => answer(api.POST('/api/notifications/read', { body: selection })),
    onMutate: async (selection) => {
      // An answer that is under way does not know of it yet.
      await queryClient.cancelQueries({ queryKey: notificationsKey });
      const at = new Date().toISOString();
      queryClient.setQueryData(
        unreadQuery.queryKey,
        (count) => count && { unread: unreadAfter(count.unread, selection) },
      );
      queryClient.setQueryData(latestQuery.queryKey, (page) => page && asRead(page, selection, at));
      queryClient.setQueriesData<InfiniteData<NotificationPage>>(
        { queryKey: listsKey },
        (list) => list && { ...list, pages: list.pages.map((page) => asRead(page, selection, at)) },
      );
    },
    onSuccess: (count) => queryClient.setQueryData(unreadQuery.queryKey, count),
    onError: (error) => sayFailed(t('notRead'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: notificationsKey }),
  });
}
