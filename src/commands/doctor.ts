import { statfs } from 'node:fs/promises';
import { MailSender } from '../output/mail/mail-sender.js';
import { BrowserPool } from '../output/pdf/browser-pool.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { withApplication } from './with-application.js';

const leastFreeBytes = 1024 ** 3;

/** `millrace doctor`: looks at every part that Millrace stands on; 1 when one of them is not well. */
export function diagnose(): Promise<number> {
  return withApplication(async (app, config) => {
    const checks: [string, () => Promise<string>][] = [
      ['database', () => databaseAnswers(app.get(UnitOfWork))],
      ['outgoing mail', () => app.get(MailSender).verify()],
      ['browser', () => app.get(BrowserPool).warmUp()],
      ['disk', () => freeSpace(config.dataDir)],
    ];
    let wrong = 0;
    for (const [name, check] of checks) {
      try {
        console.log(`ok     ${name}: ${await check()}`);
      } catch (error) {
        wrong += 1;
        console.log(`wrong  ${name}: ${(error as Error).message}`);
      }
    }
    return wrong === 0 ? 0 : 1;
  });
}

async function databaseAnswers(work: UnitOfWork): Promise<string> {
  const [row] = await work.read<{ version: string }>('SELECT version()');
  return row?.version.split(',')[0] ?? 'answers';
}

async function freeSpace(folder: string): Promise<string> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const shown = `${Math.round(free / 1024 ** 2)} MB free in ${folder}`;
  if (free < leastFreeBytes) throw new Error(`${shown}. Free at least 1 GB, or move DATA_DIR to a larger disk.`);
  return shown;
}
