import { Button, Select, TextInput } from '@mantine/core';
import { IconArrowLeft, IconFileSpreadsheet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Behind } from './behind.tsx';
import { daysOfPeriod, periodOfDays, periods, type Days } from './periods.ts';
import { ReportChart } from './report-chart.tsx';
import { ReportFigures } from './report-figures.tsx';
import { reportQuery, type ReportCondition, type ReportTable } from './report-queries.ts';
import type { ReportSearch } from './report-search.ts';
import styles from './reports.module.css';

/** A report: chosen, seen as bars and as a table, each figure leading to what it counts. */
export function ReportPage() {
  const { t } = useTranslation('reports');
  const { name } = useFormat();
  const { report } = useParams({ from: '/office/reports/$report' });
  const search = useSearch({ from: '/office/reports/$report' });
  const { data, error, refetch, isPlaceholderData } = useQuery(reportQuery(report, search));
  const [behind, setBehind] = useState<readonly ReportCondition[]>();
  usePageTitle(data ? name(data.name) : t('title'));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={14} />;
  return (
    <div className={styles.page} aria-busy={isPlaceholderData}>
      <header className={styles.head}>
        <Link to="/reports" className={styles.back}>
          <IconArrowLeft size={16} stroke={1.6} aria-hidden />
          {t('title')}
        </Link>
        <h1>{name(data.name)}</h1>
        {data.about && <p>{name(data.about)}</p>}
      </header>
      <Controls table={data} search={search} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data.rows.length === 0 ? (
        <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
      ) : (
        <div data-older={isPlaceholderData || undefined} className={styles.body}>
          <ReportChart table={data} />
          <ReportFigures table={data} onBehind={setBehind} />
        </div>
      )}
      <Behind report={report} conditions={behind} onClose={() => setBehind(undefined)} />
    </div>
  );
}

function Controls({ table, search }: { readonly table: ReportTable; readonly search: ReportSearch }) {
  const { t } = useTranslation('reports');
  const { name } = useFormat();
  const navigate = useNavigate({ from: '/reports/$report' });
  const go = (change: ReportSearch) => void navigate({ search: { ...search, ...change }, replace: true });
  const days = { from: table.period?.from ?? '', to: table.period?.to ?? '' };
  const asked = new URLSearchParams({ by: table.by, ...(table.period && days) });
  return (
    <div className={styles.controls}>
      {table.dimensions.length > 1 && (
        <Select
          label={t('by')}
          data={table.dimensions.map((dimension) => ({ value: dimension.key, label: name(dimension.name) }))}
          value={table.by}
          allowDeselect={false}
          onChange={(by) => by && go({ by })}
        />
      )}
      {table.period && <PeriodChooser days={days} onDays={go} />}
      <Button
        component="a"
        href={`/api/reports/${table.key}/sheet?${asked.toString()}`}
        download={`${table.key}.xlsx`}
        variant="default"
        className={styles.sheet}
        leftSection={<IconFileSpreadsheet size={16} stroke={1.6} aria-hidden />}
      >
        {t('sheet')}
      </Button>
    </div>
  );
}

function PeriodChooser({ days, onDays }: { readonly days: Days; readonly onDays: (days: Days) => void }) {
  const { t } = useTranslation('reports');
  const today = new Date().toISOString().slice(0, 10);
  const named = periodOfDays(days, today);
  const [own, setOwn] = useState(false);
  const free = own || named === undefined;
  return (
    <>
      <Select
        label={t('period.label')}
        data={[...periods, 'own' as const].map((period) => ({ value: period, label: t(`period.${period}`) }))}
        value={free ? 'own' : named}
        allowDeselect={false}
        onChange={(value) => {
          const period = periods.find((known) => known === value);
          setOwn(period === undefined);
          if (period) onDays(daysOfPeriod(period, today));
        }}
      />
      {free && (
        <>
          <TextInput
            type="date"
            label={t('period.from')}
            value={days.from}
            max={days.to || undefined}
            onChange={({ currentTarget }) => onDays({ ...days, from: currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('period.to')}
            value={days.to}
            min={days.from || undefined}
            onChange={({ currentTarget }) => onDays({ ...days, to: currentTarget.value })}
          />
        </>
      )}
    </>
  );
}
