import type { RunningApp } from '../support/app.js';
import { WriteArrivals } from '../../src/intake/sources/write-arrivals.js';
import { ProcessItem } from '../../src/intake/pipeline/process-item.js';
import { itemSelection, type IntakeItem, type IntakeOutcome } from '../../src/intake/items/intake-item.js';
import { glance } from '../../src/intake/letters/parse-letter.js';
import { systemActor } from '../../src/organisation/directory/actors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { FileStore } from '../../src/platform/files/file-store.js';

let count = 0;

const head = 'From: "Jan Kowalski" <jan@example.pl>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n';
/** A letter in plain text with a Message-ID of its own; `more` are headers before its others. */
export const letter = (subject: string, body: string, more = ''): string => {
  count += 1;
  return `${more}${head}Message-ID: <${count}.${Math.random()}@example.pl>\nSubject: ${subject}\n\n${body}`;
};

/** Letters written down and processed without a mailbox, for tests of the pipeline. */
export class IntakeDesk {
  readonly work: UnitOfWork;

  constructor(private readonly running: RunningApp) {
    this.work = running.app.get(UnitOfWork);
  }

  /** Writes a letter down as a mailbox would; answers its item's id. */
  async arrive(raw: string | Buffer, stream = 'requests'): Promise<string> {
    const bytes = typeof raw === 'string' ? Buffer.from(raw.replace(/\r?\n/g, '\r\n')) : raw;
    const stored = await this.running.app.get(FileStore).put(bytes);
    count += 1;
    const arrival = { channel: 'mail' as const, source: 'test', sourceKey: `test:1:${count}`, stream };
    const [written] = await this.work.run(systemActor, (ctx) =>
      this.running.app
        .get(WriteArrivals)
        .execute(ctx, [{ ...arrival, raw: stored, rawType: 'message/rfc822', ...glance(bytes) }]),
    );
    if (!written) throw new Error('The letter was not written down.');
    return written.id;
  }

  process(itemId: string, attempt = 1): Promise<IntakeOutcome | undefined> {
    return this.running.app.get(ProcessItem).execute(itemId, { attempt, maxAttempts: 6 });
  }

  /** Writes down and processes. */
  async take(raw: string | Buffer, stream?: string): Promise<{ id: string; outcome: IntakeOutcome }> {
    const id = await this.arrive(raw, stream);
    const outcome = await this.process(id);
    if (!outcome) throw new Error('The letter had no outcome.');
    return { id, outcome };
  }

  async item(id: string): Promise<IntakeItem> {
    const [item] = await this.work.read<IntakeItem>(`SELECT ${itemSelection} FROM intake_item i WHERE i.id = $1`, [id]);
    if (!item) throw new Error(`There is no item ${id}.`);
    return item;
  }
}
