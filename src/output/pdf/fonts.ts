import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One font file as the browser is given it. */
export interface FontFile {
  readonly family: string;
  readonly weight: string;
  readonly unicodeRange: string;
  /** `data:` URI of the WOFF2 file. */
  readonly source: string;
}

const families = [
  { family: 'Noto Sans', package: '@fontsource/noto-sans', prefix: 'noto-sans' },
  { family: 'Noto Serif', package: '@fontsource/noto-serif', prefix: 'noto-serif' },
] as const;
const weights = ['400', '700'] as const;
const subsets = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext'] as const;

let loaded: Promise<readonly FontFile[]> | undefined;

/**
 * The fonts of papers, regular and bold, with the letters of every supported language; read once a process. Papers name
 * them `Noto Sans` and `Noto Serif`.
 */
export function paperFonts(): Promise<readonly FontFile[]> {
  loaded ??= readFonts();
  return loaded;
}

async function readFonts(): Promise<FontFile[]> {
  const require = createRequire(import.meta.url);
  const fonts: FontFile[] = [];
  for (const { family, package: name, prefix } of families) {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const ranges = JSON.parse(await readFile(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
    for (const subset of subsets) {
      for (const weight of weights) {
        const bytes = await readFile(join(folder, 'files', `${prefix}-${subset}-${weight}-normal.woff2`));
        const source = `data:font/woff2;base64,${bytes.toString('base64')}`;
        fonts.push({ family, weight, unicodeRange: ranges[subset] ?? '', source });
      }
    }
  }
  return fonts;
}
