import type { Language } from '../../platform/languages.js';
import type { LinkEnd } from './decision-links.js';

/** The words of the pages that decision links lead to. */
export interface DecisionTexts {
  readonly due: string;
  readonly files: string;
  readonly card: string;
  readonly decision: string;
  readonly done: string;
  readonly comment: string;
  readonly commentHelp: string;
  readonly reasonNeeded: (outcome: string) => string;
  readonly outcomeNeeded: string;
  readonly as: (name: string) => string;
  readonly open: string;
  readonly changedSinceLetter: string;
  readonly changedMeanwhile: string;
  readonly decidedTitle: string;
  readonly decided: (outcome: string) => string;
  readonly reported: string;
  readonly failedTitle: string;
  readonly unknownTitle: string;
  readonly unknown: string;
  readonly tooMany: string;
  readonly ends: Readonly<Record<LinkEnd, { readonly title: string; readonly text: string }>>;
  readonly by: string;
  readonly problemsTitle: string;
}

const en: DecisionTexts = {
  due: 'Due',
  files: 'Files',
  card: 'What is in it',
  decision: 'Your decision',
  done: 'Done',
  comment: 'Comment or reason',
  commentHelp: 'Needed where the button asks for a reason; otherwise as you like.',
  reasonNeeded: (outcome) => `"${outcome}" needs a reason. Write it and press the button again.`,
  outcomeNeeded: 'Choose one of the decisions.',
  as: (name) => `You decide as ${name}.`,
  open: 'Open in Millrace',
  changedSinceLetter: 'Something has changed since the letter was sent. What you see here is how it is now.',
  changedMeanwhile: 'It was changed while you read. Look at it again; nothing was decided yet.',
  decidedTitle: 'Decided',
  decided: (outcome) => `Your decision "${outcome}" is recorded, and the document has gone on.`,
  reported: 'It was reported to whoever accepts it.',
  failedTitle: 'Nothing was decided',
  unknownTitle: 'This link is not known',
  unknown: 'It may be cut off or very old. Open the letter again, or sign in.',
  tooMany: 'Too many tries came from your address. Wait a minute.',
  ends: {
    used: { title: 'You have decided this already', text: 'The link has done its work and decides nothing more.' },
    closed: { title: 'This is decided already', text: 'Somebody has decided it, or it is no longer needed.' },
    expired: {
      title: 'This link is no longer valid',
      text: 'It has lasted as long as links last here. Sign in to decide.',
    },
    moved: { title: 'This is with somebody else now', text: 'It was passed on after the letter was sent.' },
    resting: { title: 'This is laid aside', text: 'It can be decided when it is taken up again. Sign in to do that.' },
    'sign-in': { title: 'Sign in to decide', text: 'Your organisation asks for it.' },
  },
  by: 'Decided by',
  problemsTitle: 'There is something to correct',
};

const ru: DecisionTexts = {
  due: 'Срок',
  files: 'Файлы',
  card: 'Содержание',
  decision: 'Ваше решение',
  done: 'Исполнено',
  comment: 'Комментарий или причина',
  commentHelp: 'Нужно там, где решение требует причины; иначе по желанию.',
  reasonNeeded: (outcome) => `Для решения «${outcome}» нужна причина. Напишите её и нажмите кнопку ещё раз.`,
  outcomeNeeded: 'Выберите одно из решений.',
  as: (name) => `Вы решаете от имени: ${name}.`,
  open: 'Открыть в Millrace',
  changedSinceLetter: 'После отправки письма что-то изменилось. Здесь показано, как сейчас.',
  changedMeanwhile: 'Пока вы читали, документ изменился. Посмотрите ещё раз; решение пока не принято.',
  decidedTitle: 'Решение принято',
  decided: (outcome) => `Ваше решение «${outcome}» записано, документ пошёл дальше.`,
  reported: 'Отчёт передан тому, кто его принимает.',
  failedTitle: 'Решение не принято',
  unknownTitle: 'Такой ссылки нет',
  unknown: 'Возможно, она обрезана или очень старая. Откройте письмо ещё раз или войдите в систему.',
  tooMany: 'С вашего адреса слишком много попыток. Подождите минуту.',
  ends: {
    used: { title: 'Вы это уже решили', text: 'Ссылка сделала своё дело и больше ничего не решает.' },
    closed: { title: 'Это уже решено', text: 'Кто-то принял решение, или оно больше не нужно.' },
    expired: { title: 'Ссылка больше не действует', text: 'Её срок вышел. Войдите в систему, чтобы решить.' },
    moved: { title: 'Теперь это у другого', text: 'После отправки письма поручение передали.' },
    resting: { title: 'Это отложено', text: 'Решить можно, когда к этому вернутся. Для этого войдите в систему.' },
    'sign-in': { title: 'Войдите, чтобы решить', text: 'Так принято в вашей организации.' },
  },
  by: 'Кто решил',
  problemsTitle: 'Нужно кое-что исправить',
};

