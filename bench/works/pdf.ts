import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Work } from '../frame/bench.js';
import { average } from '../frame/measured.js';
import { root } from '../frame/product.js';
import type { PdfMeasurements } from './pdf-process.js';

const limitMs = 180_000;

/** A contract of two pages as PDF, by the pool of pages that the server uses. */
export const pdf: Work = {
  key: 'pdf',
  title: 'PDF of a contract of two pages, three at once',
  async measure({ databases, say }) {
    const { before, own, after, sheets } = await measureApart(databases.folder);
    say(`Checked: the contract has ${sheets} pages`);
    const raw = average(before, after);
    return [{ name: `PDF of a contract of ${sheets} pages`, unit: 'papers/s', own, raw, aim: { ratio: 0.95 } }];
  },
};

/** In a process of its own, so that what the rest of the bench holds in memory is not in the way. */
function measureApart(dataDir: string): Promise<PdfMeasurements> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'pdf-process.ts'), [dataDir], {
      cwd: root,
      execArgv: ['--import', './scripts/support/typescript.mjs'],
      timeout: limitMs,
    });
    child.once('error', reject);
    child.once('message', (measurements) => resolve(measurements as PdfMeasurements));
    child.once('exit', (code) => reject(new Error(`The process that prints ended with code ${code}.`)));
  });
}
