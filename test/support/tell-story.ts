import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from './people-at-screens.js';

/** Loading pages takes its time on a busy machine. */
const patience = 240_000;

/**
 * Steps of a story, each of which rests on those before it: after one that failed the others are not tried, and the message
 * says where pictures lie of what everybody had on the screen then.
 */
export function tellStory(people: readonly Person[]): (name: string, step: () => Promise<void>) => void {
  let failed: string | undefined;
  return (name, step) =>
    it(
      name,
      async () => {
        if (failed !== undefined) throw new Error(`Not tried, since this failed: ${failed}`);
        try {
          await step();
        } catch (error) {
          failed = name;
          const folder = mkdtempSync(join(tmpdir(), 'millrace-story-'));
          for (const [index, { page }] of people.entries()) {
            await page.screenshot({ path: join(folder, `${index}.png`) }).catch(() => undefined);
          }
          throw new Error(`${(error as Error).message}\nThe screens then: ${folder}`, { cause: error });
        }
      },
      patience,
    );
}
