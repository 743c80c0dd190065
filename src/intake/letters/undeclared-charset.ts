/**
 * Old mail programs send bytes of a national code page without naming it. The code pages tried, and the letters that
 * ordinary text in them is made of.
 */
const codePages = [
  { label: 'windows-1251', letters: /[а-яёА-ЯЁіїєґ]/gu },
  { label: 'koi8-r', letters: /[а-яёА-ЯЁ]/gu },
  { label: 'windows-1257', letters: /[ąčęėįšųūžĄČĘĖĮŠŲŪŽ]/gu },
  { label: 'iso-8859-2', letters: /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]/gu },
  { label: 'windows-1250', letters: /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]/gu },
  { label: 'windows-1252', letters: /[äöüßéèêàçñåæøÄÖÜÉÅÆØ]/gu },
] as const;

const sampleBytes = 64 * 1024;

/**
 * A letter whose 8-bit bytes are not UTF-8, turned into UTF-8 as a whole; undefined when its bytes are UTF-8 after all,
 * or fit no code page.
 */
export function decodeUndeclared(raw: Buffer): Buffer | undefined {
  if (isUtf8(raw)) return undefined;
  const page = likelyCodePage(raw);
  if (!page) return undefined;
  const text = new TextDecoder(page).decode(raw);
  return Buffer.from(text.replace(/(charset\s*=\s*"?)[\w.-]{1,40}/gi, '$1utf-8'), 'utf8');
}

/** A few bytes of the letter `whole` as text: UTF-8, else the code page in which the letter as a whole reads best. */
export function decodeBytes(bytes: Uint8Array, whole: Uint8Array): string {
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : (likelyCodePage(whole) ?? 'windows-1252')).decode(bytes);
}

/** The code page in which the high bytes of `raw` read most like words; undefined when none does. */
export function likelyCodePage(raw: Uint8Array): string | undefined {
  const high = raw.filter((byte) => byte >= 0x80).subarray(0, sampleBytes);
  if (high.byteLength < 2) return undefined;
  let best: { label: string; score: number } | undefined;
  for (const { label, letters } of codePages) {
    const text = new TextDecoder(label).decode(high);
    const fitting = text.match(letters) ?? [];
    // In words small letters are far more frequent than capitals: that tells windows-1251 from KOI8-R.
    const small = fitting.filter((letter) => letter === letter.toLowerCase()).length;
    const score = (fitting.length + small) / (2 * text.length);
    if (!best || score > best.score) best = { label, score };
  }
  return best && best.score > 0.6 ? best.label : undefined;
}

function isUtf8(raw: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(raw);
    return true;
  } catch {
    return false;
  }
}
