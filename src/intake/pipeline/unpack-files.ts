import { letterFiles } from '../letters/letter-files.js';
import { letterLimits } from '../letters/letter-limits.js';
import type { Step } from './work.js';

export const unpackFiles: Step = async (work) => {
  if (!work.letter) return work;
  const { files, tooMany } = await letterFiles(work.letter);
  const message = `The letter has more than ${letterLimits.files} attachments; the rest is in the raw letter only.`;
  const flags = tooMany ? [{ path: '', code: 'too-many-files', message }] : [];
  return { ...work, files, flags: [...work.flags, ...flags] };
};
