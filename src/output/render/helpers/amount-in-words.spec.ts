import { amountInWords } from './amount-in-words.js';

type Case = readonly [language: 'en' | 'ru' | 'pl' | 'lt', currency: string, amount: string, words: string];

const cases: readonly Case[] = [
  ['ru', 'RUB', '0', 'ноль рублей ноль копеек'],
  ['ru', 'RUB', '1.01', 'один рубль одна копейка'],
  ['ru', 'RUB', '2.02', 'два рубля две копейки'],
  ['ru', 'RUB', '5.05', 'пять рублей пять копеек'],
  ['ru', 'RUB', '11.11', 'одиннадцать рублей одиннадцать копеек'],
  ['ru', 'RUB', '21.21', 'двадцать один рубль двадцать одна копейка'],
  ['ru', 'RUB', '112.12', 'сто двенадцать рублей двенадцать копеек'],
  ['ru', 'RUB', '1000000', 'один миллион рублей ноль копеек'],
  [
    'ru',
    'RUB',
    '1234567.89',
    'один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь рублей восемьдесят девять копеек',
  ],
  ['ru', 'RUB', '-2.50', 'минус два рубля пятьдесят копеек'],
  ['ru', 'EUR', '0', 'ноль евро ноль центов'],
  ['ru', 'EUR', '1.01', 'один евро один цент'],
  ['ru', 'EUR', '2.02', 'два евро два цента'],
  ['ru', 'EUR', '21.21', 'двадцать один евро двадцать один цент'],
  ['ru', 'PLN', '1.01', 'один злотый один грош'],
  ['ru', 'PLN', '2.03', 'два злотых три гроша'],
  ['ru', 'PLN', '5.11', 'пять злотых одиннадцать грошей'],
  ['ru', 'USD', '1.01', 'один доллар США один цент'],
  ['ru', 'USD', '22.04', 'двадцать два доллара США четыре цента'],
  ['ru', 'USD', '1000000', 'один миллион долларов США ноль центов'],

  ['pl', 'PLN', '0', 'zero złotych zero groszy'],
  ['pl', 'PLN', '1.01', 'jeden złoty jeden grosz'],
  ['pl', 'PLN', '2.02', 'dwa złote dwa grosze'],
  ['pl', 'PLN', '5.05', 'pięć złotych pięć groszy'],
  ['pl', 'PLN', '11.11', 'jedenaście złotych jedenaście groszy'],
  ['pl', 'PLN', '12.13', 'dwanaście złotych trzynaście groszy'],
  ['pl', 'PLN', '21.21', 'dwadzieścia jeden złotych dwadzieścia jeden groszy'],
  ['pl', 'PLN', '22.22', 'dwadzieścia dwa złote dwadzieścia dwa grosze'],
  ['pl', 'PLN', '1000000', 'milion złotych zero groszy'],
  [
    'pl',
    'PLN',
    '1234567.89',
    'milion dwieście trzydzieści cztery tysiące pięćset sześćdziesiąt siedem złotych osiemdziesiąt dziewięć groszy',
  ],
  ['pl', 'EUR', '1.01', 'jeden euro jeden cent'],
  ['pl', 'EUR', '2.02', 'dwa euro dwa centy'],
  ['pl', 'EUR', '5.25', 'pięć euro dwadzieścia pięć centów'],
  ['pl', 'RUB', '1.01', 'jeden rubel jedna kopiejka'],
  ['pl', 'RUB', '2.02', 'dwa ruble dwie kopiejki'],
  ['pl', 'RUB', '21.21', 'dwadzieścia jeden rubli dwadzieścia jeden kopiejek'],
  ['pl', 'RUB', '22.22', 'dwadzieścia dwa ruble dwadzieścia dwie kopiejki'],
  ['pl', 'USD', '1.00', 'jeden dolar amerykański zero centów'],
  ['pl', 'USD', '3.00', 'trzy dolary amerykańskie zero centów'],
  ['pl', 'USD', '5.00', 'pięć dolarów amerykańskich zero centów'],

  ['lt', 'EUR', '0', 'nulis eurų nulis centų'],
  ['lt', 'EUR', '1.01', 'vienas euras vienas centas'],
  ['lt', 'EUR', '2.02', 'du eurai du centai'],
  ['lt', 'EUR', '5.05', 'penki eurai penki centai'],
  ['lt', 'EUR', '11.11', 'vienuolika eurų vienuolika centų'],
  ['lt', 'EUR', '21.21', 'dvidešimt vienas euras dvidešimt vienas centas'],
  ['lt', 'EUR', '30.30', 'trisdešimt eurų trisdešimt centų'],
  ['lt', 'EUR', '1000000', 'vienas milijonas eurų nulis centų'],
  [
    'lt',
    'EUR',
    '1234567.89',
    'vienas milijonas du šimtai trisdešimt keturi tūkstančiai penki šimtai šešiasdešimt septyni eurai aštuoniasdešimt devyni centai',
  ],
  ['lt', 'RUB', '1.01', 'vienas rublis viena kapeika'],
  ['lt', 'RUB', '2.02', 'du rubliai dvi kapeikos'],
  ['lt', 'RUB', '21.21', 'dvidešimt vienas rublis dvidešimt viena kapeika'],
  ['lt', 'RUB', '11.10', 'vienuolika rublių dešimt kapeikų'],
  ['lt', 'PLN', '1.01', 'vienas zlotas vienas grašis'],
  ['lt', 'PLN', '12.09', 'dvylika zlotų devyni grašiai'],
  ['lt', 'USD', '1.00', 'vienas JAV doleris nulis centų'],
  ['lt', 'USD', '5.00', 'penki JAV doleriai nulis centų'],

  ['en', 'EUR', '0', 'zero euros and zero cents'],
  ['en', 'EUR', '1.01', 'one euro and one cent'],
  ['en', 'EUR', '2.02', 'two euros and two cents'],
  ['en', 'EUR', '11.11', 'eleven euros and eleven cents'],
  ['en', 'EUR', '21.21', 'twenty-one euros and twenty-one cents'],
  ['en', 'EUR', '1000000', 'one million euros and zero cents'],
  [
    'en',
    'USD',
    '1234567.89',
    'one million two hundred and thirty-four thousand five hundred and sixty-seven US dollars and eighty-nine cents',
  ],
  ['en', 'RUB', '1.01', 'one rouble and one kopeck'],
  ['en', 'RUB', '5.05', 'five roubles and five kopecks'],
  ['en', 'PLN', '1.01', 'one zloty and one grosz'],
  ['en', 'PLN', '2.02', 'two zlotys and two groszy'],
];

