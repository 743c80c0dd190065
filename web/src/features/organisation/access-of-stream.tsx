import { Button, Code } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Stream } from '../../streams/streams.ts';
import { Initials } from '../../ui/initials.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { accessOfStreamQuery } from './organisation.ts';
import styles from './organisation-page.module.css';
import { RuleWords } from './rule-words.tsx';

/** The rules of a stream, and everybody who may do something in it by them. */
export function AccessOfStream({ stream }: { readonly stream: Stream }) {
  const { t } = useTranslation('organisation');
  const report = useInfiniteQuery(accessOfStreamQuery(stream.key));
  const people = report.data?.pages.flatMap(({ items }) => items).filter(({ verbs }) => verbs.length > 0) ?? [];
  return (
    <>
      <Rules stream={stream} />
      <h2 className={styles.sub}>{t('access.people')}</h2>
      {report.error && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <SkeletonRows rows={6} height={52} />}
      {report.data && people.length === 0 && <p className={styles.count}>{t('access.nobody')}</p>}
      {people.length > 0 && (
        <ul className={styles.rows}>
          {people.map(({ person, verbs, rules }) => (
            <li key={person.id} className={styles.rule}>
              <Initials name={person.name} size={32} />
              <span className={styles.who}>
                <strong>{person.name}</strong>
                {rules.map((rule, index) => (
                  <RuleWords key={index} rule={rule} />
                ))}
              </span>
              <span className={styles.place}>{verbs.map((verb) => t(`access.verbs.${verb}`)).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
      {report.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={report.isFetchingNextPage}
          onClick={() => void report.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}

/** The lines of the definition: role, what it may do, how far, and when. */
function Rules({ stream }: { readonly stream: Stream }) {
  const { t } = useTranslation('organisation');
  const rules = stream.configuration?.access ?? [];
  return (
    <>
      <h2 className={styles.sub}>{t('access.rules')}</h2>
      <div className={styles.scroll} role="region" aria-label={t('access.rules')} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('access.role')}</th>
              <th>{t('access.may')}</th>
              <th>{t('access.level')}</th>
              <th>{t('access.condition')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map(({ role, verbs, scope, when, confidential }, index) => (
              <tr key={index}>
                <th scope="row">{role}</th>
                <td>{verbs.map((verb) => t(`access.verbs.${verb}`)).join(', ')}</td>
                <td>
                  {t(`access.levels.${scope}`)}
                  {confidential && `, ${t('access.confidential')}`}
                </td>
                <td>{when === undefined ? '' : <Code>{when}</Code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
