import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../../../i18n/use-format.ts';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import type { Stream } from '../../../streams/streams.ts';
import type { Document } from '../register-columns.ts';
import styles from './calendar.module.css';

interface Props {
  readonly days: ReadonlyMap<string, readonly Document[]>;
  readonly month: string;
  readonly stream: Stream;
  /** Shown when the month has nothing. */
  readonly children: ReactNode;
}

/** The days of a month that have something, below each other. */
export function Agenda({ days, month, stream, children }: Props) {
  const { day: sayDay, name } = useFormat();
  const own = [...days].filter(([day]) => day.startsWith(month)).sort(([one], [other]) => (one < other ? -1 : 1));
  if (own.length === 0) return children;
  return (
    <div className={styles.agenda} tabIndex={0}>
      {own.map(([day, documents]) => (
        <section key={day}>
          <h3>
            <time dateTime={day}>{sayDay(`${day}T12:00:00`)}</time>
          </h3>
          <ul>
            {documents.map((document) => {
              const status = stream.statuses.find(({ key }) => key === document.status);
              return (
                <li key={document.id}>
                  <Link to="/documents/$id" params={{ id: document.id }}>
                    <span>{document.title}</span>
                    <StatusBadge tone={status?.tone}>{status ? name(status.name) : document.status}</StatusBadge>
                  </Link>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
