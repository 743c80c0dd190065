import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../i18n/use-format.ts';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { Stream } from '../../streams/streams.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { accessOfPersonQuery } from './organisation.ts';
import styles from './organisation-page.module.css';
import { RuleWords } from './rule-words.tsx';

interface Props {
  readonly login: string;
  readonly streams: readonly Stream[];
}

/** What one person may do in each stream, by which rule, and how many documents that opens. */
export function AccessOfPerson({ login, streams }: Props) {
  const { t } = useTranslation('organisation');
  const { name, number } = useFormat();
  const report = useQuery(accessOfPersonQuery(login));
  if (report.error) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <SkeletonRows rows={6} height={52} />;
  return (
    <ul className={styles.rows}>
      {report.data.items.map(({ stream, verbs, rules, documents }) => {
        const known = streams.find(({ key }) => key === stream);
        return (
          <li key={stream} className={styles.rule}>
            <span className={styles.who}>
              <strong>{known ? name(known.name) : stream}</strong>
              {rules.map((rule, index) => (
                <RuleWords key={index} rule={rule} />
              ))}
              {rules.length === 0 && <span>{t('access.byNameOnly')}</span>}
            </span>
            <span className={styles.place}>
              {verbs.map((verb) => t(`access.verbs.${verb}`)).join(', ') || t('access.nothing')}
            </span>
            {documents !== null && (
              <span className={styles.figure}>
                {number(documents)} <span>{t('access.documents', { count: documents })}</span>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
