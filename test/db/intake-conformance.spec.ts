import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startApp, type RunningApp } from '../support/app.js';
import { IntakeDesk } from './intake-letters.js';

/** Letters of many programs, kept beside the project; see the README there. */
const folder = resolve(import.meta.dirname, '../../../shared/conformance/mail');
const present = existsSync(folder);
const about = present ? describe : describe.skip;
if (!present) console.warn(`There are no third-party letters in ${folder}; their test is skipped.`);

/** Seconds for one letter through the whole pipeline. */
const slowest = 5000;

function lettersBelow(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) return name === 'ical' ? [] : lettersBelow(inner);
    return /\.(?:eml|msg|txt)$/.test(name) || /maildir/.test(path) ? [inner] : [];
  });
}

about('third-party letters', () => {
  let app: RunningApp;
  let desk: IntakeDesk;

  beforeAll(async () => {
    app = await startApp({ worker: false });
    desk = new IntakeDesk(app);
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
  }, 30_000);

  it('each end with an outcome, soon, and leave a document or a reason', async () => {
    const letters = lettersBelow(folder);
    expect(letters.length).toBeGreaterThan(100);
    const kinds = new Map<string, number>();
    for (const path of letters) {
      const start = performance.now();
      const { id, outcome } = await desk.take(readFileSync(path));
      const took = performance.now() - start;
      if (took > slowest) throw new Error(`${path} took ${took} ms.`);
      if (outcome.kind === 'failed') throw new Error(`${path}: ${outcome.reason}`);
      const { documentId } = await desk.item(id);
      if (outcome.kind === 'registered') expect(documentId).toBe(outcome.documentId);
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
    }
    expect([...kinds.keys()].sort()).toEqual(['duplicate', 'ignored', 'registered']);
  }, 300_000);
});
