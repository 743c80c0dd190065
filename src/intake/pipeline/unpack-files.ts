import { letterFiles } from '../letters/letter-files.js';
import { letterLimits } from '../letters/letter-limits.js';
import type { Step } from './work.js';
import { say } from '../../platform/words/sentence.js';
import { tell } from '../../platform/words/tell.js';

export const unpackFiles: Step = async (work) => {
  if (!work.letter) return work;
  const { files, tooMany } = await letterFiles(work.letter);
  const message = tell(
    'en',
    say('The letter has more than {most} attachments; the rest is in the raw letter only.', {
      most: letterLimits.files,
    }),
  );
  const flags = tooMany ? [{ path: '', code: 'too-many-files', message }] : [];
  return { ...work, files, flags: [...work.flags, ...flags] };
};