const pl: DecisionTexts = {
  due: 'Termin',
  files: 'Pliki',
  card: 'Treść',
  decision: 'Twoja decyzja',
  done: 'Wykonane',
  comment: 'Komentarz lub powód',
  commentHelp: 'Potrzebny tam, gdzie decyzja wymaga powodu; poza tym według uznania.',
  reasonNeeded: (outcome) => `„${outcome}” wymaga powodu. Wpisz go i naciśnij przycisk jeszcze raz.`,
  outcomeNeeded: 'Wybierz jedną z decyzji.',
  as: (name) => `Decydujesz jako ${name}.`,
  open: 'Otwórz w Millrace',
  changedSinceLetter: 'Po wysłaniu listu coś się zmieniło. Tutaj widać stan obecny.',
  changedMeanwhile: 'Dokument zmieniono, kiedy go czytano. Spójrz jeszcze raz; decyzji jeszcze nie ma.',
  decidedTitle: 'Decyzja zapisana',
  decided: (outcome) => `Twoja decyzja „${outcome}” jest zapisana, a dokument poszedł dalej.`,
  reported: 'Sprawozdanie trafiło do osoby, która je przyjmuje.',
  failedTitle: 'Niczego nie rozstrzygnięto',
  unknownTitle: 'Nie znamy tego odnośnika',
  unknown: 'Może być ucięty albo bardzo stary. Otwórz list ponownie albo zaloguj się.',
  tooMany: 'Z tego adresu przyszło zbyt wiele prób. Poczekaj minutę.',
  ends: {
    used: {
      title: 'To już rozstrzygnięte przez Ciebie',
      text: 'Odnośnik spełnił swoje zadanie i nic więcej nie rozstrzyga.',
    },
    closed: { title: 'To już rozstrzygnięto', text: 'Ktoś podjął decyzję albo nie jest już potrzebna.' },
    expired: { title: 'Odnośnik stracił ważność', text: 'Minął jego czas. Zaloguj się, aby zdecydować.' },
    moved: { title: 'To jest teraz u kogoś innego', text: 'Po wysłaniu listu zadanie przekazano dalej.' },
    resting: { title: 'To jest odłożone', text: 'Można zdecydować po wznowieniu. W tym celu zaloguj się.' },
    'sign-in': { title: 'Zaloguj się, aby zdecydować', text: 'Tak postanowiła Twoja organizacja.' },
  },
  by: 'Kto zdecydował',
  problemsTitle: 'Trzeba coś poprawić',
};

const lt: DecisionTexts = {
  due: 'Terminas',
  files: 'Failai',
  card: 'Turinys',
  decision: 'Jūsų sprendimas',
  done: 'Atlikta',
  comment: 'Komentaras arba priežastis',
  commentHelp: 'Būtina, kai sprendimas reikalauja priežasties; kitaip – kaip norite.',
  reasonNeeded: (outcome) => `Sprendimui „${outcome}“ reikia priežasties. Įrašykite ją ir spauskite mygtuką dar kartą.`,
  outcomeNeeded: 'Pasirinkite vieną iš sprendimų.',
  as: (name) => `Sprendžiate kaip ${name}.`,
  open: 'Atverti sistemoje Millrace',
  changedSinceLetter: 'Išsiuntus laišką kai kas pasikeitė. Čia matote, kaip yra dabar.',
  changedMeanwhile: 'Kol skaitėte, dokumentas pasikeitė. Pažiūrėkite dar kartą; dar niekas nenuspręsta.',
  decidedTitle: 'Nuspręsta',
  decided: (outcome) => `Jūsų sprendimas „${outcome}“ įrašytas, dokumentas keliauja toliau.`,
  reported: 'Ataskaita perduota tam, kas ją priima.',
  failedTitle: 'Niekas nenuspręsta',
  unknownTitle: 'Tokios nuorodos nėra',
  unknown: 'Galbūt ji nukirpta arba labai sena. Atverkite laišką dar kartą arba prisijunkite.',
  tooMany: 'Iš jūsų adreso per daug bandymų. Palaukite minutę.',
  ends: {
    used: { title: 'Jūs tai jau nusprendėte', text: 'Nuoroda savo darbą atliko ir daugiau nieko nesprendžia.' },
    closed: { title: 'Tai jau nuspręsta', text: 'Kažkas nusprendė arba to nebereikia.' },
    expired: { title: 'Nuoroda nebegalioja', text: 'Jos laikas baigėsi. Prisijunkite, kad nuspręstumėte.' },
    moved: { title: 'Dabar tai pas kitą', text: 'Išsiuntus laišką užduotis perduota.' },
    resting: { title: 'Tai atidėta', text: 'Nuspręsti bus galima vėl ėmusis. Tam prisijunkite.' },
    'sign-in': { title: 'Prisijunkite, kad nuspręstumėte', text: 'To prašo jūsų organizacija.' },
  },
  by: 'Kas nusprendė',
  problemsTitle: 'Reikia kai ką pataisyti',
};

const texts: Readonly<Record<Language, DecisionTexts>> = { en, ru, pl, lt };

export function decisionTexts(language: Language): DecisionTexts {
  return texts[language];
}
