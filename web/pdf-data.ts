import { cp, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Puts what PDFs need while they are shown beside the app, under /pdfjs: the standard fonts that a file may leave out, tables
 * of Asian character sets, and decoders of rare pictures (as scripts: WebAssembly would need a wider policy).
 */
export function pdfData(): Plugin {
  let folder = '';
  return {
    name: 'pdf-data',
    apply: 'build',
    configResolved: (config) => void (folder = join(config.root, config.build.outDir, 'pdfjs')),
    writeBundle: async () => {
      const source = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
      await cp(join(source, 'cmaps'), join(folder, 'cmaps'), { recursive: true });
      await cp(join(source, 'standard_fonts'), join(folder, 'standard_fonts'), { recursive: true });
      await mkdir(join(folder, 'wasm'), { recursive: true });
      const decoders = (await readdir(join(source, 'wasm'))).filter((name) => name.endsWith('_nowasm_fallback.js'));
      for (const name of decoders) await cp(join(source, 'wasm', name), join(folder, 'wasm', name));
    },
  };
}
