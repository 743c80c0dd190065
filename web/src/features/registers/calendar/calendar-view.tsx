import { ActionIcon, Button, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { usePhone } from '../../../ui/use-phone.ts';
import { Preview } from '../preview/preview.tsx';
import { nameOf, type Column } from '../register-columns.ts';
import pageStyles from '../register-page.module.css';
import { RegisterTools } from '../register-tools.tsx';
import type { Register } from '../use-register.ts';
import { SaveLayout } from '../views/save-layout.tsx';
import { Agenda } from './agenda.tsx';
import styles from './calendar.module.css';
import { dayOf, shiftMonth } from './month.ts';
import { MonthGrid } from './month-grid.tsx';
import { dayColumns, useMonth } from './use-month.ts';

/** The register as a calendar by one of its dates. */
export function CalendarView({ register }: { readonly register: Register }) {
  const [adding, setAdding] = useState<string>();
  return (
    <>
      <RegisterTools
        register={register}
        adding={adding}
        onAdding={setAdding}
        columns={register.state.view.columns}
        saving={<SaveLayout register={register} />}
      />
      <CalendarArea register={register} />
    </>
  );
}

/** The month itself; a list of its days on a phone. */
export function CalendarArea({ register }: { readonly register: Register }) {
  const columns = dayColumns(register);
  const column = columns.find(({ key }) => key === register.search.by) ?? columns[0];
  if (!column) throw new Error('Every register has a date: that of registration.');
  return <MonthOf register={register} columns={columns} column={column} />;
}

interface MonthProps {
  readonly register: Register;
  readonly columns: readonly Column[];
  readonly column: Column;
}

function MonthOf({ register, columns, column }: MonthProps) {
  const { t } = useTranslation('registers');
  const { number } = useFormat();
  const phone = usePhone();
  const { stream, search } = register;
  const today = dayOf(new Date());
  const month = search.month ?? today.slice(0, 7);
  const shown = useMonth(register, column, month);
  const show = phone ? undefined : register.show;
  return (
    <div className={pageStyles.body}>
      <div className={styles.area}>
        <MonthHead register={register} columns={columns} column={column} month={month} today={today} />
        {shown.hidden > 0 && (
          <p className={styles.notice}>{t('calendar.hidden', { count: shown.hidden, shown: number(shown.hidden) })}</p>
        )}
        {shown.error && !shown.data ? (
          <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />
        ) : !shown.data ? (
          <SkeletonRows rows={6} height={96} />
        ) : phone ? (
          <Agenda days={shown.days} month={month} stream={stream}>
            <EmptyState title={t('calendar.none')}>{t('calendar.noneText')}</EmptyState>
          </Agenda>
        ) : (
          <MonthGrid
            {...{ month, today, stream }}
            weeks={shown.weeks}
            days={shown.days}
            shown={search.selected}
            onShow={show}
          />
        )}
      </div>
      {!phone && search.selected !== undefined && (
        <Preview
          id={search.selected}
          stream={stream}
          listed={[...shown.days.values()].flat().find(({ id }) => id === search.selected)}
          onClose={() => register.show(undefined)}
        />
      )}
    </div>
  );
}

function MonthHead({
  register,
  columns,
  column,
  month,
  today,
}: MonthProps & { readonly month: string; readonly today: string }) {
  const { t } = useTranslation('registers');
  const { name, month: sayMonth } = useFormat();
  const go = (next: string) => register.go({ month: next });
  return (
    <div className={styles.head}>
      <ActionIcon
        variant="default"
        size={34}
        aria-label={t('calendar.before')}
        onClick={() => go(shiftMonth(month, -1))}
      >
        <IconChevronLeft size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" size={34} aria-label={t('calendar.after')} onClick={() => go(shiftMonth(month, 1))}>
        <IconChevronRight size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <h2 aria-live="polite">{sayMonth(month)}</h2>
      <Button variant="default" size="xs" disabled={month === today.slice(0, 7)} onClick={() => go(today.slice(0, 7))}>
        {t('calendar.today')}
      </Button>
      <Select
        className={styles.by}
        aria-label={t('calendar.by')}
        size="xs"
        data={columns.map((known) => ({ value: known.key, label: nameOf(known, name, (own) => t(`own.${own}`)) }))}
        value={column.key}
        allowDeselect={false}
        onChange={(key) => key && register.go({ by: key })}
      />
    </div>
  );
}
