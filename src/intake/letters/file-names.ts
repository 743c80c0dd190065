const longestBytes = 180;
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069<>:"/\\|?*]+/gu;
const deviceNames = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/tiff': '.tif',
  'text/plain': '.txt',
  'text/html': '.html',
  'text/csv': '.csv',
  'text/calendar': '.ics',
  'text/vcard': '.vcf',
  'message/rfc822': '.eml',
  'application/zip': '.zip',
  'application/msword': '.doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/ms-tnef': '.dat',
};

/**
 * A name of outside made fit for a disk, a header and a screen: the last part of a path, without control and
 * direction marks, at most 180 bytes with its ending kept. Where nothing is left: `<fallback>` with the type's ending.
 */
export function safeFileName(name: string | undefined, type: string, fallback: string): string {
  const last = (name ?? '').slice(0, 2000).split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replace(unsafe, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (clean === '') return `${fallback}${endings[type] ?? ''}`;
  return shortened(deviceNames.test(clean) ? `_${clean}` : clean);
}

/** Names made different by a number before the ending: `scan.pdf`, `scan (2).pdf`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const { stem, ending } = parted(name);
    let unique = name;
    for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${stem} (${count})${ending}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

function shortened(name: string): string {
  const { stem, ending } = parted(name);
  let kept = '';
  let bytes = Buffer.byteLength(ending);
  for (const character of stem) {
    bytes += Buffer.byteLength(character);
    if (bytes > longestBytes) break;
    kept += character;
  }
  return `${kept.trimEnd()}${ending}`;
}

function parted(name: string): { stem: string; ending: string } {
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - ending.length), ending };
}
