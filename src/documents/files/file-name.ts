import { cleanLine } from '../../streams/field-types/clean-text.js';

const longest = 200;
/** Path separators, characters that Windows refuses, control characters and those that reverse the reading direction. */
const unsafe = /[/\\:*?"<>|\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name under which any system can keep the file: without folders, control and direction characters, not hidden, at
 * most 200 characters with the ending kept. `file` when nothing is left.
 */
export function cleanFileName(name: string): string {
  const last = cleanLine(name.slice(0, 2000)).split(/[/\\]/).at(-1) ?? '';
  const safe = last.replace(unsafe, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  if (safe === '') return 'file';
  const characters = [...safe];
  if (characters.length <= longest) return safe;
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(safe)?.[0] ?? '';
  return `${characters.slice(0, longest - ending.length).join('')}${ending}`;
}
