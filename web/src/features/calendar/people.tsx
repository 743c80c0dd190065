import { useTranslation } from '../../i18n/use-translation.ts';
import type { CalendarItem } from './calendar-items.ts';
import styles from './calendar.module.css';

interface Props {
  readonly items: readonly CalendarItem[];
  readonly hues: ReadonlyMap<string, number>;
  /** Ids of people who are left out. */
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}

/** Whose colour is which; a press leaves somebody out, or takes them in again. */
export function People({ items, hues, hidden, onHidden }: Props) {
  const { t } = useTranslation('calendar');
  const names = new Map(items.flatMap(({ person }) => (person ? [[person.id, person.name] as const] : [])));
  const toggle = (id: string) => {
    const after = new Set(hidden);
    if (!after.delete(id)) after.add(id);
    onHidden(after);
  };
  return (
    <div className={styles.people} role="group" aria-label={t('people')}>
      {[...names].map(([id, name]) => (
        <button key={id} type="button" aria-pressed={!hidden.has(id)} onClick={() => toggle(id)}>
          <span className={styles.mark} data-hue={hues.get(id) ?? 0} aria-hidden /> {name}
        </button>
      ))}
    </div>
  );
}
