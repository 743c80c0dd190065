import { join, relative } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { firstScreens } from './first-screens.ts';

/** Calls that every screen begins with. */
const everywhere = ['/api/me', '/api/streams', '/api/notifications/count'];

/** The screens that people open first, by address, with what each asks the server for. */
const screens = [
  {
    path: '^/desk$',
    screen: firstScreens.desk,
    texts: 'desk',
    calls: [
      ...everywhere,
      '/api/assignments?mine=true&limit=200',
      '/api/assignments?controlled=true&state=reported&limit=200',
    ],
  },
  {
    path: '^/registers/[\\w-]+$',
    screen: firstScreens.register,
    texts: 'registers',
    calls: [...everywhere, '/api/views'],
  },
  {
    path: '^/documents/([\\w-]+)$',
    screen: firstScreens.document,
    texts: 'document',
    calls: [...everywhere, '/api/documents/$1'],
  },
];

/** The languages, with the parts of the typeface that hold their letters. */
const alphabets = { en: ['latin'], ru: ['latin', 'cyrillic'], pl: ['latin', 'latin-ext'], lt: ['latin', 'latin-ext'] };

/**
 * Writes first-loads.json: which files and answers a screen begins with, so that the server can name them in the page and
 * the browser fetches all of them at once, not each when the one before has asked for it.
 */
export function firstLoads(): Plugin {
  let root = '';
  return {
    name: 'first-loads',
    apply: 'build',
    configResolved: (config) => void (root = config.root),
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const holding = (module: string) =>
        chunks.find(({ moduleIds }) => moduleIds.some((id) => relative(root, id) === module));
      const names = Object.keys(bundle);
      const entry = chunks.find(({ isEntry }) => isEntry);
      const known = filesOf(entry, chunks);
      const loads = screens.map(({ path, screen, texts, calls }) => {
        const files = filesOf(holding(screen), chunks).filter((file) => !known.includes(file));
        const spoken = Object.entries(alphabets).map(([language, letters]) => [
          language,
          [
            ...letters.flatMap((alphabet) => names.filter((name) => name.includes(`inter-${alphabet}-wght-normal`))),
            ...[`src/ui/texts/${language}.json`, `src/features/${texts}/texts/${language}.json`].flatMap(
              (module) => holding(module)?.fileName ?? [],
            ),
          ],
        ]);
        return { path, calls, files, spoken: Object.fromEntries(spoken) as Record<string, string[]> };
      });
      this.emitFile({ type: 'asset', fileName: join('first-loads.json'), source: JSON.stringify(loads) });
    },
  };
}

/** A script, what it imports at once, and their style sheets. */
function filesOf(chunk: Rolldown.OutputChunk | undefined, chunks: readonly Rolldown.OutputChunk[]): string[] {
  const files = new Set<string>();
  const add = (one: Rolldown.OutputChunk | undefined): void => {
    if (!one || files.has(one.fileName)) return;
    files.add(one.fileName);
    for (const style of one.viteMetadata?.importedCss ?? []) files.add(style);
    for (const name of one.imports) add(chunks.find(({ fileName }) => fileName === name));
  };
  add(chunk);
  return [...files];
}
