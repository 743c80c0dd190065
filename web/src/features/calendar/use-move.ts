import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import { api, answer, ifMatch } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Stream } from '../../streams/streams.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import type { CalendarItem } from './calendar-items.ts';

interface Move {
  readonly item: CalendarItem;
  /** ISO 8601, or a day for what lasts whole days. */
  readonly to: string;
  /** Why an assignment needs more time. */
  readonly reason?: string;
}

/** Moves, and marks as done, through the ordinary calls: what the rights do not allow is refused there and told here. */
export function useMove() {
  const { t } = useTranslation('calendar');
  const { when, day } = useFormat();
  const queryClient = useQueryClient();
  const textOf = useProblemText();
  const refresh = (item: CalendarItem) => {
    for (const queryKey of [['calendar'], ['documents', item.document.id], ['registers'], ['assignments']])
      void queryClient.invalidateQueries({ queryKey });
  };
  const edit = (item: CalendarItem, version: number, change: { fields: Record<string, unknown>; status?: string }) =>
    answer(
      api.PATCH('/api/documents/{id}', {
        params: { path: { id: item.id }, header: ifMatch({ version }) },
        body: change,
      }),
    );
  /** Puts back what was changed; `version` is that after the change. */
  const undo = (item: CalendarItem, version: number, change: { fields: Record<string, unknown>; status?: string }) => ({
    label: t('undo'),
    run: () =>
      void edit(item, version, change)
        .catch((error: unknown) => sayFailed(t('notMoved', { title: item.title }), textOf(error)))
        .finally(() => refresh(item)),
  });
  const move = useMutation({
    mutationFn: async ({ item, to, reason }: Move) => {
      const said = item.allDay ? day(`${to}T00:00:00`) : when(to, { time: true });
      if (item.kind === 'assignment') {
        const call = { params: { path: { id: item.id } }, body: { dueAt: to, reason: reason ?? '' } };
        const { state } = await answer(api.POST('/api/assignments/{id}/extend', call));
        return sayDone({ text: t(state === 'asked' ? 'asked' : 'moved', { title: item.title, when: said }) });
      }
      const field = item.field ?? '';
      const { version } = await edit(item, item.version ?? 0, { fields: { [field]: to } });
      const back = undo(item, version, { fields: { [field]: item.start } });
      return sayDone({ text: t('moved', { title: item.title, when: said }), undo: back });
    },
    onError: (error, { item }) => sayFailed(t('notMoved', { title: item.title }), textOf(error)),
    onSettled: (_data, _error, { item }) => refresh(item),
  });
  const finish = useMutation({
    mutationFn: async ({ item, stream }: { readonly item: CalendarItem; readonly stream: Stream }) => {
      const done = stream.calendar?.done;
      const final = stream.statuses.find((status) => status.final === true && status.tone === 'good');
      const before = stream.statuses.find((status) => status.final !== true);
      const { version } = await edit(item, item.version ?? 0, {
        fields: done === undefined ? {} : { [done]: new Date().toISOString() },
        ...(final && { status: final.key }),
      });
      const back = { fields: done === undefined ? {} : { [done]: null }, ...(before && { status: before.key }) };
      return sayDone({ text: t('finished', { title: item.title }), undo: undo(item, version, back) });
    },
    onError: (error, { item }) => sayFailed(t('notFinished', { title: item.title }), textOf(error)),
    onSettled: (_data, _error, { item }) => refresh(item),
  });
  return { move, finish };
}
