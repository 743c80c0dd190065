import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useFormat } from '../../../i18n/use-format.ts';
import { tallyQuery } from '../paging/list-queries.ts';
import { columnsOf } from '../register-columns.ts';
import { statusesOf } from '../register-state.ts';
import type { Register } from '../use-register.ts';
import { useRowWords } from '../use-row-words.ts';
import type { CardLook } from './board-card.tsx';
import type { Board } from './use-board.ts';

/** What the cards of a board show, the sums of its lanes, and which of them are only there to drop into. */
export function useBoardWords(register: Register, board: Board, onShow: CardLook['onShow'] = register.show) {
  const { stream, state, search } = register;
  const { money } = useFormat();
  const words = useRowWords(stream);
  const known = useMemo(() => columnsOf(stream.fields), [stream]);
  const details = state.view.columns
    .flatMap((key) => known.get(key) ?? [])
    .filter(({ own }) => own === undefined || own === 'createdAt');
  const amount = stream.fields.find(
    ({ type, ...field }) => type === 'money' || ('result' in field && field.result === 'money'),
  );
  const tally = useQuery({ ...tallyQuery(register.anyStatus, amount?.key), enabled: amount !== undefined });
  const look: CardLook = {
    ...{ stream, details, words, shown: search.selected, refused: board.refused },
    ...{ mayMove: stream.may.includes('edit'), onShow, onMove: board.move },
  };
  const asked = statusesOf(state.filter);
  return {
    look,
    isFolded: (status: string) => asked.length > 0 && !asked.includes(status),
    sumOf: (status: string) => {
      const sums = tally.data?.statuses.find((entry) => entry.status === status)?.sums ?? [];
      const said = sums.flatMap((sum) => (sum.currency === null ? [] : money({ ...sum, currency: sum.currency })));
      return said.length === 0 ? undefined : said.slice(0, 3).join(' + ');
    },
  };
}
