import { languages, type LocalisedText } from '../../platform/languages.js';

/** A day off by law. */
export interface Holiday {
  /** ISO 8601. */
  readonly date: string;
  /** In the languages of the country that are ours, and in English. */
  readonly name: LocalisedText;
}

const dayMs = 86_400_000;

/** Countries whose holidays are known: codes of ISO 3166-1, in their order. */
export async function holidayCountries(): Promise<string[]> {
  const { default: Holidays } = await library();
  return Object.keys(new Holidays().getCountries()).sort();
}

/**
 * The days of a year that are off by the law of a country, in their order; a holiday of several days gives as many.
 * Undefined for a country whose holidays are not known. Days that a government moves for a single year are not in it.
 */
export async function holidaysOf(country: string, year: number): Promise<Holiday[] | undefined> {
  const { default: Holidays } = await library();
  if (!Object.hasOwn(new Holidays().getCountries(), country)) return undefined;
  const known = new Holidays(country, { types: ['public'] });
  const names = new Map<string, Record<string, string>>();
  for (const language of new Set(['en', ...languages.filter((one) => known.getLanguages().includes(one))])) {
    for (const { date, start, end, name } of known.getHolidays(year, language)) {
      // The hours of a day change with the clocks.
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
      for (const day of daysFrom(date.slice(0, 10), length)) names.set(day, { ...names.get(day), [language]: name });
    }
  }
  return [...names]
    .filter(([date]) => date.startsWith(`${year}-`))
    .map(([date, { en = '', ...others }]) => ({ date, name: { ...others, en } }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

function daysFrom(first: string, length: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length }, (_, index) => new Date(start + index * dayMs).toISOString().slice(0, 10));
}

/** Knows the holidays of all the world, which few processes ever need: it is loaded when it is first asked. */
function library() {
  return import('date-holidays');
}
