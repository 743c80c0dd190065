import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.ts';
import { api, answer } from '../api/client.ts';
import { useProblemText } from '../ui/problem-text.ts';
import { sayFailed } from '../ui/toast.tsx';
import { changed, settingsQuery, type SettingsChange } from './settings.ts';

/** Saves a choice when it is made: at once on the screen, taken back when the server refuses. One after the other. */
export function useChangeSettings(): (change: SettingsChange) => void {
  const { t } = useTranslation('notices');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const { queryKey } = settingsQuery;
  const mutationKey = ['notice-settings'];
  const { mutate } = useMutation({
    mutationKey,
    scope: { id: 'notice-settings' },
    mutationFn: (body: SettingsChange) => answer(api.PATCH('/api/me/notification-settings', { body })),
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (settings) => settings && changed(settings, change));
    },
    onError: (error) => sayFailed(t('notSaved'), textOf(error)),
    onSettled: () => {
      // While further choices wait, the server's answer is older than what is on the screen.
      if (queryClient.isMutating({ mutationKey }) === 1) return queryClient.invalidateQueries({ queryKey });
    },
  });
  return mutate;
}
