import { Popover } from '@mantine/core';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { Stream } from '../../../streams/streams.ts';
import type { Document } from '../register-columns.ts';
import styles from './calendar.module.css';

interface Props {
  readonly month: string;
  readonly today: string;
  readonly stream: Stream;
  readonly weeks: readonly (readonly string[])[];
  readonly days: ReadonlyMap<string, readonly Document[]>;
  readonly shown: string | undefined;
  readonly onShow: ((id: string) => void) | undefined;
}

/** What a day shows before it says how much more there is. */
const mostInDay = 3;

/** A month as weeks below each other. */
export function MonthGrid({ month, today, stream, weeks, days, shown, onShow }: Props) {
  const { weekday, day: sayDay } = useFormat();
  return (
    <table className={styles.month}>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col">
              {weekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td key={day} data-other={!day.startsWith(month) || undefined} data-today={day === today || undefined}>
                <time dateTime={day} aria-label={sayDay(`${day}T12:00:00`)}>
                  {Number(day.slice(8))}
                </time>
                <DayEntries documents={days.get(day) ?? []} stream={stream} shown={shown} onShow={onShow} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface EntriesProps extends Pick<Props, 'stream' | 'shown' | 'onShow'> {
  readonly documents: readonly Document[];
}

function DayEntries({ documents, ...entry }: EntriesProps) {
  const { t } = useTranslation('registers');
  const few = documents.length <= mostInDay + 1 ? documents : documents.slice(0, mostInDay);
  return (
    <ul>
      {few.map((document) => (
        <Entry key={document.id} document={document} {...entry} />
      ))}
      {few.length < documents.length && (
        <li>
          <Popover position="bottom" shadow="md" width={320} trapFocus>
            <Popover.Target>
              <button type="button" className={styles.more}>
                {t('calendar.more', { count: documents.length - few.length })}
              </button>
            </Popover.Target>
            <Popover.Dropdown>
              <ul className={styles.all}>
                {documents.map((document) => (
                  <Entry key={document.id} document={document} {...entry} />
                ))}
              </ul>
            </Popover.Dropdown>
          </Popover>
        </li>
      )}
    </ul>
  );
}

function Entry({ document, stream, shown, onShow }: Omit<EntriesProps, 'documents'> & { readonly document: Document }) {
  const { name } = useFormat();
  const status = stream.statuses.find(({ key }) => key === document.status);
  const state = status ? name(status.name) : document.status;
  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        data-tone={status?.tone ?? 'neutral'}
        data-shown={shown === document.id || undefined}
        title={`${document.title} · ${state}`}
        onClick={() => onShow?.(document.id)}
      >
        {document.title}
      </button>
    </li>
  );
}
