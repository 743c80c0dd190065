import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { barsOf, mostBars, type Bar } from './chart-bars.ts';
import type { ReportTable } from './report-queries.ts';
import styles from './reports.module.css';
import { useReportWords } from './use-report-words.ts';

/**
 * The first measure as bars with their figures beside them. It is for the eye: whoever does not see it reads the table
 * below, which says the same and more.
 */
export function ReportChart({ table }: { readonly table: ReportTable }) {
  const { t } = useTranslation('reports');
  const { name } = useFormat();
  const words = useReportWords(table);
  const bars = barsOf(table);
  const measure = table.measures[0];
  if (bars.length === 0 || !measure) return null;
  const parts = table.split?.values ?? [];
  return (
    <figure className={styles.chart} aria-hidden>
      <figcaption>
        {name(measure.name)}
        {parts.length > 0 && (
          <ul className={styles.legend}>
            {parts.map((part, at) => (
              <li key={part.key ?? ''}>
                <i data-part={at % 6} />
                {words.part(part)}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      <div className={styles.bars}>
        {bars.map((bar) => (
          <ChartBar key={bar.row} bar={bar} table={table} words={words} />
        ))}
      </div>
      {table.rows.length > bars.length && <p className={styles.rest}>{t('chart.first', { count: mostBars })}</p>}
    </figure>
  );
}

interface BarProps {
  readonly bar: Bar;
  readonly table: ReportTable;
  readonly words: ReturnType<typeof useReportWords>;
}

function ChartBar({ bar, table, words }: BarProps) {
  const row = table.rows[bar.row];
  const [measure] = table.measures;
  const [figure] = row?.figures ?? [];
  if (!row || !measure || !figure) return null;
  const width = (share: number) => ({ width: `${share * 100}%` });
  return (
    <>
      <span className={styles.barName}>{words.row(row)}</span>
      <span className={styles.barLine}>
        <span className={styles.bar} style={width(bar.share * 0.82)}>
          {bar.parts.length > 0 ? (
            bar.parts.map(({ split, share }) => (
              <i key={split} data-part={split % 6} style={width(share / bar.share)} />
            ))
          ) : (
            <i style={width(1)} />
          )}
        </span>
        <b>{words.figure(figure, measure)}</b>
      </span>
    </>
  );
}
