import { parentPort } from 'node:worker_threads';
import { zxcvbn, zxcvbnOptions } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** A password to be judged. */
export interface StrengthQuestion {
  readonly id: number;
  readonly password: string;
  /** What whoever guesses would try first: names, login, organisation. */
  readonly ownWords: readonly string[];
}

export interface StrengthAnswer {
  readonly id: number;
  /** 0 to 4, as zxcvbn has it: 3 needs more than a hundred million guesses. */
  readonly score: number;
  /** The weakness is a word of `ownWords`. */
  readonly personal: boolean;
}

/** The time that judging takes grows steeply with the length; what so many characters make strong is strong. */
const longestJudged = 64;

/**
 * First choices of those who speak our languages; the dictionary of the library is of English passwords that were
 * breached.
 */
const localWords = [
  ...['пароль', 'привет', 'любовь', 'россия', 'москва', 'солнышко', 'марина', 'наташа', 'самолет', 'йцукен', 'секрет'],
  ...['haslo', 'polska', 'kochanie', 'warszawa', 'zaq12wsx', 'misiaczek', 'bartek', 'mateusz', 'dupa', 'tajne'],
  ...['slaptazodis', 'lietuva', 'labas', 'vilnius', 'kaunas', 'saule', 'meile', 'kreivys', 'zalgiris', 'slaptas'],
  ...['millrace', 'document', 'admin', 'administrator', 'office', 'demo'],
];

/** Russian letters by the Latin ones on the same keys: "пароль" typed without switching the layout is "gfhjkm". */
const cyrillicKeys = 'йцукенгшщзхъфывапролджэячсмитьбю';
const latinKeys = `qwertyuiop[]asdfghjkl;'zxcvbnm,.`;

zxcvbnOptions.setOptions({ dictionary, graphs: adjacencyGraphs });

parentPort?.on('message', ({ id, password, ownWords }: StrengthQuestion) => {
  const inputs = [...ownWords, ...localWords];
  const judged = spellings(password.slice(0, longestJudged)).map((spelling) => zxcvbn(spelling, inputs));
  const weakest = judged.reduce((worst, one) => (one.guesses < worst.guesses ? one : worst));
  const own = new Set(ownWords.map((word) => word.toLowerCase()));
  const personal = weakest.sequence.some(({ matchedWord }) => own.has(String(matchedWord ?? '').toLowerCase()));
  const answer: StrengthAnswer = { id, score: weakest.score, personal };
  parentPort?.postMessage(answer);
});

/** The password as typed, without accents, and as the same keys give it in the other layout. */
function spellings(password: string): string[] {
  const lower = password.toLowerCase();
  const plain = password.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'L');
  return [...new Set([password, plain, typed(lower, cyrillicKeys, latinKeys)])];
}

function typed(text: string, from: string, to: string): string {
  return Array.from(text, (letter) => to[from.indexOf(letter)] ?? letter).join('');
}
