import { ActionIcon, Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useExport } from './actions/export-list.ts';
import { FilterBar } from './filter/filter-bar.tsx';
import { filterFieldsOf } from './filter/filter-fields.ts';
import { SearchBox } from './filter/search-box.tsx';
import { useRegisterCount } from './paging/use-register-rows.ts';
import styles from './register-page.module.css';
import { Total } from './total.tsx';
import type { Register } from './use-register.ts';

interface Props {
  readonly register: Register;
  readonly adding: string | undefined;
  readonly onAdding: (field: string | undefined) => void;
  /** The columns of a sheet of the list. */
  readonly columns: readonly string[];
  /** Beside the filters. */
  readonly saving?: ReactNode;
  /** On the right. */
  readonly children?: ReactNode;
}

/** Search and filters, and how many documents there are: above every layout of a register. */
export function RegisterTools({ register, adding, onAdding, columns, saving, children }: Props) {
  const { t } = useTranslation('registers');
  const { stream, state, list } = register;
  const count = useRegisterCount(list);
  const fields = useMemo(() => filterFieldsOf(stream), [stream]);
  const exported = useExport();
  return (
    <div className={styles.tools}>
      <div className={styles.filters}>
        <SearchBox value={state.q} busy={count.older} onChange={register.find} />
        <FilterBar
          stream={stream}
          fields={fields}
          filter={state.filter}
          anyStatus={register.anyStatus}
          onChange={register.filter}
          adding={adding}
          onAdding={onAdding}
        />
        {state.changed && (
          <Button variant="subtle" size="compact-sm" onClick={register.reset}>
            {t('filter.reset')}
          </Button>
        )}
        {saving}
      </div>
      <Total rows={count} />
      <ActionIcon
        variant="default"
        size={34}
        aria-label={t('export.all')}
        data-tip={t('export.all')}
        loading={exported.isPending}
        onClick={() => exported.mutate({ list, columns })}
      >
        <IconFileSpreadsheet size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      {children}
    </div>
  );
}