describe('amountInWords', () => {
  it.each(cases)('%s %s %s', (language, currency, amount, words) => {
    expect(amountInWords({ amount, currency }, language)).toBe(words);
  });

  it('leaves the cents in figures when asked', () => {
    const figures = (amount: string, currency: string, language: Case[0]): string =>
      amountInWords({ amount, currency }, language, { minor: 'figures' });
    expect(figures('100000', 'RUB', 'ru')).toBe('сто тысяч рублей 00 копеек');
    expect(figures('2.01', 'RUB', 'ru')).toBe('два рубля 01 копейка');
    expect(figures('22.05', 'PLN', 'pl')).toBe('dwadzieścia dwa złote 05 groszy');
    expect(figures('7.10', 'EUR', 'lt')).toBe('septyni eurai 10 centų');
    expect(figures('1.50', 'EUR', 'en')).toBe('one euro and 50 cents');
  });

  it('rounds half up to cents and never says minus zero', () => {
    expect(amountInWords({ amount: '0.995', currency: 'EUR' }, 'en')).toBe('one euro and zero cents');
    expect(amountInWords({ amount: '-0.004', currency: 'EUR' }, 'en')).toBe('zero euros and zero cents');
  });

  it('refuses what it cannot spell', () => {
    expect(() => amountInWords({ amount: '1', currency: 'GBP' }, 'en')).toThrow(
      'expected RUB, PLN, EUR or USD, got GBP',
    );
    expect(() => amountInWords({ amount: '1e3', currency: 'EUR' }, 'en')).toThrow('expected a decimal');
    expect(() => amountInWords({ amount: '1000000000000000', currency: 'EUR' }, 'en')).toThrow('less than 10^15');
    expect(() => amountInWords(12, 'en')).toThrow('expected money');
    expect(() => amountInWords({ amount: '1', currency: 'constructor' }, 'en')).toThrow('expected money');
  });
});
