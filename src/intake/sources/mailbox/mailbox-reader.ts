import { Logger } from '@nestjs/common';
import { systemActor } from '../../../organisation/directory/actors.js';
import type { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { tell } from '../../../platform/words/tell.js';
import { say } from '../../../platform/words/sentence.js';
import type { FileStore } from '../../../platform/files/file-store.js';
import { partialLetter } from '../../items/intake-item.js';
import { glance } from '../../letters/parse-letter.js';
import type { Arrival, WriteArrivals } from '../write-arrivals.js';
import { backOffMs } from './back-off.js';
import { readMailboxUrl } from './mailbox-address.js';
import { MailboxConnection, type FetchedLetter } from './mailbox-connection.js';
import { holdMailboxLock } from './mailbox-lock.js';
import type { MailboxView, Mailboxes } from './mailboxes.js';

/** What a reader works with. */
export interface ReaderTools {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly mailboxes: Mailboxes;
  readonly writeArrivals: WriteArrivals;
  readonly databaseUrl: string;
}

/** While another process reads the mailbox, its lock is asked for this often. */
const lockPauseMs = 5000;
/** Bytes are synced to the disk by several at a time. */
const storedAtOnce = 8;

/** Reads one mailbox for as long as the process lives: connects, reads what waits, idles, connects anew when it must. */
export class MailboxReader {
  private readonly logger = new Logger('Mailbox');
  private readonly stopping: Promise<void>;
  private stopped = false;
  private tellStop: () => void = () => undefined;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(
    readonly mailbox: MailboxView,
    private readonly tools: ReaderTools,
  ) {
    this.stopping = new Promise((resolve) => (this.tellStop = resolve));
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Does not wait any longer for the next try. */
  tryNow(): void {
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.tellStop();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopped;) {
      try {
        await this.hold(() => (failures = 0));
      } catch (error) {
        failures += 1;
        await this.down(error, failures);
      }
      if (!this.stopped) await this.pause(failures === 0 ? lockPauseMs : backOffMs(failures, Math.random()));
    }
  }

  /** Reads under the mailbox's lock, so that no two processes read it; returns when another one holds it. */
  private async hold(connected: () => void): Promise<void> {
    const lock = await holdMailboxLock(this.tools.databaseUrl, this.mailbox.id);
    if (!lock) return;
    try {
      await this.read(lock.lost, connected);
    } finally {
      await lock.release();
    }
  }

  private async read(lockLost: Promise<void>, connected: () => void): Promise<void> {
    const address = readMailboxUrl(await this.tools.mailboxes.url(this.mailbox.id));
    if ('problem' in address) throw new Error(address.problem);
    const connection = new MailboxConnection(address);
    try {
      const uidValidity = await connection.open();
      connected();
      await this.tools.mailboxes.report(this.mailbox.id, 'reading', null);
      const end = Promise.race([this.stopping, lockLost]);
      let lockHeld = true;
      void lockLost.then(() => (lockHeld = false));
      while (!this.stopped && lockHeld) {
        await this.takeNew(connection, uidValidity);
        await connection.idle(end);
      }
    } finally {
      await connection.close();
    }
  }

  /** Everything above the last UID, batch by batch. A mailbox made anew is read from its beginning. */
  private async takeNew(connection: MailboxConnection, uidValidity: string): Promise<void> {
    const place = await this.tools.mailboxes.place(this.mailbox.id);
    const lastUid = place.uidValidity === uidValidity ? place.lastUid : 0;
    for await (const letters of connection.after(lastUid)) {
      await this.writeDown(letters, uidValidity);
      await connection.markSeen(letters.map(({ uid }) => uid)).catch((error: Error) => {
        this.logger.verbose(`${this.mailbox.name}: letters could not be marked as seen: ${error.message}`);
      });
      if (this.stopped) return;
    }
  }

  private async writeDown(letters: readonly FetchedLetter[], uidValidity: string): Promise<void> {
    const { unitOfWork, mailboxes, writeArrivals } = this.tools;
    const last = letters.at(-1);
    if (!last) return;
    const arrivals: Arrival[] = [];
    for (let start = 0; start < letters.length; start += storedAtOnce) {
      const some = letters.slice(start, start + storedAtOnce);
      arrivals.push(...(await Promise.all(some.map((letter) => this.arrival(letter, uidValidity)))));
    }
    await unitOfWork.run(systemActor, async (ctx) => {
      await writeArrivals.execute(ctx, arrivals);
      await mailboxes.advance(ctx, this.mailbox.id, uidValidity, last.uid);
    });
  }

  private async arrival({ uid, raw, partial }: FetchedLetter, uidValidity: string): Promise<Arrival> {
    const { name, stream } = this.mailbox;
    return {
      channel: 'mail',
      source: name,
      sourceKey: `${name}:${uidValidity}:${uid}`,
      stream,
      raw: await this.tools.fileStore.put(raw),
      rawType: partial ? partialLetter : 'message/rfc822',
      ...glance(raw),
    };
  }

  private async down(error: unknown, failures: number): Promise<void> {
    const message = wordsOf(error);
    if (failures === 1 || failures % 10 === 0) this.logger.warn(`${this.mailbox.name} cannot be read: ${message}`);
    await this.tools.mailboxes.report(this.mailbox.id, 'down', message).catch((failure: Error) => {
      this.logger.warn(`${this.mailbox.name}: its state could not be noted: ${failure.message}`);
    });
  }

  private async pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([this.stopping, woken]);
    clearTimeout(timer);
  }
}

/** What the server said, else the error's own words; neither holds the password. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { responseText, authenticationFailed } = error as { responseText?: unknown; authenticationFailed?: unknown };
  const said = typeof responseText === 'string' ? responseText : error.message;
  return authenticationFailed === true
    ? tell('en', say('The server refuses user or password: {said}', { said }))
    : said;
}
