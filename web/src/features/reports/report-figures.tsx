import { Link } from '@tanstack/react-router';
import { useTranslation } from '../../i18n/use-translation.ts';
import type { FilterOperator } from '../../../../src/streams/field-types/field-type.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Figure, MeasureView, ReportCondition, ReportTable } from './report-queries.ts';
import styles from './reports.module.css';
import { useReportWords } from './use-report-words.ts';

interface Props {
  readonly table: ReportTable;
  /** Shows the assignments behind a figure. */
  readonly onBehind: (conditions: readonly ReportCondition[]) => void;
}

type Words = ReturnType<typeof useReportWords>;

/** The figures as a table; what was counted is one press away. */
export function ReportFigures({ table, onBehind }: Props) {
  const { t } = useTranslation('reports');
  const { name, number } = useFormat();
  const words = useReportWords(table);
  const dimension = table.dimensions.find(({ key }) => key === table.by);
  const parts = table.split?.key === table.by ? [] : (table.split?.values ?? []);
  const lead = { table, words, onBehind };
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={name(table.name)}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{dimension ? name(dimension.name) : table.by}</th>
            {parts.map((part) => (
              <th key={part.key ?? ''} scope="col" className={styles.figure}>
                {words.part(part)}
              </th>
            ))}
            {table.measures.map((measure) => (
              <th key={measure.key} scope="col" className={styles.figure}>
                {name(measure.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.key ?? ''}>
              <th scope="row">{words.row(row)}</th>
              {parts.map((part, at) => (
                <Cell
                  key={part.key ?? ''}
                  {...lead}
                  figure={row.split[at]}
                  conditions={[row.conditions, part.conditions]}
                />
              ))}
              {table.measures.map((measure, at) => (
                <Cell
                  key={measure.key}
                  {...lead}
                  figure={row.figures[at]}
                  measure={measure}
                  conditions={[row.conditions]}
                />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('total')}</th>
            {parts.map((part, at) => (
              <Cell key={part.key ?? ''} {...lead} figure={table.totals.split[at]} conditions={[part.conditions]} />
            ))}
            {table.measures.map((measure, at) => (
              <Cell key={measure.key} {...lead} figure={table.totals.figures[at]} measure={measure} conditions={[]} />
            ))}
          </tr>
        </tfoot>
      </table>
      {table.more > 0 && <p className={styles.rest}>{t('more', { count: table.more, shown: number(table.more) })}</p>}
    </div>
  );
}

interface CellProps extends Props {
  readonly words: Words;
  readonly figure: Figure | undefined;
  /** Absent for a part of the first measure. */
  readonly measure?: MeasureView;
  readonly conditions: readonly (readonly ReportCondition[])[];
}

function Cell({ table, words, figure, measure, conditions, onBehind }: CellProps) {
  const { t } = useTranslation('reports');
  const shown = measure ?? table.measures[0];
  if (!figure || !shown) return <td />;
  const text = words.figure(figure, shown);
  const nothing = figure.money.length === 0 && (figure.number ?? 0) === 0;
  // A formula is made of several figures, of which each leads to its own documents.
  if (nothing || shown.kind === 'formula')
    return <td className={styles.figure}>{nothing && figure.number === 0 ? '0' : text}</td>;
  const behind = [...table.conditions, ...conditions.flat(), ...shown.conditions];
  return (
    <td className={styles.figure}>
      {table.source === 'assignments' ? (
        <button type="button" onClick={() => onBehind(behind)} title={t('show')}>
          {text}
        </button>
      ) : (
        <Link
          to="/registers/$stream"
          params={{ stream: table.source }}
          search={{ filter: behind.map((condition) => ({ ...condition, op: condition.op as FilterOperator })) }}
          title={t('show')}
        >
          {text}
        </Link>
      )}
    </td>
  );
}
