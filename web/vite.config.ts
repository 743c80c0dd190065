import { defineConfig } from 'vite';
import { firstLoads } from './first-loads.ts';
import { groupsOfFirstScreens } from './first-screens.ts';
import { pdfData } from './pdf-data.ts';
import { precompress } from './precompress.ts';
import { serviceWorker } from './service-worker.ts';

/** The server that `npm run web` passes calls on to; another one: MILLRACE_URL. */
const server = process.env.MILLRACE_URL ?? 'http://127.0.0.1:3000';

const sharedTexts = /[\\/]web[\\/]src[\\/]\w+[\\/]texts[\\/](\w+)\.json$/;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [pdfData(), firstLoads(), serviceWorker(), precompress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // Fonts and pictures stay files, so that the page needs no `data:` sources for them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // What most screens need comes in few files: each one costs a request of its own, with its heads.
        codeSplitting: {
          groups: [
            // The texts of what screens share, in one file for each language.
            { debugName: 'texts', name: (id) => sharedTexts.exec(id)?.[1] ?? null, test: sharedTexts, priority: 9 },
            { name: 'start', tags: ['$initial'], priority: 8 },
            ...groupsOfFirstScreens(import.meta.dirname, 1),
            // What several screens need lies by who needs it; little is not worth a request of its own.
            { name: 'shared', entriesAware: true, minShareCount: 2 },
          ],
        },
      },
      // "use client" means something to servers that render React; this one does not.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(['/api', '/f', '/d', '/calendar'].map((path) => [`${path}/`, { target: server }])),
  },
});
