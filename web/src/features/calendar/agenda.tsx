import { IconCheck, IconChecklist } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { byDay, type CalendarItem } from './calendar-items.ts';
import styles from './calendar.module.css';
import type { Pressed } from './item-card.tsx';

interface Props {
  readonly items: readonly CalendarItem[];
  readonly hues: ReadonlyMap<string, number>;
  readonly team: boolean;
  readonly onPress: (pressed: Pressed) => void;
}

/** Day by day, for a phone, and for whoever reads rather than looks. */
export function Agenda({ items, hues, team, onPress }: Props) {
  const { t } = useTranslation('calendar');
  const { day, language } = useFormat();
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (items.length === 0) return <EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>;
  return (
    <div className={styles.agenda}>
      {byDay(items).map(([date, those]) => (
        <section key={date} aria-labelledby={`day-${date}`}>
          <h2 id={`day-${date}`}>{day(`${date}T00:00:00`)}</h2>
          <ul>
            {those.map((item) => (
              <li key={`${item.kind} ${item.id}`}>
                <button
                  type="button"
                  className={styles.entry}
                  data-done={item.done || undefined}
                  onClick={(event) => {
                    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
                    onPress({ item, at: { left, top, width, height } });
                  }}
                >
                  <span className={styles.entryTime}>
                    {item.allDay ? t('allDay') : time.format(new Date(item.start))}
                  </span>
                  <span className={styles.mark} data-hue={hues.get(item.person?.id ?? '') ?? 0} aria-hidden />
                  <span className={styles.entryWhat}>
                    <span className={styles.entryTitle}>
                      {item.done && <IconCheck size={14} aria-label={t('isDone')} />}
                      {item.kind === 'assignment' && <IconChecklist size={14} aria-label={t('due')} />}
                      {item.title}
                    </span>
                    <span className={styles.quiet}>
                      {[item.about?.title ?? item.document.number, team && item.person?.name]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
