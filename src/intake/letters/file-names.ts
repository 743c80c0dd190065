import { cleanFileName } from '../../documents/files/file-name.js';

const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'text/plain': '.txt',
  'text/calendar': '.ics',
  'message/rfc822': '.eml',
  'application/zip': '.zip',
};

/** A name of outside made fit for any system. A file without a name is called `fallback`, with the ending of its type. */
export function incomingName(name: string | undefined, type: string, fallback: string): string {
  const bare = (name ?? '').replace(/[\s./\\]+/g, '');
  return bare === '' ? `${fallback}${endings[type] ?? ''}` : cleanFileName(name ?? '');
}

/** So long that no number is cut off when the file is stored. */
const longest = 200;

/** Names made different, from `others` too, by a number before the ending: `scan.pdf`, `scan (2).pdf`. */
export function distinctNames(names: readonly string[], others: readonly string[] = []): string[] {
  const taken = new Set(others.map((name) => name.toLowerCase()));
  return names.map((name) => {
    const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
    const stem = [...name.slice(0, name.length - ending.length)];
    let unique = name;
    for (let count = 2; taken.has(unique.toLowerCase()); count += 1) {
      const end = ` (${count})${ending}`;
      unique = `${stem
        .slice(0, longest - end.length)
        .join('')
        .trimEnd()}${end}`;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
