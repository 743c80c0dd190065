import type { LocalisedText } from '../../../src/platform/languages.ts';
import {
  sayAgo,
  sayDay,
  sayExactly,
  sayMoney,
  sayMonth,
  sayNumber,
  sayPercent,
  saySize,
  sayWeekday,
  sayWhen,
  type MoneyValue,
} from './format.ts';
import { useLanguage } from './language.ts';

/** Dates, numbers and configured names in the language of the reader: the same object for everybody who asks. */
export function useFormat(): Format {
  return formatIn(useLanguage());
}

let last: Format | undefined;

function formatIn(wanted: string): Format {
  if (last?.language !== wanted) last = buildFormat(wanted);
  return last;
}

function buildFormat(language: string) {
  const moment = () => ({ now: new Date(), language });
  const date = (at: string | Date) => (typeof at === 'string' ? new Date(at) : at);
  return {
    language,
    when: (at: string | Date, options?: { readonly time?: boolean }) => sayWhen(date(at), moment(), options),
    day: (at: string | Date) => sayDay(date(at), moment()),
    ago: (at: string | Date) => sayAgo(date(at), moment()),
    exactly: (at: string | Date) => sayExactly(date(at), { language }),
    money: (value: MoneyValue) => sayMoney(value, language),
    number: (value: number | string, decimals?: number) => sayNumber(value, language, decimals),
    percent: (share: number) => sayPercent(share, language),
    size: (bytes: number) => saySize(bytes, language),
    /** `December 2026`, of `2026-12`. */
    month: (month: string) => sayMonth(month, language),
    /** `Mon`, of `2026-11-30`. */
    weekday: (day: string) => sayWeekday(day, language),
    /** A name out of the configuration. */
    name: (text: LocalisedText) =>
      typeof text === 'string' ? text : ((text as Readonly<Record<string, string>>)[language] ?? text.en),
  };
}

export type Format = ReturnType<typeof buildFormat>;
