import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, answer, newKey, once, type Schemas } from '../../../api/client.ts';
import { viewCountsQuery } from '../../../streams/views.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import type { Marks } from '../marks.ts';
import { registerKey } from '../paging/list-queries.ts';
import type { List } from '../register-state.ts';
import type { Errand, ErrandResult } from './errand.ts';
import { undoErrands } from './undo-errand.ts';

/** How far an errand has come. */
export interface ErrandProgress {
  readonly total: number;
  readonly results: readonly ErrandResult[];
  readonly busy: boolean;
  /** Why it could not even begin, or did not go on. */
  readonly problem?: string;
  /** What was to be done; absent for the taking back of one. */
  readonly errand?: Errand;
}

/** Documents that one errand is for; who wants more narrows the list, or does it in parts. */
export const mostInErrand = 5000;
/** As many as are done between two steps of the progress bar. */
const partSize = 20;

/** The ids of what is marked; of a list that is marked whole they are read page by page. */
export async function markedIds(list: List, marks: Marks): Promise<string[]> {
  if (!marks.all) return [...marks.ids];
  const { stream, ...asked } = list;
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...asked, limit: 200, columns: '', ...(cursor !== undefined && { cursor }) };
    const page = await answer(api.GET('/api/streams/{stream}/documents', { params: { path: { stream }, query } }));
    ids.push(...page.items.map(({ id }) => id).filter((id) => !marks.ids.has(id)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && ids.length <= mostInErrand);
  return ids;
}

/** Carries out an errand part by part, so that one sees how far it has come and can stop it. */
export function useErrand(list: List) {
  const client = useQueryClient();
  const textOf = useProblemText();
  const [progress, setProgress] = useState<ErrandProgress>();
  const stopped = useRef(false);
  const carryOut = async (begin: ErrandProgress, parts: () => Promise<readonly Schemas['BulkDto'][]>) => {
    stopped.current = false;
    setProgress(begin);
    const say = (change: (known: ErrandProgress) => Partial<ErrandProgress>) =>
      setProgress((known) => known && { ...known, ...change(known) });
    try {
      const errands = await parts();
      say(() => ({ total: errands.reduce((sum, { ids }) => sum + ids.length, 0) }));
      for (const part of errands) {
        if (stopped.current) break;
        const results = await sendPart(list.stream, part);
        say(({ results: known }) => ({ results: [...known, ...results] }));
      }
      say(() => ({ busy: false }));
    } catch (error) {
      say(() => ({ busy: false, problem: textOf(error) }));
    }
    await refreshRegister(client, list.stream);
  };
  const run = (marks: Marks, total: number, errand: Errand) =>
    carryOut({ total, results: [], busy: true, errand }, async () => {
      const ids = (await markedIds(list, marks)).slice(0, mostInErrand);
      const starts = Array.from({ length: Math.ceil(ids.length / partSize) }, (_, part) => part * partSize);
      return starts.map((at) => ({ ...errand, ids: ids.slice(at, at + partSize) }));
    });
  const undo = ({ errand, results }: ErrandProgress) =>
    carryOut({ total: results.length, results: [], busy: true }, () =>
      Promise.resolve(errand ? undoErrands(errand, results, partSize) : []),
    );
  return { progress, run, undo, stop: () => void (stopped.current = true), forget: () => setProgress(undefined) };
}

/** Sends an errand for some documents; refusals are results, in the words of the server. @throws Problem */
export async function sendPart(stream: string, body: Schemas['BulkDto']): Promise<ErrandResult[]> {
  const params = { path: { stream }, header: once(newKey()) };
  const { results } = await answer(api.POST('/api/streams/{stream}/documents/bulk', { params, body }));
  return results.map(({ problem, id, number, undo }) => ({
    ...{ id, number },
    ...(undo && { undo }),
    ...(problem && { problem: wordsOf(problem) }),
  }));
}

function wordsOf({ detail, errors }: Schemas['ProblemDocument']): string {
  return [detail, ...(errors ?? []).map(({ message }) => message).filter((text) => text !== detail)].join(' ');
}

/** Has everything that shows documents of a stream read them again. */
export async function refreshRegister(client: QueryClient, stream: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: registerKey(stream) }),
    client.invalidateQueries({ queryKey: viewCountsQuery(stream).queryKey }),
    client.invalidateQueries({ queryKey: ['documents'] }),
  ]);
}
