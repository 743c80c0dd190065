import { Link } from '@tanstack/react-router';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Assignment } from '../../assignments/assignments.ts';
import type { GroupedAssignments } from '../../assignments/groups.ts';
import { DueDate, When } from '../../ui/when.tsx';
import styles from './desk-list.module.css';

interface Props {
  readonly groups: readonly GroupedAssignments[];
  readonly shown: string | undefined;
  readonly marked: ReadonlySet<string>;
  /** There are more than are listed. */
  readonly more: boolean;
  readonly onToggle: (id: string) => void;
}

/** What waits for me, in groups by urgency. */
export function DeskList({ groups, shown, marked, more, onToggle }: Props) {
  const { t } = useTranslation('desk');
  return (
    <div className={styles.groups}>
      {groups.map(({ group, items }) => (
        <section key={group} aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`} className={styles.head} data-group={group}>
            {t(`groups.${group}`)} <span>{items.length}</span>
          </h2>
          <ul className={styles.items}>
            {items.map((item) => (
              <Row
                key={item.id}
                item={item}
                first={item === groups[0]?.items[0]}
                shown={item.id === shown}
                marked={marked.has(item.id)}
                onToggle={onToggle}
              />
            ))}
          </ul>
        </section>
      ))}
      {more && <p className={styles.more}>{t('more')}</p>}
    </div>
  );
}

interface RowProps {
  readonly item: Assignment;
  /** On top of the list. */
  readonly first: boolean;
  readonly shown: boolean;
  readonly marked: boolean;
  readonly onToggle: (id: string) => void;
}

const Row = memo(function Row({ item, first, shown, marked, onToggle }: RowProps) {
  const { t } = useTranslation('desk');
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // The first one is in sight; asking would make the browser lay out the page once more.
    if (shown && !first) row.current?.scrollIntoView({ block: 'nearest' });
  }, [shown, first]);
  const fresh = item.openedAt === undefined && item.state !== 'reported';
  return (
    <li ref={row} className={styles.row} data-shown={shown || undefined} data-marked={marked || undefined}>
      <label className={styles.mark}>
        <input
          type="checkbox"
          checked={marked}
          onChange={() => onToggle(item.id)}
          aria-label={t('mark', { number: item.document.number })}
        />
      </label>
      <Link
        to="/desk"
        search={{ assignment: item.id }}
        replace={false}
        className={styles.link}
        aria-current={shown || undefined}
      >
        <span className={styles.title} data-fresh={fresh || undefined}>
          {fresh && <i role="img" aria-label={t('fresh')} />}
          {item.document.title}
        </span>
        <span className={styles.due}>
          {item.state === 'reported' && item.report ? <When at={item.report.at} ago /> : <DueDate at={item.dueAt} />}
        </span>
        <span className={styles.what}>{item.step?.name ?? item.instruction}</span>
        <span className={styles.number}>{item.document.number}</span>
      </Link>
    </li>
  );
});
