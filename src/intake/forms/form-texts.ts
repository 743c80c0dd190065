import type { Language } from '../../platform/languages.js';

/** The words of public forms that are not the form's own. */
export interface FormTexts {
  readonly languageName: string;
  readonly send: string;
  readonly optional: string;
  readonly problemsTitle: string;
  readonly problem: string;
  readonly required: string;
  readonly unknownField: string;
  readonly choose: string;
  readonly row: string;
  readonly addRow: string;
  readonly filesHelp: (files: number, megabytes: number) => string;
  readonly filesAgain: string;
  readonly tooManyFiles: (files: number) => string;
  readonly fileTooLarge: (name: string, megabytes: number) => string;
  readonly emptyTrap: string;
  readonly trapFilled: string;
  readonly tooQuick: string;
  readonly tooMany: string;
  readonly doneTitle: string;
  readonly receipt: string;
  readonly later: string;
  readonly again: string;
  readonly notFoundTitle: string;
  readonly notFound: string;
  readonly failedTitle: string;
  readonly failed: string;
}

const en: FormTexts = {
  languageName: 'English',
  send: 'Send',
  optional: 'optional',
  problemsTitle: 'There is something to correct',
  problem: 'Correct this',
  required: 'Fill in this field.',
  unknownField: 'The form has no such field.',
  choose: 'Choose',
  row: 'Row',
  addRow: 'Add rows',
  filesHelp: (files, megabytes) => `Up to ${files} files, ${megabytes} MB each.`,
  filesAgain: 'Attach your files again: a page cannot keep them.',
  tooManyFiles: (files) => `Attach no more than ${files} files.`,
  fileTooLarge: (name, megabytes) => `The file "${name}" is larger than ${megabytes} MB. Attach a smaller one.`,
  emptyTrap: 'Leave this field empty',
  trapFilled: 'One field was to stay empty: it is there to stop programs. Leave it empty and send again.',
  tooQuick: 'The form came back quicker than a person can fill it in. If you are a person, press Send again.',
  tooMany: 'Too many forms came from your address. Wait a minute and send again; what you typed is kept in the form.',
  doneTitle: 'Received',
  receipt: 'Receipt',
  later: 'Thank you. We have received your form; its number will come by e-mail.',
  again: 'Send another one',
  notFoundTitle: 'There is no such form',
  notFound: 'Check the address, or ask whoever gave it to you.',
  failedTitle: 'It did not work',
  failed: 'The form could not be taken. Try again in a minute.',
};

const ru: FormTexts = {
  languageName: 'Русский',
  send: 'Отправить',
  optional: 'необязательно',
  problemsTitle: 'Нужно кое-что исправить',
  problem: 'Исправьте',
  required: 'Заполните это поле.',
  unknownField: 'Такого поля в форме нет.',
  choose: 'Выберите',
  row: 'Строка',
  addRow: 'Добавить строки',
  filesHelp: (files, megabytes) => `Не больше ${files} файлов, каждый до ${megabytes} МБ.`,
  filesAgain: 'Приложите файлы ещё раз: страница не может их сохранить.',
  tooManyFiles: (files) => `Можно приложить не больше ${files} файлов.`,
  fileTooLarge: (name, megabytes) => `Файл «${name}» больше ${megabytes} МБ. Приложите файл поменьше.`,
  emptyTrap: 'Оставьте это поле пустым',
  trapFilled: 'Одно поле должно остаться пустым: оно останавливает программы. Оставьте его пустым и отправьте снова.',
  tooQuick: 'Форма вернулась быстрее, чем её может заполнить человек. Если вы человек, нажмите «Отправить» ещё раз.',
  tooMany: 'С вашего адреса пришло слишком много форм. Подождите минуту и отправьте снова; введённое сохранено.',
  doneTitle: 'Принято',
  receipt: 'Квитанция',
  later: 'Спасибо. Форма принята; номер придёт на почту.',
  again: 'Отправить ещё одну',
  notFoundTitle: 'Такой формы нет',
  notFound: 'Проверьте адрес или спросите того, кто его дал.',
  failedTitle: 'Не получилось',
  failed: 'Форму не удалось принять. Попробуйте через минуту.',
};

