import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { DueDate } from '../../ui/when.tsx';
import { countedQuery, type ReportCondition } from './report-queries.ts';
import styles from './reports.module.css';

interface Props {
  readonly report: string;
  readonly conditions: readonly ReportCondition[] | undefined;
  readonly onClose: () => void;
}

/** The assignments behind a figure, beside the report. */
export function Behind({ report, conditions, onClose }: Props) {
  const { t } = useTranslation(['reports', 'ui']);
  return (
    <Drawer
      opened={conditions !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={t('behind.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
      lockScroll={false}
    >
      {conditions && <Assignments report={report} conditions={conditions} />}
    </Drawer>
  );
}

function Assignments({
  report,
  conditions,
}: {
  readonly report: string;
  readonly conditions: readonly ReportCondition[];
}) {
  const { t } = useTranslation('reports');
  const { number, when } = useFormat();
  const { data, error, refetch } = useQuery(countedQuery(report, conditions));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={10} height={56} />;
  return (
    <>
      <p className={styles.rest}>{t('behind.count', { count: data.total, shown: number(data.total) })}</p>
      <ul className={styles.behind}>
        {data.items.map((assignment) => (
          <li key={assignment.id}>
            <Link to="/documents/$id" params={{ id: assignment.document.id }}>
              <strong>{assignment.document.title}</strong>
              <span>{assignment.document.number}</span>
            </Link>
            <span>{assignment.instruction}</span>
            <span className={styles.quiet}>
              {assignment.performer?.name ?? t('behind.nobody')}
              {assignment.closedAt === null ? (
                <DueDate at={assignment.dueAt} because={null} />
              ) : (
                <span>{t('behind.done', { when: when(assignment.closedAt) })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
