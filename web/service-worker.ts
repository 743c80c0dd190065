import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** Larger parts are kept when they are used first, not beforehand. */
const largest = 130_000;

/**
 * Builds src/offline/service-worker.ts as /sw.js, one file of its own without a hash in its name. It is told which files
 * the app starts with, and changes whenever one of them does.
 */
export function serviceWorker(): Plugin {
  let root = '';
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: (config) => {
      root = config.root;
      outDir = join(config.root, config.build.outDir);
    },
    writeBundle: async (_, bundle) => {
      const files = Object.values(bundle)
        .filter(({ fileName }) => /\.(js|css)$/.test(fileName))
        .filter((file) => {
          const size = file.type === 'chunk' ? file.code.length : file.source.length;
          return (file.type === 'chunk' && file.isEntry) || fileIsStyle(file.fileName) || size < largest;
        })
        .map(({ fileName }) => `/${fileName}`)
        .sort();
      const version = createHash('sha256').update(Object.keys(bundle).sort().join()).digest('hex').slice(0, 12);
      await build({
        root,
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { shellFiles: JSON.stringify(files), shellVersion: JSON.stringify(version) },
        build: {
          outDir,
          emptyOutDir: false,
          target: 'es2022',
          sourcemap: false,
          rolldownOptions: {
            input: join(root, 'src', 'offline', 'service-worker.ts'),
            output: { format: 'iife', entryFileNames: 'sw.js' },
          },
        },
      });
    },
  };
}

/** The style sheet that everything needs is larger than most scripts. */
function fileIsStyle(name: string): boolean {
  return /\/index-[^/]*\.css$/.test(name);
}
