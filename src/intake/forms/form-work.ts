import { createHash } from 'node:crypto';

/**
 * Leading zero bits that the hash of a page's token and a number must have. A browser finds such a number in a second
 * while somebody fills the form in; for whoever sends thousands it costs as many seconds.
 */
export const workBits = 16;

const answerForm = /^\d{1,10}$/;

/** Whether `answer` is the work that was asked for with the page's token. */
export function isWorkDone(token: string, answer: string | undefined): boolean {
  if (token === '' || answer === undefined || !answerForm.test(answer)) return false;
  const hash = createHash('sha256').update(`${token}.${answer}`).digest();
  return hash.readUInt32BE(0) >>> (32 - workBits) === 0;
}
