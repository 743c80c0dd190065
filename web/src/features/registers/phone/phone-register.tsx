import { ActionIcon, Button } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconListCheck, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { SelectionBar } from '../actions/selection-bar.tsx';
import { SearchBox } from '../filter/search-box.tsx';
import { LayoutSwitch } from '../layout-switch.tsx';
import { NothingHere } from '../nothing-here.tsx';
import { OtherLayout } from '../other-layout.tsx';
import { useRegisterRows } from '../paging/use-register-rows.ts';
import { columnsOf } from '../register-columns.ts';
import { Total } from '../total.tsx';
import { useMarks } from '../use-marks.ts';
import { useRowWords } from '../use-row-words.ts';
import type { Register } from '../use-register.ts';
import { ViewMenu } from '../views/view-menu.tsx';
import { cardHeight, CardList } from './card-list.tsx';
import { FilterSheet } from './filter-sheet.tsx';
import styles from './phone.module.css';

/** The register on a phone: cards below each other, the filters in a sheet from below. */
export function PhoneRegister({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { stream, state, list } = register;
  const rows = useRegisterRows(list);
  const known = useMemo(() => columnsOf(stream.fields), [stream]);
  const words = useRowWords(stream);
  const [filtering, setFiltering] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { marks, mark, clear } = useMarks(rows.at, JSON.stringify(list));
  const asked = state.filter.length;
  const isTable = register.layout === 'table';
  const endChoosing = () => {
    clear();
    setChoosing(false);
  };
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>{name(stream.name)}</h1>
        <ViewMenu register={register} />
      </header>
      <div className={styles.tools}>
        <SearchBox value={state.q} busy={rows.older} onChange={register.find} />
        <Button
          variant={asked > 0 ? 'light' : 'default'}
          className={styles.open}
          leftSection={<IconAdjustmentsHorizontal size={18} stroke={1.6} aria-hidden />}
          onClick={() => setFiltering(true)}
        >
          {asked > 0 ? asked : t('filter.open')}
        </Button>
      </div>
      <div className={styles.counted}>
        <Total rows={rows} />
        {isTable && rows.total > 0 && (
          <ActionIcon
            className={styles.choose}
            variant={choosing ? 'light' : 'subtle'}
            color={choosing ? undefined : 'gray'}
            size={44}
            aria-label={t('bulk.choose')}
            aria-pressed={choosing}
            onClick={() => (choosing ? endChoosing() : setChoosing(true))}
          >
            <IconListCheck size={20} stroke={1.6} />
          </ActionIcon>
        )}
        <LayoutSwitch register={register} />
      </div>
      {!isTable ? (
        <OtherLayout register={register} phone />
      ) : rows.error !== null ? (
        <ErrorState error={rows.error} onRetry={rows.retry} />
      ) : rows.pending ? (
        <SkeletonRows rows={8} height={cardHeight} />
      ) : rows.total === 0 ? (
        <NothingHere register={register} />
      ) : (
        <CardList
          stream={stream.key}
          list={JSON.stringify(list)}
          rows={rows}
          columns={state.view.columns.flatMap((key) => known.get(key) ?? [])}
          words={words}
          choice={choosing ? { marks, onMark: (index) => mark(index, false) } : undefined}
        />
      )}
      {isTable && (
        <SelectionBar
          stream={stream}
          list={list}
          marks={marks}
          total={rows.total}
          columns={state.view.columns}
          onClear={endChoosing}
        />
      )}
      {stream.may.includes('register') && rows.total > 0 && isTable && !choosing && (
        <LinkButton
          to="/registers/$stream/new"
          params={{ stream: stream.key }}
          className={styles.new}
          radius="xl"
          size="md"
          leftSection={<IconPlus size={18} aria-hidden />}
        >
          {name(stream.document)}
        </LinkButton>
      )}
      <FilterSheet register={register} rows={rows} opened={filtering} onClose={() => setFiltering(false)} />
    </div>
  );
}
