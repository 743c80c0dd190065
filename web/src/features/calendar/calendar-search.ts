export const views = ['month', 'week', 'day', 'agenda'] as const;
export type View = (typeof views)[number];

/** What the address says of the calendar: what is left out is as usual. */
export interface CalendarSearch {
  readonly view?: View;
  /** A day within what is shown, `YYYY-MM-DD`; today unless said. */
  readonly date?: string;
  /** Everybody of my units; only mine unless said. */
  readonly who?: 'team';
}

export function readCalendarSearch({ view, date, who }: Readonly<Record<string, unknown>>): CalendarSearch {
  const known = views.find((one) => one === view);
  return {
    ...(known && { view: known }),
    ...(typeof date === 'string' && isDay(date) && { date }),
    ...(who === 'team' && { who }),
  };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dayStart(text).getTime());
}

/** Midnight of a day where one is. */
export function dayStart(day: string): Date {
  return new Date(`${day}T00:00:00`);
}

/** The day of a moment where one is, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function addDays(day: string, days: number): string {
  const at = dayStart(day);
  at.setDate(at.getDate() + days);
  return dayOf(at);
}

const agendaDays = 14;

/** The days that a view around `day` shows, the last not included; weeks begin on Monday. */
export function rangeOf(view: View, day: string): { readonly from: string; readonly to: string } {
  const monday = (one: string) => addDays(one, -((dayStart(one).getDay() + 6) % 7));
  if (view === 'day') return { from: day, to: addDays(day, 1) };
  if (view === 'week') return { from: monday(day), to: addDays(monday(day), 7) };
  if (view === 'agenda') return { from: day, to: addDays(day, agendaDays) };
  const from = monday(`${day.slice(0, 8)}01`);
  return { from, to: addDays(from, 42) };
}

/** A day within what is shown after (1) or before (-1) the view around `day`. */
export function stepped(view: View, day: string, step: 1 | -1): string {
  if (view === 'day') return addDays(day, step);
  if (view === 'week') return addDays(day, 7 * step);
  if (view === 'agenda') return addDays(day, agendaDays * step);
  const at = dayStart(`${day.slice(0, 8)}01`);
  at.setMonth(at.getMonth() + step);
  return dayOf(at);
}
