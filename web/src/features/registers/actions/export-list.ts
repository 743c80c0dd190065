import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api } from '../../../api/client.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../../ui/toast.tsx';
import type { Marks } from '../marks.ts';
import type { List } from '../register-state.ts';
import { markedIds, mostInErrand } from './use-errand.ts';

interface Export {
  readonly list: List;
  /** The columns that are shown, in their order. */
  readonly columns: readonly string[];
  /** The whole list unless something of it is marked. */
  readonly marks?: Marks;
}

/** Has a list written as a sheet for Excel and hands it to the browser. */
export function useExport() {
  const { t } = useTranslation('registers');
  const textOf = useProblemText();
  return useMutation({
    mutationFn: exportList,
    onSuccess: () => sayDone({ text: t('export.done') }),
    onError: (error) => sayFailed(t('export.failed'), textOf(error)),
  });
}

async function exportList({ list, columns, marks }: Export): Promise<void> {
  const { stream, ...asked } = list;
  const query = { ...asked, columns: columns.join(',') };
  const path = '/api/streams/{stream}/export';
  const all = !marks || (marks.all && marks.ids.size === 0);
  const { data } = all
    ? await api.GET(path, { params: { path: { stream }, query }, parseAs: 'blob' })
    : await api.POST(path, {
        params: { path: { stream } },
        body: { ...query, ids: (await markedIds(list, marks)).slice(0, mostInErrand) },
        parseAs: 'blob',
      });
  save(data as unknown as Blob, `${stream}.xlsx`);
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
