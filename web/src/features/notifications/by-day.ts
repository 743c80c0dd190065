import { daysAway, sayDay, type Moment } from '../../i18n/format.ts';

/** What happened on one day. */
export interface Day<Item> {
  readonly name: string;
  readonly items: readonly Item[];
}

/** Puts items, the newest first, under the days on which they happened: `Today`, `Yesterday`, `Fri 4 Dec`. */
export function byDay<Item extends { readonly createdAt: string }>(
  items: readonly Item[],
  moment: Moment,
): readonly Day<Item>[] {
  const days = new Map<string, Item[]>();
  for (const item of items) {
    const name = dayName(new Date(item.createdAt), moment);
    const day = days.get(name);
    if (day) day.push(item);
    else days.set(name, [item]);
  }
  return [...days].map(([name, of]) => ({ name, items: of }));
}

function dayName(at: Date, moment: Moment): string {
  const away = daysAway(at, moment);
  const near = Math.abs(away) <= 1;
  const name = near
    ? new Intl.RelativeTimeFormat(moment.language, { numeric: 'auto' }).format(away, 'day')
    : sayDay(at, moment);
  return name.charAt(0).toLocaleUpperCase(moment.language) + name.slice(1);
}

/** The time of day, as it stands beside what is under its day. */
export function sayClock(at: Date, { language, zone }: Pick<Moment, 'language' | 'zone'>): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
