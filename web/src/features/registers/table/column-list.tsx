import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { shift, toggle, type PlacedColumn } from '../column-layout.ts';
import type { Column } from '../register-columns.ts';
import styles from './column-picker.module.css';

export interface ColumnsProps {
  readonly known: ReadonlyMap<string, Column>;
  readonly layout: readonly PlacedColumn[];
  readonly nameOf: (column: Column) => string;
  readonly onLayout: (layout: PlacedColumn[]) => void;
  /** Absent where the columns are those of the view. */
  readonly onReset: (() => void) | undefined;
}

/** Every column to be shown or hidden, and moved: those that are shown first. */
export function ColumnList({ known, layout, nameOf, onLayout, onReset }: ColumnsProps) {
  const { t } = useTranslation('registers');
  const [sought, setSought] = useState('');
  const placed = layout.flatMap(({ key }) => known.get(key) ?? []);
  const others = [...known.values()].filter((column) => !placed.includes(column));
  const found = (column: Column) => nameOf(column).toLowerCase().includes(sought.trim().toLowerCase());
  return (
    <>
      <div className={styles.search}>
        <TextInput
          size="xs"
          autoFocus
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          placeholder={t('columns.find')}
          aria-label={t('columns.find')}
        />
      </div>
      <ul className={styles.list} aria-label={t('columns.label')} tabIndex={0}>
        {[...placed, ...others].filter(found).map((column) => {
          const at = placed.indexOf(column);
          return (
            <li key={column.key} className={styles.item}>
              <Checkbox
                size="xs"
                label={nameOf(column)}
                checked={at >= 0}
                disabled={at >= 0 && placed.length === 1}
                onChange={() => onLayout(toggle(layout, column))}
              />
              {at >= 0 && (
                <span className={styles.moves}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    disabled={at === 0}
                    aria-label={t('columns.up', { name: nameOf(column) })}
                    onClick={() => onLayout(shift(layout, column.key, -1))}
                  >
                    <IconArrowUp size={14} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    disabled={at === placed.length - 1}
                    aria-label={t('columns.down', { name: nameOf(column) })}
                    onClick={() => onLayout(shift(layout, column.key, 1))}
                  >
                    <IconArrowDown size={14} aria-hidden />
                  </ActionIcon>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <div className={styles.foot}>
        <Button variant="subtle" size="compact-sm" disabled={!onReset} onClick={onReset}>
          {t('columns.reset')}
        </Button>
      </div>
    </>
  );
}
