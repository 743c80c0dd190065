import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { filterFieldsOf } from '../filter/filter-fields.ts';
import { SearchBox } from '../filter/search-box.tsx';
import { useRegisterCount } from '../paging/use-register-rows.ts';
import { columnsOf, nameOf, type Column } from '../register-columns.ts';
import styles from '../register-page.module.css';
import { Total } from '../total.tsx';
import { useColumnLayout } from '../use-column-layout.ts';
import type { Register } from '../use-register.ts';
import { SaveView } from '../views/save-view.tsx';
import { ColumnPicker } from './column-picker.tsx';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { TableArea } from './table-area.tsx';

/** The register as a table, with its filters above and a preview beside it. */
export function TableView({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { stream, state, list } = register;
  const count = useRegisterCount(list);
  const known = useMemo(() => columnsOf(stream.fields), [stream]);
  const fields = useMemo(() => filterFieldsOf(stream), [stream]);
  const { layout, columns, change, reset, arranged } = useColumnLayout(stream.key, state.view, known);
  const [adding, setAdding] = useState<string>();
  const columnName = useCallback((column: Column) => nameOf(column, name, (own) => t(`own.${own}`)), [name, t]);
  const canFilter = useCallback((key: string) => fields.some((field) => field.key === key), [fields]);
  return (
    <>
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
            onAdding={setAdding}
          />
          {state.changed && (
            <Button variant="subtle" size="compact-sm" onClick={register.reset}>
              {t('filter.reset')}
            </Button>
          )}
          {(state.changed || arranged) && <SaveView register={register} layout={layout} onSaved={reset} />}
        </div>
        <Total rows={count} />
        <ColumnPicker
          known={known}
          layout={layout}
          nameOf={columnName}
          onLayout={change}
          onReset={arranged ? reset : undefined}
        />
      </div>
      <TableArea
        register={register}
        columns={columns}
        layout={layout}
        nameOf={columnName}
        onLayout={change}
        onFilter={setAdding}
        canFilter={canFilter}
      />
      <ShortcutsHelp />
    </>
  );
}
