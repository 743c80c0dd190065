import { ActionIcon, Button, Checkbox, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shift, toggle, type PlacedColumn } from '../column-layout.ts';
import type { Column } from '../register-columns.ts';
import styles from './column-picker.module.css';

interface Props {
  readonly known: ReadonlyMap<string, Column>;
  readonly layout: readonly PlacedColumn[];
  readonly nameOf: (column: Column) => string;
  readonly onLayout: (layout: PlacedColumn[]) => void;
  /** Absent where the columns are those of the view. */
  readonly onReset: (() => void) | undefined;
}

/** Which columns are shown, in which order: those that are first, then all others. */
export function ColumnPicker({ known, layout, nameOf, onLayout, onReset }: Props) {
  const { t } = useTranslation('registers');
  const [sought, setSought] = useState('');
  const placed = layout.flatMap(({ key }) => known.get(key) ?? []);
  const others = [...known.values()].filter((column) => !placed.includes(column));
  const found = (column: Column) => nameOf(column).toLowerCase().includes(sought.trim().toLowerCase());
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus onClose={() => setSought('')}>
      <Popover.Target>
        <Tooltip label={t('columns.label')}>
          <ActionIcon variant="default" size={34} aria-label={t('columns.label')}>
            <IconColumns3 size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={styles.search}>
          <TextInput
            size="xs"
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
      </Popover.Dropdown>
    </Popover>
  );
}
