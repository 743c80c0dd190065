import type { LocalisedText } from '../../platform/languages.js';
import type { CalendarException } from '../../worktime/working-calendar.js';

type Holiday = readonly [date: string, name: LocalisedText];

const newYear = { en: 'New Year', ru: 'Новый год', pl: 'Nowy Rok', lt: 'Naujieji metai' };
const easter = { en: 'Easter', ru: 'Пасха', pl: 'Wielkanoc', lt: 'Velykos' };
const labourDay = { en: 'Labour Day', ru: 'Праздник труда', pl: 'Święto Pracy', lt: 'Tarptautinė darbo diena' };
const assumption = { en: 'Assumption', ru: 'Успение', pl: 'Wniebowzięcie NMP', lt: 'Žolinė' };
const allSaints = { en: 'All Saints', ru: 'День всех святых', pl: 'Wszystkich Świętych', lt: 'Visų Šventųjų diena' };
const christmasEve = { en: 'Christmas Eve', ru: 'Сочельник', pl: 'Wigilia', lt: 'Kūčios' };
const christmas = { en: 'Christmas', ru: 'Рождество', pl: 'Boże Narodzenie', lt: 'Kalėdos' };

/** Days of both countries that fall on the same date every year. */
const shared: readonly Holiday[] = [
  ['01-01', newYear],
  ['05-01', labourDay],
  ['08-15', assumption],
  ['11-01', allSaints],
  ['12-24', christmasEve],
  ['12-25', christmas],
  ['12-26', christmas],
];

const lithuanian: readonly Holiday[] = [
  [
    '02-16',
    {
      en: 'Restoration of the State',
      ru: 'Восстановление государства',
      pl: 'Odrodzenie Państwa',
      lt: 'Valstybės atkūrimo diena',
    },
  ],
  [
    '03-11',
    {
      en: 'Restoration of Independence',
      ru: 'Восстановление независимости',
      pl: 'Odzyskanie Niepodległości',
      lt: 'Nepriklausomybės atkūrimo diena',
    },
  ],
  ['06-24', { en: 'St John', ru: 'Иванов день', pl: 'Świętego Jana', lt: 'Joninės' }],
  ['07-06', { en: 'Statehood Day', ru: 'День государства', pl: 'Dzień Państwowości', lt: 'Valstybės diena' }],
  ['11-02', { en: 'All Souls', ru: 'День поминовения', pl: 'Zaduszki', lt: 'Vėlinės' }],
];

const polish: readonly Holiday[] = [
  ['01-06', { en: 'Epiphany', ru: 'Богоявление', pl: 'Trzech Króli', lt: 'Trys Karaliai' }],
  ['05-03', { en: 'Constitution Day', ru: 'День Конституции', pl: 'Święto Konstytucji', lt: 'Konstitucijos diena' }],
  [
    '11-11',
    { en: 'Independence Day', ru: 'День независимости', pl: 'Święto Niepodległości', lt: 'Nepriklausomybės diena' },
  ],
];

const corpusChristi = { en: 'Corpus Christi', ru: 'Праздник Тела Христова', pl: 'Boże Ciało', lt: 'Devintinės' };

const easterDays: readonly Holiday[] = [
  ['2026-04-05', easter],
  ['2026-04-06', easter],
  ['2027-03-28', easter],
  ['2027-03-29', easter],
];

/**
 * Days off of Lithuania in 2026 and 2027: Labour Code (Darbo kodeksas) of 2016, article 123. Those that always fall on
 * a Sunday are left out.
 */
export const lithuanianHolidays: readonly CalendarException[] = daysOff([...shared, ...lithuanian], easterDays);

/**
 * Days off of Poland in 2026 and 2027: act of 18 January 1951 on days off (ustawa o dniach wolnych od pracy), with
 * Christmas Eve since 2025. Those that always fall on a Sunday are left out.
 */
export const polishHolidays: readonly CalendarException[] = daysOff(
  [...shared, ...polish],
  [...easterDays, ['2026-06-04', corpusChristi], ['2027-05-27', corpusChristi]],
);

function daysOff(yearly: readonly Holiday[], moving: readonly Holiday[]): CalendarException[] {
  const fixed = [2026, 2027].flatMap((year) => yearly.map(([day, name]): Holiday => [`${year}-${day}`, name]));
  return [...fixed, ...moving]
    .map(([date, name]) => ({ date, name, intervals: [] }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}
