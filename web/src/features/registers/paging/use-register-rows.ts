import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Document } from '../register-columns.ts';
import type { List } from '../register-state.ts';
import { pageQuery, placesQuery, totalQuery, type Page } from './list-queries.ts';
import { farthest, pageSize, pagesToLoad } from './register-pages.ts';

/** Pages that are passed faster than this, in milliseconds, are not asked for. */
const settled = 70;

/** Rows by their numbers, and whether they were come to from below. */
export interface RowsInView {
  readonly first: number;
  readonly last: number;
  readonly total: number;
  readonly backward: boolean;
}

/** The rows of a register, as far as they have been looked at. */
export interface RegisterRows {
  /** How many rows there are to scroll through. */
  readonly total: number;
  /** There are more than `total`; how many is being counted. */
  readonly atLeast: boolean;
  /** Nothing is there yet. */
  readonly pending: boolean;
  /** What is shown is still what was asked before. */
  readonly older: boolean;
  readonly error: unknown;
  /** Some of the rows in view could not be loaded. */
  readonly failed: boolean;
  at(index: number): Document | undefined;
  /** Says which rows are in view, so that they are loaded, and those that have been passed are not. */
  look(inView: RowsInView): void;
  retry(): void;
}

/** Loads the pages of a list as they come into view; the list before stays until the first page of a new one is there. */
export function useRegisterRows(asked: List): RegisterRows {
  const client = useQueryClient();
  const head = useQuery({ ...pageQuery(client, asked, 0), placeholderData: keepPreviousData });
  const list = useShown(asked, !head.isPlaceholderData);
  const { pages, look } = useWantedPages(list);
  const results = useQueries({ queries: pages.map((page) => pageQuery(client, list, page)) });
  const exact = useQuery({ ...totalQuery(list), enabled: head.data?.totalAtLeast !== undefined });
  const loaded = useSameMembers(results.map(({ data }) => data));
  const at = useCallback(
    (index: number) => {
      const page = Math.floor(index / pageSize);
      const known = loaded[pages.indexOf(page)] ?? client.getQueryData(pageQuery(client, list, page).queryKey);
      return known?.items[index % pageSize];
    },
    [client, list, pages, loaded],
  );
  const counted = endOf(pages, loaded) ?? exact.data ?? head.data?.total;
  return {
    total: counted ?? head.data?.totalAtLeast ?? 0,
    atLeast: counted === undefined,
    pending: head.isPending,
    older: head.isPlaceholderData,
    error: head.error,
    failed: results.some(({ isError }) => isError),
    at,
    look,
    retry: () => {
      for (const { isError, refetch } of [head, ...results]) if (isError) void refetch();
    },
  };
}

/** How many rows a list has, for those who show only that: the rows themselves may come and go meanwhile. */
export function useRegisterCount(list: List): Pick<RegisterRows, 'total' | 'atLeast' | 'pending' | 'older'> {
  const client = useQueryClient();
  const head = useQuery({
    ...pageQuery(client, list, 0),
    placeholderData: keepPreviousData,
    select: ({ total, totalAtLeast }) => ({ total, totalAtLeast }),
  });
  const exact = useQuery({ ...totalQuery(list), enabled: head.data?.totalAtLeast !== undefined });
  const counted = head.data?.total ?? exact.data;
  return {
    total: counted ?? head.data?.totalAtLeast ?? 0,
    atLeast: counted === undefined,
    pending: head.isPending,
    older: head.isPlaceholderData,
  };
}

/** The array that was given first of those with the same members. */
function useSameMembers<Member>(members: readonly Member[]): readonly Member[] {
  const [kept, keep] = useState(members);
  if (kept.length === members.length && kept.every((member, index) => member === members[index])) return kept;
  keep(members);
  return members;
}

/** The list of which something is there. */
function useShown(asked: List, there: boolean): List {
  const [shown, setShown] = useState(asked);
  const name = JSON.stringify(asked);
  if (there && JSON.stringify(shown) !== name) setShown(asked);
  return there ? (JSON.stringify(shown) === name ? shown : asked) : shown;
}

function useWantedPages(list: List): { pages: readonly number[]; look: RegisterRows['look'] } {
  const client = useQueryClient();
  const [wanted, setWanted] = useState<{ list: List; pages: readonly number[] }>({ list, pages: start });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pages = wanted.list === list ? wanted.pages : start;
  const now = useRef(pages);
  now.current = pages;
  useEffect(() => () => clearTimeout(timer.current), [list]);
  const look = useCallback(
    ({ first: from, last, total, backward }: RowsInView) => {
      clearTimeout(timer.current);
      const next = pagesToLoad(from, last, total, backward);
      if (next.join() === now.current.join()) return;
      // Whoever begins to scroll a long list may leap next: the way into its middle is looked for meanwhile.
      if (total > farthest) void client.prefetchQuery(placesQuery(list));
      const want = () => setWanted({ list, pages: next });
      const near = next.some((page) => now.current.includes(page));
      const there = next.every((page) => client.getQueryData(pageQuery(client, list, page).queryKey));
      if (near || there) want();
      else timer.current = setTimeout(want, settled);
    },
    [client, list],
  );
  return useMemo(() => ({ pages, look }), [pages, look]);
}

const start: readonly number[] = [0];

/** Where the list ends, when its last page is among those that are loaded. */
function endOf(pages: readonly number[], data: readonly (Page | undefined)[]): number | undefined {
  for (const [index, page] of data.entries()) {
    const number = pages[index] ?? 0;
    if (page?.nextCursor === null && (page.items.length > 0 || number === 0)) {
      return number * pageSize + page.items.length;
    }
  }
  return undefined;
}
