import type { Language } from '../../../platform/languages.js';

/** Currencies whose names are known here in every language of papers. */
export type WordedCurrency = 'RUB' | 'PLN' | 'EUR' | 'USD';

/** A noun that is counted: its forms in the order of the language's plural rule, and its gender. */
export interface CountedNoun {
  readonly forms: readonly string[];
  readonly gender: 'masculine' | 'feminine';
}

export interface CurrencyNouns {
  readonly major: CountedNoun;
  readonly minor: CountedNoun;
}

const he = (...forms: string[]): CountedNoun => ({ forms, gender: 'masculine' });
const she = (...forms: string[]): CountedNoun => ({ forms, gender: 'feminine' });

/** Forms: English one, many; the others one, few (2–4; Lithuanian 2–9), many. */
export const currencyNouns: Record<Language, Record<WordedCurrency, CurrencyNouns>> = {
  en: {
    RUB: { major: he('rouble', 'roubles'), minor: he('kopeck', 'kopecks') },
    PLN: { major: he('zloty', 'zlotys'), minor: he('grosz', 'groszy') },
    EUR: { major: he('euro', 'euros'), minor: he('cent', 'cents') },
    USD: { major: he('US dollar', 'US dollars'), minor: he('cent', 'cents') },
  },
  ru: {
    RUB: { major: he('рубль', 'рубля', 'рублей'), minor: she('копейка', 'копейки', 'копеек') },
    PLN: { major: he('злотый', 'злотых', 'злотых'), minor: he('грош', 'гроша', 'грошей') },
    EUR: { major: he('евро', 'евро', 'евро'), minor: he('цент', 'цента', 'центов') },
    USD: { major: he('доллар США', 'доллара США', 'долларов США'), minor: he('цент', 'цента', 'центов') },
  },
  pl: {
    RUB: { major: he('rubel', 'ruble', 'rubli'), minor: she('kopiejka', 'kopiejki', 'kopiejek') },
    PLN: { major: he('złoty', 'złote', 'złotych'), minor: he('grosz', 'grosze', 'groszy') },
    EUR: { major: he('euro', 'euro', 'euro'), minor: he('cent', 'centy', 'centów') },
    USD: {
      major: he('dolar amerykański', 'dolary amerykańskie', 'dolarów amerykańskich'),
      minor: he('cent', 'centy', 'centów'),
    },
  },
  lt: {
    RUB: { major: he('rublis', 'rubliai', 'rublių'), minor: she('kapeika', 'kapeikos', 'kapeikų') },
    PLN: { major: he('zlotas', 'zlotai', 'zlotų'), minor: he('grašis', 'grašiai', 'grašių') },
    EUR: { major: he('euras', 'eurai', 'eurų'), minor: he('centas', 'centai', 'centų') },
    USD: { major: he('JAV doleris', 'JAV doleriai', 'JAV dolerių'), minor: he('centas', 'centai', 'centų') },
  },
};

/**
 * Which form a count takes, by the cardinal plural rules of Unicode CLDR for whole numbers
 * (en, ru, pl, lt; https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
 */
const formIndex: Record<Language, (tens: number, ones: number, isOne: boolean) => number> = {
  en: (_tens, _ones, isOne) => (isOne ? 0 : 1),
  ru: (tens, ones) => (tens === 1 ? 2 : ones === 1 ? 0 : ones >= 2 && ones <= 4 ? 1 : 2),
  pl: (tens, ones, isOne) => (isOne ? 0 : tens !== 1 && ones >= 2 && ones <= 4 ? 1 : 2),
  lt: (tens, ones) => (tens === 1 || ones === 0 ? 2 : ones === 1 ? 0 : 1),
};

/** The form of `noun` that goes with `count` (whole, not negative). */
export function nounFor(count: bigint, noun: CountedNoun, language: Language): string {
  const lastTwo = Number(count % 100n);
  const index = formIndex[language](Math.floor(lastTwo / 10), lastTwo % 10, count === 1n);
  return noun.forms[index] ?? '';
}
