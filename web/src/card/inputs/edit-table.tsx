import { ActionIcon, Button, Input, VisuallyHidden } from '@mantine/core';
import { usePhone } from '../../ui/use-phone.ts';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { cellInputOf } from '../cell-inputs.ts';
import { cellKindOf } from '../cell-kinds.ts';
import type { EditProps } from '../field-kind.ts';
import { isRowFilled, newRow, rowsOf, withCell, type Row } from '../table-rows.ts';
import styles from '../fields/table.module.css';
import { TableSums } from '../fields/table-sums.tsx';

type Props = EditProps<'table'>;

/**
 * Rows as a sheet: an empty one always follows the last, so that Tab and Enter go on to a new row. On a phone each row
 * stands by itself, its cells below each other.
 */
export function EditTable(props: Props) {
  const { field, value, onChange, onLeave, look } = props;
  const { t } = useTranslation('card');
  const { name } = useFormat();
  const body = useRef<HTMLTableSectionElement>(null);
  const stacked = usePhone();
  const { columns, maxRows = 500 } = field;
  const rows = rowsOf(value);
  const { label, description, error, withAsterisk, disabled = false } = look;
  const remove = (index: number) => {
    onChange(rows.filter((_, at) => at !== index));
    onLeave?.();
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Delete' && event.ctrlKey && index < rows.length) {
      event.preventDefault();
      remove(index);
    }
    if (event.key !== 'Enter' || event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    body.current?.rows[index + 1]?.querySelector('input')?.focus();
  };
  return (
    <Input.Wrapper {...{ label, description, error, withAsterisk }} labelElement="div">
      <div className={styles.frame} data-editing data-stacked={stacked || undefined}>
        <table className={styles.table} data-editing role="table" aria-label={name(field.name)}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((column) => (
                <th key={column.key} role="columnheader" scope="col" data-figures={cellKindOf(column).figures}>
                  {name(column.name)}
                  {column.required && <span className={styles.star}> *</span>}
                </th>
              ))}
              {!disabled && (
                <th role="columnheader" scope="col" className={styles.narrow}>
                  <VisuallyHidden>{t('actions')}</VisuallyHidden>
                </th>
              )}
            </tr>
          </thead>
          <tbody role="rowgroup" ref={body}>
            {withSpare(rows, props, stacked).map((row, index) => (
              <tr key={index} role="row" onKeyDown={(event) => onKeyDown(event, index)}>
                {columns.map((column) => (
                  <EditCell key={column.key} {...{ ...props, column, row, rows, index, stacked }} />
                ))}
                {!disabled && (
                  <td role="cell" className={styles.narrow}>
                    {index < rows.length && (
                      <RemoveRow index={index} reachable={stacked} onClick={() => remove(index)} />
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
          <TableSums columns={columns} rows={rows} more={disabled ? 0 : 1} />
        </table>
        {stacked && !disabled && rows.length < maxRows && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => onChange([...rows, newRow(columns)])}
          >
            {t('addRow')}
          </Button>
        )}
      </div>
    </Input.Wrapper>
  );
}

/** The rows, and one to type the next into. */
function withSpare(rows: readonly Row[], { field, look }: Props, stacked: boolean): readonly Row[] {
  const last = rows.at(-1);
  const wanted = !stacked && !look.disabled && rows.length < (field.maxRows ?? 500);
  return wanted && (last === undefined || isRowFilled(last)) ? [...rows, newRow(field.columns)] : rows;
}

interface CellProps extends Props {
  readonly column: Props['field']['columns'][number];
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly index: number;
  readonly stacked: boolean;
}

function EditCell({ column, row, rows, index, stacked, field, onChange, onLeave, look, faultAt }: CellProps) {
  const { t } = useTranslation('card');
  const { name } = useFormat();
  const { figures } = cellKindOf(column);
  const Edit = cellInputOf(column);
  const { key } = column;
  const fault = faultAt?.(`[${index}].${key}`);
  const title = name(column.name);
  return (
    <td role="cell" data-figures={figures} data-wrong={fault !== undefined || undefined}>
      <Edit
        field={column}
        value={row[key]}
        onChange={(cell) => onChange(withCell(rows, { index, key }, cell, field.columns))}
        onLeave={onLeave}
        look={{
          ...(stacked
            ? { label: title, withAsterisk: column.required === true }
            : { 'aria-label': `${title}, ${t('row', { number: index + 1 })}`, variant: 'unstyled' }),
          disabled: look.disabled === true,
          error: fault,
        }}
      />
    </td>
  );
}

interface RemoveProps {
  readonly index: number;
  /** By Tab; in a sheet Tab goes from cell to cell, and Ctrl+Delete removes the row. */
  readonly reachable: boolean;
  readonly onClick: () => void;
}

function RemoveRow({ index, reachable, onClick }: RemoveProps) {
  const { t } = useTranslation('card');
  const title = t('removeRow', { number: index + 1 });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={reachable ? 'xl' : 'md'}
      tabIndex={reachable ? 0 : -1}
      aria-keyshortcuts="Control+Delete"
      aria-label={title}
      title={title}
      onClick={onClick}
    >
      <IconTrash size={16} stroke={1.6} />
    </ActionIcon>
  );
}
