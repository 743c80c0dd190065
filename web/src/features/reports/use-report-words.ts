import { useMemo } from 'react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Figure, MeasureView, ReportTable } from './report-queries.ts';
import { sayGroup } from './say-group.ts';

/** How the groups and figures of a report are said. */
export function useReportWords(table: ReportTable) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  return useMemo(() => {
    const words = {
      ...{ none: t('group.none'), hidden: t('group.hidden'), yes: t('group.yes'), no: t('group.no') },
      month: format.month,
      day: (day: string) => format.day(`${day}T12:00:00`),
    };
    const dimension = table.dimensions.find(({ key }) => key === table.by) ?? { kind: 'text' };
    return {
      row: (group: { key: string | null; label: string | null }) => sayGroup(group, dimension, words),
      part: (group: { key: string | null; label: string | null }) => sayGroup(group, { kind: 'option' }, words),
      figure: ({ number, money }: Figure, { format: kind }: Pick<MeasureView, 'format'>): string => {
        if (money.length > 0) return money.map((sum) => format.money(sum)).join(' + ');
        if (number === null) return '–';
        return kind === 'percent' ? format.percent(number) : format.number(number);
      },
    };
  }, [t, format, table]);
}
