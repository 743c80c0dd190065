import Big from 'big.js';
import { toCardinal as toEnglish } from 'n2words/en-GB';
import { toCardinal as toLithuanian } from 'n2words/lt-LT';
import { toCardinal as toPolish } from 'n2words/pl-PL';
import { toCardinal as toRussian } from 'n2words/ru-RU';
import type { Language } from '../../../platform/languages.js';
import { HelperFailure } from '../template-problem.js';
import { currencyNouns, nounFor, type CountedNoun, type WordedCurrency } from './currency-nouns.js';
import { toMoney } from './decimal.js';
import type { Helper } from './helper.js';

type Gender = CountedNoun['gender'];

const cardinal: Record<Language, (count: bigint, gender: Gender) => string> = {
  en: (count) => toEnglish(count),
  ru: (count, gender) => toRussian(count, { gender }),
  // "dwadzieścia jeden kopiejek": in compounds of one Polish keeps the masculine for every gender.
  pl: (count, gender) => toPolish(count, { gender: count > 1n && count % 10n === 1n ? 'masculine' : gender }),
  lt: (count, gender) => toLithuanian(count, { gender }),
};

const minus: Record<Language, string> = { en: 'minus', ru: 'минус', pl: 'minus', lt: 'minus' };
const joint: Record<Language, string> = { en: ' and ', ru: ' ', pl: ' ', lt: ' ' };

/** Above this the names of numbers are no longer unambiguous to a reader. */
const limit = new Big('1e15');

function counted(count: bigint, noun: CountedNoun, language: Language): string {
  return `${cardinal[language](count, noun.gender)} ${nounFor(count, noun, language)}`;
}

/**
 * The amount as contracts spell it: "dwadzieścia dwa złote pięć groszy". `minor: 'figures'` leaves the cents in figures
 * ("… 05 groszy"). `value` is money or a decimal with `currency`; RUB, PLN, EUR and USD have names here.
 */
export function amountInWords(
  value: unknown,
  language: Language,
  { currency, minor = 'words' }: { currency?: unknown; minor?: 'words' | 'figures' } = {},
): string {
  const money = toMoney('amountInWords', value, currency);
  const nouns = Object.hasOwn(currencyNouns[language], money.currency)
    ? currencyNouns[language][money.currency as WordedCurrency]
    : undefined;
  if (!nouns) throw new HelperFailure(`amountInWords: expected RUB, PLN, EUR or USD, got ${money.currency}`);
  const rounded = money.amount.abs().round(2, Big.roundHalfUp);
  if (rounded.gte(limit)) throw new HelperFailure(`amountInWords: expected less than 10^15, got ${rounded.toFixed()}`);

  const cents = BigInt(rounded.times(100).toFixed(0));
  const whole = counted(cents / 100n, nouns.major, language);
  const rest = cents % 100n;
  const small =
    minor === 'figures'
      ? `${String(rest).padStart(2, '0')} ${nounFor(rest, nouns.minor, language)}`
      : counted(rest, nouns.minor, language);
  const sign = money.amount.lt(0) && cents > 0n ? `${minus[language]} ` : '';
  return sign + whole + joint[language] + small;
}

/** `{{amountInWords document.fields.amount}}`, `minor="figures"` for cents in figures. Null prints nothing. */
export const amountInWordsHelper: Helper = ({ args: [value, currency], named, language }) =>
  value === null
    ? ''
    : amountInWords(value, language, { currency, minor: named['minor'] === 'figures' ? 'figures' : 'words' });
