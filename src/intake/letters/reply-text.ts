import { plainText } from './plain-text.js';

const mostLines = 20_000;

/** The line with which mail programs introduce what they quote: "On Monday … Ann wrote:". */
const introductions: readonly RegExp[] = [
  /^(?:on|am|le|el|il|em|op|den|dne|w dniu|dnia)\b.{4,400}(?:wrote|writes|schrieb\b.{0,200}|geschreven|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal\(?a?\)?|napisał\(?a?\)?|pisze)\s*:?$/iu,
  /^.{4,400}(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef(?: het volgende)?|skrev|napisał\(?a?\)?|пишет|написал(?:\(?а\)?)?|пише|написав|rašė|kirjoitti)\s*(?:<[^<>]{3,200}>)?\s*:$/iu,
  /^(?:\p{L}{2,12}\.?,?\s)?\d{1,4}[./ -].{4,300}<\s?[^<>]{3,200}>\s*:$/u,
];

/** Lines that divide an answer from the letter below it. */
const dividers: readonly RegExp[] = [
  /^[-_=–—]{2,}\s*(?:original message|original appointment|forwarded message|reply message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|пересылаемое сообщение|исходное сообщение|пересланное сообщение|wiadomość oryginalna|oryginalna wiadomość|pradinis laiškas|pirminis laiškas|originalus laiškas)\s*[-_=–—]*$/iu,
  /^_{20,}$/,
  /^(?:begin forwarded message|anfang der weitergeleiteten nachricht)\s*:?$/iu,
];

const fromLine = /^\*{0,2}(?:from|von|de|da|van|fra|från|от|від|od|nuo)\s*:\*{0,2}\s*\S/iu;
const furtherLine =
  /^\*{0,2}(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto|inviato|data|a|oggetto|risposta|отправлено|дата|кому|тема|wysłano|data|do|temat|išsiųsta|kam|tema)\s*:\*{0,2}/iu;
const quoted = /^\s{0,3}>/;
/** The first line of a broken introduction holds a date or an hour. */
const dated = /\d{1,2}:\d{2}|\b\d{4}\b|\d{1,2}[./]\d{1,2}/;
const signature = /^-- ?$/;
/** What telephones add at the end. */
const deviceLine =
  /^(?:sent from|get \[?outlook|sent with|отправлено с|отправлено из|wysłane? z|išsiųsta iš|von meinem .* gesendet)\b.{0,200}$/iu;

/**
 * What the sender of an answer wrote, without the letter quoted below it and without the signature after `-- `. Remarks
 * between quoted lines stay together with these lines. The whole text where nothing else would be left.
 */
export function replyText(text: string): string {
  const lines = plainText(text).split('\n', mostLines);
  const cut = lines.findIndex((_, index) => endsAnswer(lines, index));
  const kept = cut === -1 ? lines : lines.slice(0, cut);
  while (kept.length > 0 && (quoted.test(kept.at(-1) ?? '') || kept.at(-1)?.trim() === '')) kept.pop();
  if (kept.length > 1 && isIntroduction(kept.at(-1) ?? '')) kept.pop();
  while (kept.length > 1 && endsWithNothing(kept.at(-1) ?? '')) kept.pop();
  const answer = kept
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
  return answer === '' ? plainText(text).trim() : answer;
}

function endsAnswer(lines: readonly string[], index: number): boolean {
  const line = (lines[index] ?? '').trim();
  if (line === '') return false;
  if (signature.test(line)) return true;
  if (dividers.some((divider) => divider.test(line))) return true;
  if (fromLine.test(line)) {
    const next = lines.slice(index + 1, index + 6);
    return next.filter((further) => furtherLine.test(further.trim())).length >= 2;
  }
  return introducesRest(lines, index);
}

/** An introduction, perhaps broken over up to three lines, after which nothing but quoted lines, or an unquoted letter, follows. */
function introducesRest(lines: readonly string[], index: number): boolean {
  let line = '';
  for (let next = index; next < index + 3; next += 1) {
    const part = (lines[next] ?? '').trim();
    if (part === '' || (next > index && !dated.test(line))) return false;
    line = `${line} ${part}`.trim();
    if (isIntroduction(line)) return !mixesQuotedAndOwn(lines.slice(next + 1));
  }
  return false;
}

/** Own lines among quoted ones are remarks; they belong to the answer. */
function mixesQuotedAndOwn(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return quoted.test(filled[0] ?? '') && filled.some((line) => !quoted.test(line));
}

function endsWithNothing(line: string): boolean {
  return line.trim() === '' || deviceLine.test(line.trim());
}

function isIntroduction(line: string): boolean {
  const bare = line.trim();
  return bare.length <= 450 && introductions.some((form) => form.test(bare));
}
