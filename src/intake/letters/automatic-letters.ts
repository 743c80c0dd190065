import { header, type Letter } from './letter.js';

/** What kind of automatic letter it is, and by which sign. */
export interface AutomaticLetter {
  readonly kind: 'auto-reply' | 'bounce' | 'complaint' | 'receipt';
  /** For people, in English. */
  readonly because: string;
}

/** Answers false where the sign is not there. */
type Sign = (letter: Letter) => AutomaticLetter | false;

/**
 * Tells letters that programs send in answer to other letters: replies of absent people (RFC 3834), delivery reports
 * (RFC 3464), complaints (RFC 5965) and reading receipts (RFC 8098). They are kept but never registered, so that no
 * two programs go on answering each other. Undefined for all other letters.
 */
export function recogniseAutomatic(letter: Letter): AutomaticLetter | undefined {
  for (const sign of signs) {
    const found = sign(letter);
    if (found) return found;
  }
  return undefined;
}

/**
 * True when a program must not answer this letter by itself: mass mail, mailing lists, letters of programs, senders
 * that ask for no answers. Such a letter is registered all the same.
 */
export function answersUnwanted(letter: Letter): boolean {
  const submitted = word(letter, 'auto-submitted');
  const sender = letter.replyTo ?? letter.from;
  return (
    sender === undefined ||
    (submitted !== undefined && submitted !== 'no') ||
    /^(?:bulk|junk|list)$/.test(word(letter, 'precedence') ?? '') ||
    letter.headers.has('list-id') ||
    letter.headers.has('list-unsubscribe') ||
    /\b(?:all|dr|autoreply)\b/i.test(header(letter, 'x-auto-response-suppress') ?? '') ||
    isNobody(sender.address) ||
    emptyReturnPath(letter)
  );
}

function isNobody(address: string): boolean {
  return /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|owner-.*|.*-bounces?)(?:[+=].*)?@/i.test(
    address,
  );
}

const replySubjects =
  /^\s*(?:auto(?:matic)?[ -]?(?:reply|response|answer)|autoreply|autoresponder|out of (?:the )?office|автоответ|автоматический ответ|odpowied[zź] automatyczna|automatyczna odpowied[zź]|autoodpowied[zź]|automatinis atsakymas|automatinis atsakiklis|abwesenheitsnotiz|automatische antwort|r[ée]ponse automatique|absence du bureau|respuesta autom[áa]tica|risposta automatica)/iu;

const bounceSubjects =
  /^\s*(?:\[?(?:mail|e-?mail)?\s*(?:delivery|message)\s*(?:failure|failed|status notification|system|delayed|problem|error|not delivered|undeliverable)|mail delivery|undeliver(?:able|ed)\b|returned mail|failure notice|warning: (?:could not send|message .* delayed)|delivery (?:status )?notification|mail system error|non[- ]?delivery|nondeliverable|unzustellbar|не доставлено|недоставленн|niedostarczon|nepristatyt)/iu;

const signs: readonly Sign[] = [
  (letter) => {
    const type = header(letter, 'content-type') ?? '';
    if (!/^\s*multipart\/report\b/i.test(type)) return false;
    if (/report-type\s*=\s*"?feedback-report/i.test(type)) return complaint('It is a feedback report.');
    if (/report-type\s*=\s*"?disposition-notification/i.test(type)) return receipt;
    return bounce('It is a delivery report.');
  },
  (letter) => partOf(letter, 'message/delivery-status') && bounce('It carries a delivery report.'),
  (letter) => partOf(letter, 'message/feedback-report') && complaint('It carries a feedback report.'),
  (letter) => partOf(letter, 'message/disposition-notification') && receipt,
  (letter) => letter.headers.has('x-failed-recipients') && bounce('It names recipients that failed.'),
  (letter) => autoSubmitted(letter),
  (letter) => {
    const name = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply-from', 'x-mail-autoreply'].find(
      (found) => letter.headers.has(found),
    );
    return name !== undefined && autoReply(`It has the header ${name}.`);
  },
  (letter) => word(letter, 'precedence') === 'auto_reply' && autoReply('Its precedence is auto_reply.'),
  (letter) => replySubjects.test(letter.subject) && autoReply('Its subject is that of an automatic reply.'),
  (letter) => {
    const daemon = /^(?:mailer-daemon|postmaster|mail-daemon|double-bounce)@/i.test(letter.from?.address ?? '');
    const telling = bounceSubjects.test(letter.subject);
    // Some servers sign with a name that is no address: `From: MAILER-DAEMON <>`.
    const nameless = letter.from === undefined && /mailer-daemon|postmaster/i.test(header(letter, 'from') ?? '');
    if (nameless && telling) return bounce('A mail server sent it.');
    if (daemon && (telling || emptyReturnPath(letter) || letter.from?.address.startsWith('mailer-daemon@'))) {
      return bounce('A mail server sent it.');
    }
    return telling && emptyReturnPath(letter) && bounce('It came with no return address.');
  },
  (letter) => {
    const noAnswer = emptyReturnPath(letter) && letter.answers.length > 0;
    return noAnswer && autoReply('It answers a letter and has no return address.');
  },
];

function autoSubmitted(letter: Letter): AutomaticLetter | false {
  // `auto-generated` is said by web sites and shops of letters that are nobody's answer: those are registered.
  const value = word(letter, 'auto-submitted');
  return value === 'auto-replied' || value === 'auto-notified' ? autoReply(`It is marked ${value}.`) : false;
}

function partOf(letter: Letter, type: string): boolean {
  return letter.parts.some((part) => part.type === type);
}

function emptyReturnPath(letter: Letter): boolean {
  return /^<\s*>$/.test(header(letter, 'return-path') ?? '');
}

/** The first word of a header, small. */
function word(letter: Letter, name: string): string | undefined {
  return /^[\w-]+/.exec((header(letter, name) ?? '').trim().toLowerCase())?.[0];
}

const bounce = (because: string): AutomaticLetter => ({ kind: 'bounce', because });
const complaint = (because: string): AutomaticLetter => ({ kind: 'complaint', because });
const autoReply = (because: string): AutomaticLetter => ({ kind: 'auto-reply', because });
const receipt: AutomaticLetter = { kind: 'receipt', because: 'It is a reading receipt.' };
