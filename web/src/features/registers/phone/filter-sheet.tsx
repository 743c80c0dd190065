import { Button, Drawer, Select, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { filterFieldsOf } from '../filter/filter-fields.ts';
import type { RegisterRows } from '../paging/use-register-rows.ts';
import { columnsOf, nameOf } from '../register-columns.ts';
import type { Register } from '../use-register.ts';
import styles from './phone.module.css';

interface Props {
  readonly register: Register;
  readonly rows: RegisterRows;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Filters and order within reach of the thumb; the list behind follows at once. */
export function FilterSheet({ register, rows, opened, onClose }: Props) {
  const { t } = useTranslation(['registers', 'ui']);
  const { number } = useFormat();
  const { stream, state } = register;
  const fields = useMemo(() => filterFieldsOf(stream), [stream]);
  const [adding, setAdding] = useState<string>();
  const shown = number(rows.total);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="75%"
      title={t('filter.open')}
      radius="lg"
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      lockScroll={false}
    >
      <div className={styles.sheet}>
        <div className={styles.filters}>
          <FilterBar
            stream={stream}
            fields={fields}
            filter={state.filter}
            anyStatus={register.anyStatus}
            onChange={register.filter}
            adding={adding}
            onAdding={setAdding}
          />
        </div>
        <Order register={register} />
        <div className={styles.sheetFoot}>
          <Button variant="default" size="md" disabled={!state.changed} onClick={register.reset}>
            {t('filter.reset')}
          </Button>
          <Button size="md" onClick={onClose}>
            {t('filter.show', { count: rows.total, shown: rows.atLeast ? t('atLeast', { shown }) : shown })}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}

function Order({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { stream, state } = register;
  const key = state.sort.replace(/^-/, '') || 'createdAt';
  const down = state.sort === '' || state.sort.startsWith('-');
  const columns = [...columnsOf(stream.fields).values()].filter(({ sortable }) => sortable);
  return (
    <div className={styles.order}>
      <Select
        label={t('filter.sort')}
        size="md"
        data={columns.map((column) => ({
          value: column.key,
          label: nameOf(column, name, (own) => t(`own.${own}`)),
        }))}
        value={key}
        allowDeselect={false}
        onChange={(next) => next && register.sort(down ? `-${next}` : next)}
      />
      <Switch
        size="md"
        label={t('head.descending')}
        checked={down}
        onChange={() => register.sort(down ? key : `-${key}`)}
      />
    </div>
  );
}
