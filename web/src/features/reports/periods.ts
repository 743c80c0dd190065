export const periods = ['thisMonth', 'lastMonth', 'thisQuarter', 'lastQuarter', 'thisYear', 'lastYear', 'all'] as const;
export type Period = (typeof periods)[number];

/** Days, both included; empty for no bound. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days of a period as people name it, seen from the day `today` (`YYYY-MM-DD`). */
export function daysOfPeriod(period: Period, today: string): Days {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const quarter = Math.floor((month - 1) / 3) * 3;
  switch (period) {
    case 'thisMonth':
      return span(year, month - 1, 1);
    case 'lastMonth':
      return span(year, month - 2, 1);
    case 'thisQuarter':
      return span(year, quarter, 3);
    case 'lastQuarter':
      return span(year, quarter - 3, 3);
    case 'thisYear':
      return span(year, 0, 12);
    case 'lastYear':
      return span(year - 1, 0, 12);
    case 'all':
      return { from: '', to: '' };
  }
}

/** What people call a span of days; undefined for one that has no name. */
export function periodOfDays({ from, to }: Days, today: string): Period | undefined {
  return periods.find((period) => {
    const days = daysOfPeriod(period, today);
    return days.from === from && days.to === to;
  });
}

/** So many months from the first day of one; months count from 0. */
function span(year: number, month: number, months: number): Days {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(Date.UTC(year, month, 1)), to: day(Date.UTC(year, month + months, 0)) };
}
