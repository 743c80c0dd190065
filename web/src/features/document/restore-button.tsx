import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer } from '../../api/client.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import type { HistoryEntry } from './join-timeline.ts';

interface Props {
  readonly id: string;
  readonly entry: HistoryEntry;
}

/** Gives the fields of a change the values back that they had before it; for those who may edit the document. */
export function RestoreButton({ id, entry }: Props) {
  const { t } = useTranslation('document');
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  const { event, detail } = entry;
  const { version, changes } = detail as { readonly version?: number; readonly changes?: readonly { field: string }[] };
  const restore = useMutation({
    mutationFn: async () => {
      const path = { id };
      const now = await answer(api.GET('/api/documents/{id}', { params: { path } }));
      const body = { version: (version ?? 1) - 1, fields: (changes ?? []).map(({ field }) => field) };
      const header = { 'If-Match': `"v${now.version}"` };
      return answer(api.POST('/api/documents/{id}/restore', { params: { path, header }, body }));
    },
    onSuccess: () => sayDone({ text: t('timeline.restored') }),
    onError: (error) => sayFailed(t('timeline.notRestored'), textOf(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['documents', id] }),
  });
  if (event !== 'document.edited' || version === undefined || version < 2 || !changes?.length) return null;
  return (
    <Button variant="subtle" size="compact-xs" loading={restore.isPending} onClick={() => restore.mutate()}>
      {t('timeline.restore')}
    </Button>
  );
}
