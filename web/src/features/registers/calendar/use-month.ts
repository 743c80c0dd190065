import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, answer } from '../../../api/client.ts';
import { registerKey } from '../paging/list-queries.ts';
import { columnsOf, type Column, type Document } from '../register-columns.ts';
import type { Register } from '../use-register.ts';
import { between, dayOf, weeksOf } from './month.ts';

const mostShown = 200;

/** The columns of a register that say when: by one of them its documents stand in the calendar. */
export function dayColumns({ stream, state }: Pick<Register, 'stream' | 'state'>): Column[] {
  const days = [...columnsOf(stream.fields).values()].filter((column) =>
    column.own === undefined
      ? ['date', 'datetime'].includes(column.field.type === 'computed' ? column.field.result : column.field.type)
      : column.own === 'createdAt',
  );
  // What the stream is planned by comes first, then what the view shows; what every document has comes last.
  const rank = ({ key, own }: Column) =>
    key === stream.calendar?.from ? 0 : own !== undefined ? 3 : state.view.columns.includes(key) ? 1 : 2;
  return days.sort((one, other) => rank(one) - rank(other));
}

/** What of the list falls into a month, by day. */
export function useMonth(register: Register, column: Column, month: string) {
  const { stream, ...asked } = register.list;
  const moment = column.own !== undefined || column.field.type === 'datetime';
  const weeks = useMemo(() => weeksOf(month), [month]);
  const { and } = between(column.key, moment, weeks[0]?.[0] ?? '', weeks.at(-1)?.at(-1) ?? '');
  const own = asked.filter === undefined ? [] : (JSON.parse(asked.filter) as { and: object[] }).and;
  const query = {
    ...asked,
    filter: JSON.stringify({ and: [...own, ...and] }),
    ...(column.sortable && { sort: column.key }),
    ...{ limit: mostShown, count: 'true' as const },
  };
  const result = useQuery({
    queryKey: [...registerKey(stream), 'month', query],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/streams/{stream}/documents', { params: { path: { stream }, query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const days = useMemo(() => byDay(result.data?.items ?? [], column), [result.data, column]);
  const total = result.data?.total ?? result.data?.totalAtLeast ?? 0;
  return { ...result, weeks, days, hidden: Math.max(0, total - (result.data?.items.length ?? 0)) };
}

function byDay(documents: readonly Document[], column: Column): ReadonlyMap<string, Document[]> {
  const days = new Map<string, Document[]>();
  for (const document of documents) {
    const value = column.own === 'createdAt' ? document.createdAt : document.fields[column.key];
    if (typeof value !== 'string') continue;
    const day = value.length === 10 ? value : dayOf(new Date(value));
    days.set(day, [...(days.get(day) ?? []), document]);
  }
  return days;
}
