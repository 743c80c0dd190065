import { useTranslation } from '../../i18n/use-translation.ts';
import type { ColumnDefinition } from '../../../../src/streams/definition/field-definition.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { cellKindOf } from '../cell-kinds.ts';
import { isFilled, type FieldKind, type ShowProps } from '../field-kind.ts';
import { rowsOf, type Row } from '../table-rows.ts';
import styles from './table.module.css';
import { TableSums } from './table-sums.tsx';

function ShowTable({ field, value, plain }: ShowProps<'table'>) {
  const { t } = useTranslation('card');
  const { name } = useFormat();
  const rows = rowsOf(value);
  if (plain) return t('rows', { count: rows.length });
  return (
    <div className={styles.frame}>
      <table className={styles.table} role="table" aria-label={name(field.name)}>
        <thead role="rowgroup">
          <tr role="row">
            {field.columns.map((column) => (
              <th key={column.key} role="columnheader" scope="col" data-figures={cellKindOf(column).figures}>
                {name(column.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr key={index} role="row">
              {field.columns.map((column) => (
                <ShowCell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        <TableSums columns={field.columns} rows={rows} />
      </table>
    </div>
  );
}

function ShowCell({ column, row }: { readonly column: ColumnDefinition; readonly row: Row }) {
  const { name } = useFormat();
  const { Show, figures } = cellKindOf(column);
  const value = row[column.key];
  const filled = isFilled(value);
  return (
    <td role="cell" data-label={name(column.name)} data-figures={figures} data-empty={!filled || undefined}>
      {filled && <Show field={column} value={value} />}
    </td>
  );
}

export const tableKind: FieldKind<'table'> = { type: 'table', wide: true, Show: ShowTable };
