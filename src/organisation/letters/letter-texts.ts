import type { Language } from '../../platform/languages.js';

/** What a letter about an account tells. */
export type LetterOccasion =
  | 'password-reset'
  | 'invitation'
  | 'password-changed'
  | 'second-factor-added'
  | 'second-factor-removed'
  | 'passkey-added';

/** The texts of one letter; `{name}`, `{login}` and `{organisation}` are filled in. */
export interface LetterText {
  readonly subject: string;
  readonly lines: readonly string[];
  /** On the button, where there is one. */
  readonly action?: string;
  /** After the button. */
  readonly after?: string;
}

export const greetings: Readonly<Record<Language, string>> = {
  en: 'Hello {name},',
  ru: 'Здравствуйте, {name}!',
  pl: 'Dzień dobry, {name}!',
  lt: 'Sveiki, {name}!',
};

/** Ends letters that tell of a change which somebody else may have made. */
const notYou: Readonly<Record<Language, string>> = {
  en: 'If this was not you, change your password at once and tell your administrator.',
  ru: 'Если это были не вы, сразу смените пароль и сообщите администратору.',
  pl: 'Jeśli to nie Ty, natychmiast zmień hasło i powiadom administratora.',
  lt: 'Jei tai buvote ne jūs, tuoj pat pakeiskite slaptažodį ir praneškite administratoriui.',
};

export const letterTexts: Readonly<Record<LetterOccasion, Readonly<Record<Language, LetterText>>>> = {
  'password-reset': {
    en: {
      subject: 'Choose a new password',
      lines: ['Somebody, most likely you, asked for a new password for the login {login}.'],
      action: 'Choose a new password',
      after: 'The link is good for 30 minutes and once. If it was not you, do nothing: your password stays as it is.',
    },
    ru: {
      subject: 'Выбор нового пароля',
      lines: ['Кто-то, скорее всего вы, запросил новый пароль для имени входа {login}.'],
      action: 'Выбрать новый пароль',
      after: 'Ссылка действует 30 минут и один раз. Если это были не вы, ничего не делайте: пароль останется прежним.',
    },
    pl: {
      subject: 'Wybór nowego hasła',
      lines: ['Ktoś, najpewniej Ty, poprosił o nowe hasło dla loginu {login}.'],
      action: 'Wybierz nowe hasło',
      after: 'Link działa 30 minut i tylko raz. Jeśli to nie Ty, nie rób nic: hasło pozostanie bez zmian.',
    },
    lt: {
      subject: 'Naujo slaptažodžio pasirinkimas',
      lines: ['Kažkas, greičiausiai jūs, paprašė naujo slaptažodžio prisijungimo vardui {login}.'],
      action: 'Pasirinkti naują slaptažodį',
      after:
        'Nuoroda galioja 30 minučių ir vieną kartą. Jei tai buvote ne jūs, nieko nedarykite: slaptažodis nesikeis.',
    },
  },
  invitation: {
    en: {
      subject: 'Your sign-in to {organisation}',
      lines: ['You have been invited to work with the documents of {organisation}.', 'Your login is {login}.'],
      action: 'Choose a password',
      after: 'The link is good for seven days and once.',
    },
    ru: {
      subject: 'Ваш вход в систему: {organisation}',
      lines: ['Вас пригласили работать с документами: {organisation}.', 'Ваше имя входа: {login}.'],
      action: 'Выбрать пароль',
      after: 'Ссылка действует семь дней и один раз.',
    },
    pl: {
      subject: 'Twój dostęp: {organisation}',
      lines: ['Zaproszono Cię do pracy z dokumentami: {organisation}.', 'Twój login: {login}.'],
      action: 'Wybierz hasło',
      after: 'Link działa siedem dni i tylko raz.',
    },
    lt: {
      subject: 'Jūsų prisijungimas: {organisation}',
      lines: ['Esate pakviesti dirbti su dokumentais: {organisation}.', 'Jūsų prisijungimo vardas: {login}.'],
      action: 'Pasirinkti slaptažodį',
      after: 'Nuoroda galioja septynias dienas ir vieną kartą.',
    },
  },
  'password-changed': {
    en: { subject: 'Your password was changed', lines: ['The password of the login {login} was changed.', notYou.en] },
    ru: { subject: 'Ваш пароль изменён', lines: ['Пароль для имени входа {login} изменён.', notYou.ru] },
    pl: { subject: 'Twoje hasło zostało zmienione', lines: ['Hasło dla loginu {login} zostało zmienione.', notYou.pl] },
    lt: {
      subject: 'Jūsų slaptažodis pakeistas',
      lines: ['Prisijungimo vardo {login} slaptažodis pakeistas.', notYou.lt],
    },
  },
  'second-factor-added': {
    en: {
      subject: 'A second factor protects your sign-in',
      lines: ['From now on the login {login} is asked for a code beside the password.', notYou.en],
    },
    ru: {
      subject: 'Вход защищён вторым фактором',
      lines: ['Теперь при входе под именем {login} кроме пароля запрашивается код.', notYou.ru],
    },
    pl: {
      subject: 'Twoje logowanie chroni drugi składnik',
      lines: ['Od teraz login {login} wymaga kodu oprócz hasła.', notYou.pl],
    },
    lt: {
      subject: 'Jūsų prisijungimą saugo antras veiksnys',
      lines: ['Nuo šiol prisijungimo vardui {login} be slaptažodžio reikia ir kodo.', notYou.lt],
    },
  },
  'second-factor-removed': {
    en: {
      subject: 'Your second factor was removed',
      lines: ['The login {login} is no longer asked for a code beside the password.', notYou.en],
    },
    ru: {
      subject: 'Второй фактор отключён',
      lines: ['При входе под именем {login} код больше не запрашивается.', notYou.ru],
    },
    pl: {
      subject: 'Drugi składnik został usunięty',
      lines: ['Login {login} nie wymaga już kodu oprócz hasła.', notYou.pl],
    },
    lt: {
      subject: 'Antras veiksnys pašalintas',
      lines: ['Prisijungimo vardui {login} kodo nebereikia.', notYou.lt],
    },
  },
  'passkey-added': {
    en: { subject: 'A passkey was added', lines: ['A new passkey opens the login {login}.', notYou.en] },
    ru: {
      subject: 'Добавлен ключ доступа',
      lines: ['Новый ключ доступа открывает вход под именем {login}.', notYou.ru],
    },
    pl: { subject: 'Dodano klucz dostępu', lines: ['Nowy klucz dostępu otwiera login {login}.', notYou.pl] },
    lt: {
      subject: 'Pridėtas prieigos raktas',
      lines: ['Naujas prieigos raktas atveria prisijungimo vardą {login}.', notYou.lt],
    },
  },
};
