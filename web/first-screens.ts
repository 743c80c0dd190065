import { dirname, join } from 'node:path';
import type { Rolldown } from 'vite';

/** The screens that people open first, as files below the root of the web app. */
export const firstScreens = {
  desk: 'src/features/desk/desk-page.tsx',
  register: 'src/features/registers/register-page.tsx',
  document: 'src/features/document/document-page.tsx',
} as const;

type ChunkingContext = Pick<Rolldown.ChunkingContext, 'getModuleInfo'>;

/**
 * Groups by which of the first screens need a module at once: what all of them need is one file, what two of them need is
 * another, and the rest of each is one more. Without this each combination of screens, first or not, had a file of its own,
 * and a first load some forty of them.
 * @param root of the web app
 * @param priority of the group of what one screen needs; the others come before it
 */
export function groupsOfFirstScreens(root: string, priority: number): Rolldown.CodeSplittingGroup[] {
  let needs: Map<string, string[]> | undefined;
  return [1, 2, 3].map((count) => ({
    debugName: `screens-${count}`,
    priority: priority + count,
    name: (id, context) => {
      needs ??= needsOf(root, context);
      const screens = needs.get(id) ?? [];
      return screens.length === count ? `screens-${screens.join('-')}` : null;
    },
  }));
}

/** The first screens by module that they import, directly or through others, without waiting. */
function needsOf(root: string, modules: ChunkingContext): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const [screen, file] of Object.entries(firstScreens)) {
    const seen = new Set<string>();
    const waiting = [join(root, file)];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      needs.set(id, [...(needs.get(id) ?? []), screen]);
      waiting.push(...importsOf(modules.getModuleInfo(id)));
    }
  }
  return needs;
}

/** Libraries that hand out all of their parts in one module, and where each part lies beside it. */
const collections = [
  {
    from: '@mantine/core',
    whole: /@mantine[\\/]core[\\/]esm[\\/]index\.mjs$/,
    part: (name: string) => join('components', name, `${name}.mjs`),
  },
  {
    from: '@tabler/icons-react',
    whole: /tabler-icons-react\.mjs$/,
    part: (name: string) => join('icons', `${name}.mjs`),
  },
];

/** What a module imports; of a collection only the parts that it names, as the rest does not get into its file either. */
function importsOf(module: Rolldown.ModuleInfo | null): string[] {
  return (module?.importedIds ?? []).flatMap((id) => {
    const collection = collections.find(({ whole }) => whole.test(id));
    if (!collection) return [id];
    const names = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*["']${collection.from}["']`, 'g');
    const named = [...(module?.code ?? '').matchAll(names)].flatMap(([, list = '']) => list.split(','));
    return named.map((name) => join(dirname(id), collection.part(name.trim().split(' ', 1)[0] ?? '')));
  });
}
