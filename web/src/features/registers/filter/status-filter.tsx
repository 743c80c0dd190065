import { Checkbox, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { tallyQuery } from '../paging/list-queries.ts';
import type { Condition } from '../register-search.ts';
import type { Stream } from '../../../streams/streams.ts';
import { statusesOf, withStatuses, type List } from '../register-state.ts';
import styles from './filter.module.css';

interface Props {
  readonly stream: Stream;
  readonly filter: readonly Condition[];
  /** The same list with documents in any status. */
  readonly anyStatus: List;
  readonly onChange: (filter: Condition[]) => void;
}

/** The statuses to be shown, each with the number of documents that are in it. */
export function StatusFilter({ stream, filter, anyStatus, onChange }: Props) {
  const { t } = useTranslation('registers');
  const { name, number } = useFormat();
  const [opened, setOpened] = useState(false);
  const tally = useQuery({ ...tallyQuery(anyStatus), enabled: opened });
  const chosen = statusesOf(filter);
  const names = stream.statuses.filter(({ key }) => chosen.includes(key)).map((status) => name(status.name));
  return (
    <Popover position="bottom-start" shadow="md" opened={opened} onChange={setOpened} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.quick}
          data-on={chosen.length > 0 || undefined}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {names.length === 0
            ? t('filter.status')
            : t('filter.of', { field: t('filter.status'), value: names.join(', ') })}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.statuses}>
        {stream.statuses.map((status) => {
          const count = tally.data?.statuses.find((entry) => entry.status === status.key)?.count;
          return (
            <label key={status.key} className={styles.status}>
              <Checkbox
                size="xs"
                checked={chosen.includes(status.key)}
                onChange={() => onChange(withStatuses(filter, toggled(stream, chosen, status.key)))}
              />
              <StatusBadge tone={status.tone}>{name(status.name)}</StatusBadge>
              <span className={styles.count}>{count === undefined ? '' : number(count)}</span>
            </label>
          );
        })}
      </Popover.Dropdown>
    </Popover>
  );
}

/** In the order of the stream, so that one choice is one address. */
function toggled(stream: Stream, chosen: readonly string[], key: string): string[] {
  const next = chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key];
  return stream.statuses.map((status) => status.key).filter((known) => next.includes(known));
}
