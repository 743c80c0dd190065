import { readSubmission } from '../forms/submission.js';
import { partialLetter } from '../items/intake-item.js';
import { letterLimits } from '../letters/letter-limits.js';
import { headOf, parseLetter } from '../letters/parse-letter.js';
import type { Letter } from '../letters/letter.js';
import type { Step } from './work.js';
import { say } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';

export const readArrival: Step = async (work) => {
  if (work.item.channel === 'form') return { ...work, submission: readSubmission(work.raw) };
  const letter = await readLetter(work.raw, work.item.rawType);
  const { fault } = letter;
  const flags = fault ? [{ path: '', code: fault.code, message: fault.message }] : [];
  return { ...work, letter, flags: [...work.flags, ...flags] };
};

async function readLetter(raw: Buffer, type: string): Promise<Letter> {
  if (type !== partialLetter) return parseLetter(raw);
  const limit = Math.round(letterLimits.bytes / 1024 / 1024);
  const message = tell(
    'en',
    say('The letter is larger than {limit} MB; only its beginning was fetched. The whole is in the mailbox.', {
      limit,
    }),
  );
  return headOf(raw, { code: 'letter-too-large', message });
}
