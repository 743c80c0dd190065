import type { Language } from '../platform/languages.js';

/** Forms by plural category (CLDR); `other` always, the rest where the language has them. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The words of a due-date derivation in one language. `{n}`-like holes are filled by `explainDue`. */
export interface DueWords {
  readonly months: readonly string[];
  /** Monday first. */
  readonly weekdays: readonly string[];
  /** Puts weekday, day of month and month into order. */
  readonly date: (weekday: string, day: number, month: string) => string;
  readonly workingHours: Plural;
  readonly workingMinutes: Plural;
  readonly workingDays: Plural;
  readonly days: Plural;
  readonly duration: (iso: string) => string;
  readonly fixed: (iso: string) => string;
  readonly from: (amount: string, at: string) => string;
  readonly begins: (at: string) => string;
  readonly skipped: (when: string) => string;
  readonly otherHours: (when: string) => string;
  readonly more: (count: number) => string;
  readonly due: (at: string) => string;
  readonly extended: (until: string, by: string) => string;
}

const en: DueWords = {
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  date: (weekday, day, month) => `${weekday} ${day} ${month}`,
  workingHours: { one: 'working hour', other: 'working hours' },
  workingMinutes: { one: 'working minute', other: 'working minutes' },
  workingDays: { one: 'working day', other: 'working days' },
  days: { one: 'day', other: 'days' },
  duration: (iso) => `${iso} by the clock`,
  fixed: (iso) => `set for ${iso}`,
  from: (amount, at) => `${amount} from ${at}`,
  begins: (at) => `counted from ${at}, when work begins`,
  skipped: (when) => `${when} not working`,
  otherHours: (when) => `${when} with other hours`,
  more: (count) => `and ${count} more such days`,
  due: (at) => `due ${at}`,
  extended: (until, by) => `extended until ${until} by ${by}`,
};

const ru: DueWords = {
  months: ['янв.', 'февр.', 'мар.', 'апр.', 'мая', 'июн.', 'июл.', 'авг.', 'сент.', 'окт.', 'нояб.', 'дек.'],
  weekdays: ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'],
  date: (weekday, day, month) => `${weekday} ${day} ${month}`,
  workingHours: { one: 'рабочий час', few: 'рабочих часа', many: 'рабочих часов', other: 'рабочего часа' },
  workingMinutes: { one: 'рабочая минута', few: 'рабочие минуты', many: 'рабочих минут', other: 'рабочей минуты' },
  workingDays: { one: 'рабочий день', few: 'рабочих дня', many: 'рабочих дней', other: 'рабочего дня' },
  days: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
  duration: (iso) => `${iso} по часам`,
  fixed: (iso) => `назначено на ${iso}`,
  from: (amount, at) => `${amount}, считая с ${at}`,
  begins: (at) => `отсчёт с ${at}, с начала работы`,
  skipped: (when) => `${when}: не работаем`,
  otherHours: (when) => `${when}: другие часы работы`,
  more: (count) => `и ещё таких дней: ${count}`,
  due: (at) => `срок ${at}`,
  extended: (until, by) => `продлено до ${until}, продлил(а) ${by}`,
};

const pl: DueWords = {
  months: ['sty', 'lut', 'mar', 'kwi', 'maj', 'cze', 'lip', 'sie', 'wrz', 'paź', 'lis', 'gru'],
  weekdays: ['pon.', 'wt.', 'śr.', 'czw.', 'pt.', 'sob.', 'niedz.'],
  date: (weekday, day, month) => `${weekday} ${day} ${month}`,
  workingHours: { one: 'godzina robocza', few: 'godziny robocze', many: 'godzin roboczych', other: 'godziny roboczej' },
  workingMinutes: { one: 'minuta robocza', few: 'minuty robocze', many: 'minut roboczych', other: 'minuty roboczej' },
  workingDays: { one: 'dzień roboczy', few: 'dni robocze', many: 'dni roboczych', other: 'dnia roboczego' },
  days: { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' },
  duration: (iso) => `${iso} według zegara`,
  fixed: (iso) => `wyznaczono na ${iso}`,
  from: (amount, at) => `${amount} od ${at}`,
  begins: (at) => `liczone od ${at}, od początku pracy`,
  skipped: (when) => `${when}: wolne`,
  otherHours: (when) => `${when}: inne godziny pracy`,
  more: (count) => `oraz dalszych takich dni: ${count}`,
  due: (at) => `termin ${at}`,
  extended: (until, by) => `przedłużono do ${until} (${by})`,
};

const lt: DueWords = {
  months: [
    ...['saus.', 'vas.', 'kov.', 'bal.', 'geg.', 'birž.'],
    ...['liep.', 'rugp.', 'rugs.', 'spal.', 'lapkr.', 'gruod.'],
  ],
  weekdays: ['pr.', 'an.', 'tr.', 'kt.', 'pn.', 'št.', 'sk.'],
  date: (weekday, day, month) => `${weekday} ${month} ${day} d.`,
  workingHours: { one: 'darbo valanda', few: 'darbo valandos', many: 'darbo valandos', other: 'darbo valandų' },
  workingMinutes: { one: 'darbo minutė', few: 'darbo minutės', many: 'darbo minutės', other: 'darbo minučių' },
  workingDays: { one: 'darbo diena', few: 'darbo dienos', many: 'darbo dienos', other: 'darbo dienų' },
  days: { one: 'diena', few: 'dienos', many: 'dienos', other: 'dienų' },
  duration: (iso) => `${iso} pagal laikrodį`,
  fixed: (iso) => `paskirta ${iso}`,
  from: (amount, at) => `${amount} nuo ${at}`,
  begins: (at) => `skaičiuojama nuo ${at}, nuo darbo pradžios`,
  skipped: (when) => `${when} nedirbama`,
  otherHours: (when) => `${when} kitas darbo laikas`,
  more: (count) => `ir dar tokių dienų: ${count}`,
  due: (at) => `terminas ${at}`,
  extended: (until, by) => `pratęsta iki ${until} (${by})`,
};

export const dueWords: Readonly<Record<Language, DueWords>> = { en, ru, pl, lt };

const pluralRules = new Map<Language, Intl.PluralRules>();

/** `count` with its noun in the right form, e.g. `2 рабочих дня`. */
export function counted(language: Language, count: number, forms: Plural): string {
  let rules = pluralRules.get(language);
  if (!rules) pluralRules.set(language, (rules = new Intl.PluralRules(language)));
  return `${count} ${forms[rules.select(count)] ?? forms.other}`;
}
