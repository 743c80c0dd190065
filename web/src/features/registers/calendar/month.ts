/** Days are `YYYY-MM-DD`, months `YYYY-MM`: those of the calendar on the wall, in no time zone. */

const two = (number: number): string => String(number).padStart(2, '0');

/** The day of a date of the reader's clock. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The month so many months later, or earlier. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const at = new Date(Date.UTC(year, number - 1 + by, 1));
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}`;
}

/** The weeks, from Monday to Sunday, that a month has days in. */
export function weeksOf(month: string): string[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const start = first.getTime() - ((first.getUTCDay() + 6) % 7) * dayMs;
  const end = Date.parse(`${shiftMonth(month, 1)}-01T00:00:00Z`);
  const weeks: string[][] = [];
  for (let monday = start; monday < end; monday += 7 * dayMs) {
    weeks.push(Array.from({ length: 7 }, (_, day) => new Date(monday + day * dayMs).toISOString().slice(0, 10)));
  }
  return weeks;
}

const dayMs = 86_400_000;

/** The condition for what falls between two days, both included. Days of moments are those of the reader. */
export function between(field: string, moment: boolean, from: string, to: string): { and: object[] } {
  if (!moment) return { and: [{ field, op: 'between', value: [from, to] }] };
  const start = new Date(`${from}T00:00:00`);
  const end = new Date(`${to}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return {
    and: [
      { field, op: 'ge', value: start.toISOString() },
      { field, op: 'lt', value: end.toISOString() },
    ],
  };
}
