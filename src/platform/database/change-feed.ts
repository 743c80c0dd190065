import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { DATABASE_URL } from './database-url.js';

type Listener = (topic: string) => void;

/** What processes keep in memory (organisation, sessions, definitions) has changed. */
const usualChannel = 'millrace_changed';

/**
 * Tells every process what was committed anywhere, through LISTEN/NOTIFY: what changed in the tables that processes keep
 * in memory, and what other channels say, which are listened to only where somebody wants to know. After a lost connection
 * listeners hear the topic `*`: anything may have changed meanwhile.
 */
@Injectable()
export class ChangeFeed implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Changes');
  private readonly channels = new Map<string, Set<Listener>>([[usualChannel, new Set()]]);
  private client: pg.Client | undefined;
  private reconnecting: Promise<void> | undefined;
  private stopped = false;

  constructor(@Inject(DATABASE_URL) private readonly databaseUrl: string) {}

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.client?.end().catch(() => undefined);
  }

  subscribe(listener: Listener): void {
    this.channels.get(usualChannel)?.add(listener);
  }

  /** Listens to another channel, too; what is committed after this has resolved is heard. */
  async listen(channel: string, listener: Listener): Promise<void> {
    const known = this.channels.get(channel);
    this.channels.set(channel, (known ?? new Set()).add(listener));
    if (!known) await this.client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'millrace changes',
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', (error) =>
      this.logger.warn(`The connection that listens for changes was lost: ${error.message}`),
    );
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? '*'));
    try {
      await client.connect();
      for (const channel of this.channels.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    if (this.stopped) return void client.end().catch(() => undefined);
    this.client = client;
    // Not before: a connection that could not be made ends as well, and whoever tried it tries again.
    client.once('end', () => this.lost());
  }

  private lost(): void {
    this.client = undefined;
    this.reconnecting ??= this.reconnect().finally(() => (this.reconnecting = undefined));
  }

  private async reconnect(): Promise<void> {
    for (let pause = 250; !this.stopped; pause = Math.min(pause * 2, 10_000)) {
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
      if (this.stopped) return;
      try {
        await this.connect();
        for (const channel of this.channels.keys()) this.tell(channel, '*');
        return;
      } catch (error) {
        this.logger.warn(`Still not listening for changes: ${(error as Error).message}`);
      }
    }
  }

  private tell(channel: string, topic: string): void {
    for (const listener of this.channels.get(channel) ?? []) listener(topic);
  }
}
