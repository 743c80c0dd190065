import type { NumberPeriod } from '../definition/stream-definition.js';

export interface NumberParts {
  /** The value of the register's counter in this period, from 1. */
  readonly counter: number;
  /** The local date of registration, `YYYY-MM-DD`. */
  readonly date: string;
  /** Short name of the registering unit, for `{unit}`. */
  readonly unit?: string;
}

const hole = /\{([a-z]+)(?::(\d{1,2}))?\}/g;
const widest = 12;

/**
 * The registration number that `pattern` gives. Holes: `{counter}` or `{counter:5}` (with leading zeros up to that width;
 * a longer counter is never cut), `{year}`, `{yy}`, `{month}`, `{day}`, `{unit}`. Anything else stands for itself.
 */
export function formatNumber(pattern: string, { counter, date, unit = '' }: NumberParts): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const values: Readonly<Record<string, string>> = { year, yy: year.slice(2), month, day, unit };
  return pattern.replace(hole, (whole, name: string, width?: string) => {
    if (name === 'counter') return String(counter).padStart(Number(width ?? 1), '0');
    return values[name] ?? whole;
  });
}

/** The key of the period that a local date falls into: a new key begins a new count. */
export function periodKey(period: NumberPeriod, date: string): string {
  if (period === 'year') return date.slice(0, 4);
  return period === 'month' ? date.slice(0, 7) : '-';
}

/** What is wrong with a numbering pattern; undefined when it is good. Numbers must never repeat within a register. */
export function checkPattern(pattern: string, period: NumberPeriod): string | undefined {
  const rest = pattern.replace(hole, '');
  if (/[{}]/.test(rest)) return 'has a brace without its partner or an empty hole.';
  const names = [...pattern.matchAll(hole)].map((match) => ({ name: match[1] ?? '', width: match[2] }));
  const known = ['counter', 'year', 'yy', 'month', 'day', 'unit'];
  const strange = names.find(({ name }) => !known.includes(name));
  if (strange)
    return `has the unknown hole {${strange.name}}; known are ${known.map((name) => `{${name}}`).join(', ')}.`;
  if (names.some(({ name, width }) => width !== undefined && (name !== 'counter' || Number(width) > widest)))
    return `may give a width to {counter} only, of at most ${widest}.`;
  const has = (name: string) => names.some((entry) => entry.name === name);
  if (!has('counter')) return 'must contain {counter}, or numbers would repeat.';
  if (period !== 'never' && !has('year') && !has('yy'))
    return `must contain {year}, because the counter starts anew every ${period}.`;
  if (period === 'month' && !has('month')) return 'must contain {month}, because the counter starts anew every month.';
  return undefined;
}