const pl: FormTexts = {
  languageName: 'Polski',
  send: 'Wyślij',
  optional: 'nieobowiązkowe',
  problemsTitle: 'Trzeba coś poprawić',
  problem: 'Proszę poprawić',
  required: 'Proszę wypełnić to pole.',
  unknownField: 'W formularzu nie ma takiego pola.',
  choose: 'Proszę wybrać',
  row: 'Wiersz',
  addRow: 'Dodaj wiersze',
  filesHelp: (files, megabytes) => `Najwyżej ${files} plików, każdy do ${megabytes} MB.`,
  filesAgain: 'Proszę dołączyć pliki jeszcze raz: strona nie może ich zachować.',
  tooManyFiles: (files) => `Można dołączyć najwyżej ${files} plików.`,
  fileTooLarge: (name, megabytes) => `Plik „${name}” jest większy niż ${megabytes} MB. Proszę dołączyć mniejszy.`,
  emptyTrap: 'To pole ma pozostać puste',
  trapFilled: 'Jedno pole ma pozostać puste: zatrzymuje programy. Proszę zostawić je puste i wysłać ponownie.',
  tooQuick: 'Formularz wrócił szybciej, niż człowiek zdąży go wypełnić. Proszę nacisnąć „Wyślij” jeszcze raz.',
  tooMany:
    'Z tego adresu przyszło zbyt wiele formularzy. Proszę poczekać minutę i wysłać ponownie; wpisane dane zostały.',
  doneTitle: 'Przyjęto',
  receipt: 'Potwierdzenie',
  later: 'Dziękujemy. Formularz przyjęto; numer przyjdzie e-mailem.',
  again: 'Wyślij następny',
  notFoundTitle: 'Nie ma takiego formularza',
  notFound: 'Proszę sprawdzić adres albo zapytać osobę, która go podała.',
  failedTitle: 'Nie udało się',
  failed: 'Formularza nie udało się przyjąć. Proszę spróbować za minutę.',
};

const lt: FormTexts = {
  languageName: 'Lietuvių',
  send: 'Siųsti',
  optional: 'neprivaloma',
  problemsTitle: 'Reikia kai ką pataisyti',
  problem: 'Pataisykite',
  required: 'Užpildykite šį lauką.',
  unknownField: 'Tokio lauko formoje nėra.',
  choose: 'Pasirinkite',
  row: 'Eilutė',
  addRow: 'Pridėti eilučių',
  filesHelp: (files, megabytes) => `Ne daugiau kaip ${files} failų, kiekvienas iki ${megabytes} MB.`,
  filesAgain: 'Pridėkite failus dar kartą: puslapis jų išsaugoti negali.',
  tooManyFiles: (files) => `Galima pridėti ne daugiau kaip ${files} failų.`,
  fileTooLarge: (name, megabytes) => `Failas „${name}“ didesnis nei ${megabytes} MB. Pridėkite mažesnį.`,
  emptyTrap: 'Palikite šį lauką tuščią',
  trapFilled: 'Vienas laukas turi likti tuščias: jis stabdo programas. Palikite jį tuščią ir siųskite dar kartą.',
  tooQuick: 'Forma grįžo greičiau, nei žmogus spėja ją užpildyti. Jei esate žmogus, spauskite „Siųsti“ dar kartą.',
  tooMany: 'Iš jūsų adreso atėjo per daug formų. Palaukite minutę ir siųskite dar kartą; tai, ką įrašėte, išliko.',
  doneTitle: 'Gauta',
  receipt: 'Kvitas',
  later: 'Ačiū. Formą gavome; numeris ateis el. paštu.',
  again: 'Siųsti dar vieną',
  notFoundTitle: 'Tokios formos nėra',
  notFound: 'Patikrinkite adresą arba paklauskite to, kas jį davė.',
  failedTitle: 'Nepavyko',
  failed: 'Formos priimti nepavyko. Pabandykite po minutės.',
};

const texts: Readonly<Record<Language, FormTexts>> = { en, ru, pl, lt };

export function formTexts(language: Language): FormTexts {
  return texts[language];
}
