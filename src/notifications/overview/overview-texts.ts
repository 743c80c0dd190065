import type { Language } from '../../platform/languages.js';

export type OverviewPart = 'overdue' | 'today' | 'control';

/** The words of the daily overview. */
export interface OverviewTexts {
  readonly parts: Readonly<Record<OverviewPart, string>>;
  readonly desk: string;
  more(count: number): string;
  later(count: number): string;
  open(count: number): string;
}

type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

const words: Readonly<
  Record<Language, { parts: OverviewTexts['parts']; desk: string; more: Forms; later: Forms; open: Forms }>
> = {
  en: {
    parts: { overdue: 'Overdue', today: 'Due today', control: 'Waiting for your control' },
    desk: 'Open my desk',
    more: { one: '{count} more', other: '{count} more' },
    later: { one: '{count} more assignment has time.', other: '{count} more assignments have time.' },
    open: { one: '{count} open assignment', other: '{count} open assignments' },
  },
  ru: {
    parts: { overdue: 'Просрочено', today: 'Срок сегодня', control: 'Ждёт вашего контроля' },
    desk: 'Открыть рабочий стол',
    more: { one: 'и ещё {count}', few: 'и ещё {count}', many: 'и ещё {count}', other: 'и ещё {count}' },
    later: {
      one: 'Ещё {count} поручение может подождать.',
      few: 'Ещё {count} поручения могут подождать.',
      many: 'Ещё {count} поручений могут подождать.',
      other: 'Ещё {count} поручения могут подождать.',
    },
    open: {
      one: '{count} поручение в работе',
      few: '{count} поручения в работе',
      many: '{count} поручений в работе',
      other: '{count} поручения в работе',
    },
  },
  pl: {
    parts: { overdue: 'Po terminie', today: 'Termin dzisiaj', control: 'Czeka na Twoją kontrolę' },
    desk: 'Otwórz biurko',
    more: { one: 'i jeszcze {count}', few: 'i jeszcze {count}', many: 'i jeszcze {count}', other: 'i jeszcze {count}' },
    later: {
      one: 'Jeszcze {count} zadanie może poczekać.',
      few: 'Jeszcze {count} zadania mogą poczekać.',
      many: 'Jeszcze {count} zadań może poczekać.',
      other: 'Jeszcze {count} zadania może poczekać.',
    },
    open: {
      one: '{count} otwarte zadanie',
      few: '{count} otwarte zadania',
      many: '{count} otwartych zadań',
      other: '{count} otwartego zadania',
    },
  },
  lt: {
    parts: { overdue: 'Vėluoja', today: 'Terminas šiandien', control: 'Laukia jūsų kontrolės' },
    desk: 'Atverti darbastalį',
    more: { one: 'ir dar {count}', few: 'ir dar {count}', many: 'ir dar {count}', other: 'ir dar {count}' },
    later: {
      one: 'Dar {count} pavedimas gali palaukti.',
      few: 'Dar {count} pavedimai gali palaukti.',
      many: 'Dar {count} pavedimo gali palaukti.',
      other: 'Dar {count} pavedimų gali palaukti.',
    },
    open: {
      one: '{count} vykdomas pavedimas',
      few: '{count} vykdomi pavedimai',
      many: '{count} vykdomo pavedimo',
      other: '{count} vykdomų pavedimų',
    },
  },
};

export function overviewTexts(language: Language): OverviewTexts {
  const { parts, desk, more, later, open } = words[language];
  const rules = new Intl.PluralRules(language);
  const say = (forms: Forms) => (count: number) =>
    (forms[rules.select(count)] ?? forms.other).replace('{count}', String(count));
  return { parts, desk, more: say(more), later: say(later), open: say(open) };
}
