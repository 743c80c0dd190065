import { Popover } from '@mantine/core';
import { IconPlus, IconUserCheck } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import type { Condition } from '../register-search.ts';
import type { Stream } from '../../../streams/streams.ts';
import { isMine, statusesOf, toggleMine, type List } from '../register-state.ts';
import { LateEditor } from './late-editor.tsx';
import { FilterChip } from './filter-chip.tsx';
import type { FilterField } from './filter-fields.ts';
import styles from './filter.module.css';
import { StatusFilter } from './status-filter.tsx';

export interface FilterProps {
  readonly stream: Stream;
  readonly fields: readonly FilterField[];
  readonly filter: readonly Condition[];
  readonly anyStatus: List;
  readonly onChange: (filter: readonly Condition[]) => void;
  /** The field that a filter is being added for; an empty text for one not yet chosen, undefined for none. */
  readonly adding: string | undefined;
  readonly onAdding: (field: string | undefined) => void;
}

/** What the list is filtered by: mine and the statuses at hand, everything else as sentences. */
export function FilterBar({ stream, fields, filter, anyStatus, onChange, adding, onAdding }: FilterProps) {
  const { t } = useTranslation('registers');
  const mine = isMine(filter);
  const chips = filter.filter((condition) => !(mine && condition.field === 'responsible') && !isQuick(condition));
  const replace = (old: Condition, made?: Condition) =>
    onChange(filter.flatMap((condition) => (condition === old ? (made ?? []) : condition)));
  return (
    <>
      <button
        type="button"
        className={styles.quick}
        data-on={mine || undefined}
        aria-pressed={mine}
        onClick={() => onChange(toggleMine(filter))}
      >
        <IconUserCheck size={16} stroke={1.6} aria-hidden />
        {t('filter.mine')}
      </button>
      {stream.statuses.length > 1 && (
        <StatusFilter stream={stream} filter={filter} anyStatus={anyStatus} onChange={onChange} />
      )}
      {chips.map((condition) => (
        <FilterChip
          key={`${condition.field} ${condition.op} ${JSON.stringify(condition.value)}`}
          fields={fields}
          condition={condition}
          onChange={(made) => replace(condition, made)}
          onRemove={() => replace(condition)}
        />
      ))}
      <Popover
        position="bottom-start"
        shadow="md"
        width={320}
        opened={adding !== undefined}
        onChange={(opened) => onAdding(opened ? '' : undefined)}
        trapFocus
      >
        <Popover.Target>
          <button
            type="button"
            className={styles.quick}
            aria-expanded={adding !== undefined}
            onClick={() => onAdding(adding === undefined ? '' : undefined)}
          >
            <IconPlus size={16} stroke={1.6} aria-hidden />
            {t('filter.add')}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <LateEditor
            key={adding}
            fields={fields}
            field={adding}
            onApply={(made) => {
              onAdding(undefined);
              onChange([...filter, made]);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

/** Shown by the quick filter of statuses. */
function isQuick(condition: Condition): boolean {
  return condition.field === 'status' && statusesOf([condition]).length > 0;
}
