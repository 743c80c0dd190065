import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { NothingHere } from '../nothing-here.tsx';
import { useRegisterRows } from '../paging/use-register-rows.ts';
import type { Document } from '../register-columns.ts';
import styles from '../register-page.module.css';
import { countMarks } from '../marks.ts';
import { useMarks } from '../use-marks.ts';
import type { Register } from '../use-register.ts';
import { useRowWords } from '../use-row-words.ts';
import { RegisterTable } from './register-table.tsx';
import type { HeadProps } from './table-head.tsx';

// Loaded when the first row is marked or shown.
const SelectionBar = lazy(async () => ({ default: (await import('../actions/selection-bar.tsx')).SelectionBar }));
const Preview = lazy(async () => ({ default: (await import('../preview/preview.tsx')).Preview }));

interface Props extends Omit<HeadProps, 'sort' | 'onSort'> {
  readonly register: Register;
}

/** The rows and what is shown beside them. Apart from what stands above, since it is drawn anew with every page that comes. */
export function TableArea({ register, ...head }: Props) {
  const { t } = useTranslation(['registers', 'ui']);
  const { name } = useFormat();
  const { stream, state, list, search } = register;
  const rows = useRegisterRows(list);
  const [current, setCurrent] = useState(-1);
  const listName = JSON.stringify(list);
  const { marks, mark, markAll, clear } = useMarks(rows.at, listName);
  const everMarked = useEver(countMarks(marks, rows.total) > 0);
  const words = useRowWords(stream);
  const open = useOpen();
  const here = rows.at(current);
  if (rows.error !== null) return <ErrorState error={rows.error} onRetry={rows.retry} />;
  if (rows.pending) return <SkeletonRows rows={20} />;
  return (
    <>
      {rows.failed && (
        <div className={styles.notice} role="alert">
          {t('partly')}
          <Button variant="subtle" size="compact-sm" color="red" onClick={rows.retry}>
            {t('ui:retry')}
          </Button>
        </div>
      )}
      <div className={styles.body}>
        <div className={styles.main}>
          {rows.total === 0 ? (
            <NothingHere register={register} />
          ) : (
            <RegisterTable
              {...head}
              {...{ rows, words, marks, current }}
              stream={stream.key}
              label={name(stream.name)}
              list={listName}
              sort={state.sort}
              onSort={register.sort}
              shown={search.selected}
              onCurrent={setCurrent}
              onShow={(document) => register.show(document?.id)}
              onOpen={open}
              onMark={mark}
              onMarkAll={markAll}
            />
          )}
          {everMarked && (
            <Suspense>
              <SelectionBar
                stream={stream}
                list={list}
                marks={marks}
                total={rows.total}
                columns={head.layout.map(({ key }) => key)}
                onClear={clear}
              />
            </Suspense>
          )}
        </div>
        {search.selected !== undefined && (
          <Suspense>
            <Preview
              id={search.selected}
              stream={stream}
              listed={here?.id === search.selected ? here : undefined}
              onClose={() => register.show(undefined)}
            />
          </Suspense>
        )}
      </div>
    </>
  );
}

function useOpen(): (document: Document) => void {
  const navigate = useNavigate();
  return useCallback((document) => void navigate({ to: '/documents/$id', params: { id: document.id } }), [navigate]);
}

/** Whether it was so once: what came of the rows that were marked is still told when none is. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
