import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { systemActor } from '../../../organisation/directory/actors.js';
import { CONFIG, ConfigError, type Config } from '../../../platform/config.js';
import { ChangeFeed } from '../../../platform/database/change-feed.js';
import { DATABASE_URL } from '../../../platform/database/database-url.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { FileStore } from '../../../platform/files/file-store.js';
import { WriteArrivals } from '../write-arrivals.js';
import { readMailboxUrl } from './mailbox-address.js';
import { MailboxReader, type ReaderTools } from './mailbox-reader.js';
import { Mailboxes, mailboxTopic, type MailboxView } from './mailboxes.js';

/** What readers write to, in one hand. */
@Injectable()
export class ReaderStores {
  constructor(
    readonly unitOfWork: UnitOfWork,
    readonly fileStore: FileStore,
  ) {}
}

/** Reads all active mailboxes, one connection each; started by the worker entry point only. */
@Injectable()
export class MailboxReaders implements OnApplicationShutdown {
  private readonly logger = new Logger('Mailbox');
  private readonly readers = new Map<string, MailboxReader>();
  private readonly tools: ReaderTools;
  private turn: Promise<void> = Promise.resolve();
  private started = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE_URL) databaseUrl: string,
    private readonly mailboxes: Mailboxes,
    private readonly changes: ChangeFeed,
    arrivals: WriteArrivals,
    stores: ReaderStores,
  ) {
    this.tools = { ...stores, mailboxes, writeArrivals: arrivals, databaseUrl };
  }

  /** Adds the mailbox of MAILBOX_URL and begins to read. @throws ConfigError for an address that is none */
  async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    await this.addFromEnvironment();
    this.changes.subscribe((topic) => {
      if (topic === mailboxTopic || topic === '*') void this.sync();
    });
    await this.sync();
  }

  async onApplicationShutdown(): Promise<void> {
    this.started = false;
    await this.turn;
    await Promise.all([...this.readers.values()].map((reader) => reader.stop()));
    this.readers.clear();
  }

  private async addFromEnvironment(): Promise<void> {
    const { mailboxUrl } = this.config;
    if (mailboxUrl === undefined) return;
    const address = readMailboxUrl(mailboxUrl);
    if ('problem' in address) throw new ConfigError(`MAILBOX_URL cannot be used. ${address.problem}`);
    await this.tools.unitOfWork.run(systemActor, (ctx) => this.mailboxes.save(ctx, address, mailboxUrl));
  }

  /** Brings the readers in line with the table, one sync after the other. */
  private sync(): Promise<void> {
    this.turn = this.turn
      .then(() => this.align())
      .catch((error: Error) => this.logger.error(`The mailboxes could not be looked up: ${error.message}`));
    return this.turn;
  }

  private async align(): Promise<void> {
    if (!this.started) return;
    const wanted = new Map((await this.mailboxes.list()).filter(({ active }) => active).map((row) => [row.id, row]));
    for (const [id, reader] of this.readers) {
      if (isSame(reader.mailbox, wanted.get(id))) {
        // Its password may be another one now, or somebody has mended the server.
        reader.tryNow();
        continue;
      }
      await reader.stop();
      this.readers.delete(id);
    }
    for (const [id, mailbox] of wanted) {
      if (this.readers.has(id)) continue;
      const reader = new MailboxReader(mailbox, this.tools);
      this.readers.set(id, reader);
      reader.start();
    }
  }
}

function isSame(known: MailboxView, wanted: MailboxView | undefined): boolean {
  return wanted !== undefined && known.stream === wanted.stream && known.name === wanted.name;
}
