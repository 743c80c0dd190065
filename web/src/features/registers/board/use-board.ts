import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { api, answer } from '../../../api/client.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import { sayDone, sayFailed } from '../../../ui/toast.tsx';
import type { Stream } from '../../../streams/streams.ts';
import { refreshRegister, sendPart } from '../actions/use-errand.ts';
import { registerKey } from '../paging/list-queries.ts';
import type { Document } from '../register-columns.ts';
import type { List } from '../register-state.ts';
import { withMoves, type Move } from './lanes.ts';

export const laneSize = 30;

const boardQuery = ({ stream, ...asked }: List) =>
  queryOptions({
    queryKey: [...registerKey(stream), 'board', asked],
    queryFn: ({ signal }) => {
      const query = { ...asked, limit: laneSize };
      return answer(api.GET('/api/streams/{stream}/board', { params: { path: { stream }, query }, signal }));
    },
    staleTime: 30_000,
  });

/** The lanes of a board, and moving documents between them: shown at once, taken back where the server refuses. */
export function useBoard(stream: Stream, list: List) {
  const { t } = useTranslation(['registers', 'ui']);
  const { name } = useFormat();
  const textOf = useProblemText();
  const client = useQueryClient();
  const board = useQuery({ ...boardQuery(list), placeholderData: keepPreviousData });
  const [moves, setMoves] = useState<ReadonlyMap<string, Move>>(new Map());
  const [refused, setRefused] = useState<string>();
  const nameOf = (key: string) => name(stream.statuses.find((status) => status.key === key)?.name ?? key);
  const forget = ({ id }: Document) => setMoves((known) => new Map([...known].filter(([other]) => other !== id)));
  const { mutate } = useMutation({
    mutationFn: async ({ document, to }: Move) => {
      const [result] = await sendPart(stream.key, { ids: [document.id], status: to });
      if (result?.problem !== undefined) throw new Error(result.problem);
    },
    onMutate: (made) => {
      setRefused(undefined);
      setMoves((known) => new Map(known).set(made.document.id, made));
    },
    onSuccess: (_, { document, to }) => {
      const back = () => move({ ...document, status: to }, document.status);
      const text = t('board.moved', { number: document.number, status: nameOf(to) });
      sayDone({ text, undo: { label: t('ui:undo'), run: back } });
      return refreshRegister(client, stream.key);
    },
    onError: (error, { document, to }) => {
      setRefused(document.id);
      sayFailed(t('board.refused', { number: document.number, status: nameOf(to) }), textOf(error));
    },
    onSettled: (_, __, { document }) => forget(document),
  });
  const move = (document: Document, to: string) => {
    if (to !== document.status && !moves.has(document.id)) mutate({ document, to });
  };
  return { ...board, lanes: withMoves(board.data?.columns ?? [], moves), moves, refused, move, nameOf };
}

export type Board = ReturnType<typeof useBoard>;
