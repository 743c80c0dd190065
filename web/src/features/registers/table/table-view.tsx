import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { filterFieldsOf } from '../filter/filter-fields.ts';
import { columnsOf, nameOf, type Column } from '../register-columns.ts';
import { RegisterTools } from '../register-tools.tsx';
import { useColumnLayout } from '../use-column-layout.ts';
import { layoutOfView } from '../register-state.ts';
import type { Register } from '../use-register.ts';
import { ColumnPicker } from './column-picker.tsx';
import { TableKeysHelp } from './table-keys-help.tsx';
import { TableArea } from './table-area.tsx';

const SaveView = lazy(async () => ({ default: (await import('../views/save-view.tsx')).SaveView }));

/** The register as a table, with its filters above and a preview beside it. */
export function TableView({ register }: { readonly register: Register }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const { stream, state } = register;
  const known = useMemo(() => columnsOf(stream.fields), [stream]);
  const fields = useMemo(() => filterFieldsOf(stream), [stream]);
  const { layout, columns, change, reset, arranged } = useColumnLayout(stream.key, state.view, known);
  const [adding, setAdding] = useState<string>();
  const columnName = useCallback((column: Column) => nameOf(column, name, (own) => t(`own.${own}`)), [name, t]);
  const canFilter = useCallback((key: string) => fields.some((field) => field.key === key), [fields]);
  return (
    <>
      <RegisterTools
        register={register}
        adding={adding}
        onAdding={setAdding}
        columns={layout.map(({ key }) => key)}
        saving={
          (state.changed || arranged || layoutOfView(state.view, {}) !== 'table') && (
            <Suspense>
              <SaveView register={register} layout={layout} onSaved={reset} />
            </Suspense>
          )
        }
      >
        <ColumnPicker
          known={known}
          layout={layout}
          nameOf={columnName}
          onLayout={change}
          onReset={arranged ? reset : undefined}
        />
      </RegisterTools>
      <TableArea
        register={register}
        columns={columns}
        layout={layout}
        nameOf={columnName}
        onLayout={change}
        onFilter={setAdding}
        canFilter={canFilter}
      />
      <TableKeysHelp />
    </>
  );
}
