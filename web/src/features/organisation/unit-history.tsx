import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import { Refused } from '../../ui/refused.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { postsQuery, unitHistoryQuery } from './organisation.ts';
import styles from './organisation-page.module.css';

/** Who headed a unit and held its posts, and when: the latest first. */
export function UnitHistory({ unit }: { readonly unit: string }) {
  const { t } = useTranslation('organisation');
  const { data, error } = useQuery(unitHistoryQuery(unit));
  const posts = useQuery(postsQuery);
  const nameOf = (key: string) => posts.data?.items.find((post) => post.key === key)?.name ?? key;
  return (
    <section className={styles.way} aria-label={t('history.title')}>
      <h3>{t('history.title')}</h3>
      <Refused error={error} />
      {!data && !error && <SkeletonRows rows={2} height={28} />}
      {data && (
        <dl className={styles.past}>
          <Line name={t('fields.head')} people={data.heads} />
          {data.posts.map(({ key, holders }) => (
            <Line key={key} name={nameOf(key)} people={holders} />
          ))}
        </dl>
      )}
    </section>
  );
}

interface LineProps {
  readonly name: string;
  readonly people: readonly Schemas['PastPerson'][];
}

function Line({ name, people }: LineProps) {
  const { t } = useTranslation('organisation');
  const { day } = useFormat();
  return (
    <div>
      <dt>{name}</dt>
      {people.length === 0 && <dd>{t('history.nobody')}</dd>}
      {people.map(({ id, name: person, since, until }) => (
        <dd key={`${id} ${since ?? ''}`}>
          {person}
          <span>
            {since === null ? t('history.always') : t('history.since', { day: day(since) })}
            {until !== null && ` ${t('history.until', { day: day(until) })}`}
          </span>
        </dd>
      ))}
    </div>
  );
}
