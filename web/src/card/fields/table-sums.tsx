import { useTranslation } from '../../i18n/use-translation.ts';
import type { ColumnDefinition } from '../../../../src/streams/definition/field-definition.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { isSummed, sumsOf, type ColumnSum, type Row } from '../table-rows.ts';
import { ShowMoney } from './money.tsx';
import { ShowNumber } from './number.tsx';

interface Props {
  readonly columns: readonly ColumnDefinition[];
  readonly rows: readonly Row[];
  /** Columns behind those of the card. */
  readonly more?: number;
}

/** The last line of a table: the sums of its figures. Nothing where a single row is its own sum. */
export function TableSums({ columns, rows, more = 0 }: Props) {
  const { t } = useTranslation('card');
  const { name } = useFormat();
  const sums = columns.map((column) => (isSummed(column) ? sumsOf(column, rows) : []));
  if (rows.length < 2 || sums.every((sum) => sum.length === 0)) return null;
  return (
    <tfoot role="rowgroup">
      <tr role="row">
        {columns.map((column, index) => {
          const found = sums[index] ?? [];
          if (found.length > 0)
            return (
              <td key={column.key} role="cell" data-figures data-label={`${t('total')}, ${name(column.name)}`}>
                {found.map((sum) => (
                  <ShowSum key={sum.currency ?? ''} sum={sum} />
                ))}
              </td>
            );
          return (
            <td key={column.key} role="cell" data-empty>
              {index === 0 && t('total')}
            </td>
          );
        })}
        {more > 0 && <td role="cell" colSpan={more} data-empty />}
      </tr>
    </tfoot>
  );
}

function ShowSum({ sum }: { readonly sum: ColumnSum }) {
  return <div>{sum.currency === undefined ? <ShowNumber value={sum.amount} /> : <ShowMoney value={sum} />}</div>;
}
