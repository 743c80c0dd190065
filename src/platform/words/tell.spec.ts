import { say, sayTogether } from './sentence.js';
import { tell } from './tell.js';

describe('telling people', () => {
  const taken = say('The login "{login}" is taken. Choose another.', { login: 'anna' });

  it('says a sentence in the language of the reader', () => {
    expect(tell('en', taken)).toBe('The login "anna" is taken. Choose another.');
    expect(tell('ru', taken)).toBe('Логин «anna» занят. Выберите другой.');
    expect(tell('pl', taken)).toBe('Login „anna” jest zajęty. Wybierz inny.');
    expect(tell('lt', taken)).toBe('Prisijungimo vardas „anna“ užimtas. Pasirinkite kitą.');
  });

  it.each([
    ['en', 1, 'Try again in 1 minute.'],
    ['en', 5, 'Try again in 5 minutes.'],
    ['ru', 1, 'Повторите через 1 минуту.'],
    ['ru', 3, 'Повторите через 3 минуты.'],
    ['ru', 11, 'Повторите через 11 минут.'],
    ['pl', 22, 'Spróbuj ponownie za 22 minuty.'],
    ['pl', 5, 'Spróbuj ponownie za 5 minut.'],
    ['lt', 21, 'Pabandykite vėl po 21 minutės.'],
    ['lt', 10, 'Pabandykite vėl po 10 minučių.'],
  ] as const)('counts by the rules of the language: %s, %i', (language, minutes, told) => {
    expect(tell(language, say('Try again in {minutes} minutes.', { minutes }))).toBe(told);
  });

  it('takes texts of the configuration in the same language, sentences and lists of them', () => {
    const route = { en: 'Approval', pl: 'Zatwierdzenie' };
    expect(tell('pl', say('There is no route "{route}".', { route }))).toBe('Nie ma obiegu „Zatwierdzenie”.');
    const moves = say('Possible now: {moves}.', { moves: [say('accept'), say('return')] });
    expect(tell('pl', moves)).toBe('Teraz możliwe: przyjęcie, zwrot.');
    const both = sayTogether([say('Too many wrong codes.'), say('Try again in {minutes} minutes.', { minutes: 2 })]);
    expect(tell('lt', both)).toBe('Per daug neteisingų kodų. Pabandykite vėl po 2 minučių.');
  });

  it('recognises what was written down in English, and leaves the words of others alone', () => {
    expect(tell('ru', 'There is no route "sales/quick-sale".')).toBe('Маршрута «sales/quick-sale» нет.');
    expect(tell('ru', '550 No such user here')).toBe('550 No such user here');
  });

  it.each([
    [
      'the condition: the card has no field "sum"; did you mean "amount"?',
      'условие: в карточке нет поля «sum»; возможно, имелось в виду «amount»?',
    ],
    [
      'the condition "card.amount > 1": it is empty; a FEEL expression was expected',
      'условие "card.amount > 1": здесь пусто; ожидается выражение FEEL',
    ],
    [
      'in rule 2: "card.amount > 1" compares a money with a number; write card.amount.amount',
      'в строке 2: «card.amount > 1» сравнивает money с number; напишите card.amount.amount',
    ],
    ['"opens": expect: open: expected ["a"], got ["b"]', '"opens": expect: open: ожидается ["a"], получено ["b"]'],
    [
      'The organisation has no post "layer"; expected one of lawyer, cfo',
      'В организации нет должности «layer»; ожидается одно из: lawyer, cfo',
    ],
    [
      'The controller: "post(\\"x\\")" gives no active person. This is so on each of the 5 latest documents. Mend the performer, or fill the post or field that it reads.',
      'Контролёр: «post(\\"x\\")» не даёт работающего человека. Так на каждом из последних документов (5). Исправьте исполнителя или заполните должность или поле, которое он читает.',
    ],
  ])('tells findings with the places that they are about: %s', (english, told) => {
    expect(tell('ru', english)).toBe(told);
  });

  it('puts values in as they are', () => {
    expect(tell('en', say('There is no route "{route}".', { route: '{route} $& $1' }))).toContain('"{route} $& $1"');
  });
});
