import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { reportsQuery } from './report-queries.ts';
import styles from './reports.module.css';

/** The reports that there are, with what each answers. */
export function ReportsPage() {
  const { t } = useTranslation('reports');
  const { name } = useFormat();
  const { data, error, refetch } = useQuery(reportsQuery);
  usePageTitle(t('title'));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} height={72} />;
  if (data.length === 0) return <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState>;
  return (
    <div className={styles.list}>
      <h1>{t('title')}</h1>
      <ul>
        {data.map((report) => (
          <li key={report.key}>
            <Link to="/reports/$report" params={{ report: report.key }}>
              <strong>{name(report.name)}</strong>
              {report.about && <span>{name(report.about)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
