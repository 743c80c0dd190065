import { Button, CloseButton, Menu, Popover } from '@mantine/core';
import { IconChevronDown, IconFileSpreadsheet, IconRoute, IconUserShare } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { PersonFinder, type PersonValue } from '../../../people/person-finder.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import type { Stream } from '../../../streams/streams.ts';
import { countMarks, type Marks } from '../marks.ts';
import type { List } from '../register-state.ts';
import { ErrandResults } from './errand-results.tsx';
import { useExport } from './export-list.ts';
import { routesForQuery } from './routes-query.ts';
import styles from './selection-bar.module.css';
import type { Errand } from './errand.ts';
import { mostInErrand, useErrand } from './use-errand.ts';

interface Props {
  readonly stream: Stream;
  readonly list: List;
  readonly marks: Marks;
  /** Rows of the list. */
  readonly total: number;
  readonly columns: readonly string[];
  readonly onClear: () => void;
}

/** What can be done with the marked rows, and how far it has come. */
export function SelectionBar({ stream, list, marks, total, columns, onClear }: Props) {
  const { t } = useTranslation('registers');
  const { number } = useFormat();
  const { progress, run, undo, stop, forget } = useErrand(list);
  const exported = useExport();
  const count = countMarks(marks, total);
  if (progress)
    return <ErrandResults progress={progress} onStop={stop} onUndo={() => void undo(progress)} onClose={forget} />;
  if (count === 0) return null;
  const act = (errand: Errand) => {
    void run(marks, count, errand);
    onClear();
  };
  return (
    <div className={styles.bar} role="region" aria-label={t('bulk.label')}>
      <strong className={styles.count} role="status">
        {t('bulk.marked', { count, shown: number(count) })}
      </strong>
      {count > mostInErrand ? (
        <span className={styles.hint}>{t('bulk.tooMany', { most: number(mostInErrand) })}</span>
      ) : (
        stream.may.includes('edit') && <Errands stream={stream} onErrand={act} />
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconFileSpreadsheet size={16} stroke={1.6} aria-hidden />}
        loading={exported.isPending}
        disabled={count > mostInErrand && marks.ids.size > 0}
        onClick={() => exported.mutate({ list, columns, marks })}
      >
        {t('export.marked')}
      </Button>
      <CloseButton className={styles.close} aria-label={t('bulk.clear')} onClick={onClear} />
    </div>
  );
}

function Errands({ stream, onErrand }: { readonly stream: Stream; readonly onErrand: (errand: Errand) => void }) {
  const { t } = useTranslation('registers');
  const { name } = useFormat();
  const routes = useQuery(routesForQuery(stream.key));
  return (
    <>
      <GiveTo onGive={(person) => onErrand({ responsible: person.id })} />
      {stream.statuses.length > 1 && (
        <Menu position="top-start" shadow="md">
          <Menu.Target>
            <Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {t('bulk.status')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {stream.statuses.map((status) => (
              <Menu.Item key={status.key} onClick={() => onErrand({ status: status.key })}>
                <StatusBadge tone={status.tone}>{name(status.name)}</StatusBadge>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {routes.data && routes.data.length > 0 && (
        <Menu position="top-start" shadow="md">
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconRoute size={16} stroke={1.6} aria-hidden />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {t('bulk.route')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {routes.data.map((route) => (
              <Menu.Item key={route.key} onClick={() => onErrand({ route: route.key })}>
                {route.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function GiveTo({ onGive }: { readonly onGive: (person: PersonValue) => void }) {
  const { t } = useTranslation('registers');
  const [opened, setOpened] = useState(false);
  const [person, setPerson] = useState<PersonValue | null>(null);
  return (
    <Popover position="top-start" shadow="md" width={300} opened={opened} onChange={setOpened} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconUserShare size={16} stroke={1.6} aria-hidden />}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {t('bulk.give')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.give}>
        <PersonFinder inPlace value={person} onChange={setPerson} look={{ label: t('bulk.whom'), autoFocus: true }} />
        <Button
          disabled={person === null}
          onClick={() => {
            if (person) onGive(person);
            setOpened(false);
          }}
        >
          {person ? t('bulk.giveTo', { name: person.name }) : t('bulk.give')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
