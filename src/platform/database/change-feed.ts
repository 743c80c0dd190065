import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { DATABASE_URL } from './database-url.js';

type Listener = (topic: string) => void;

/**
 * Tells every process what changed in the tables that processes keep in memory (organisation, sessions, definitions),
 * through LISTEN/NOTIFY. After a lost connection listeners hear the topic `*`: anything may have changed meanwhile.
 */
@Injectable()
export class ChangeFeed implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Changes');
  private readonly listeners = new Set<Listener>();
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
    this.listeners.add(listener);
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
    client.on('notification', (message) => this.tell(message.payload ?? '*'));
    try {
      await client.connect();
      await client.query('LISTEN millrace_changed');
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
        this.tell('*');
        return;
      } catch (error) {
        this.logger.warn(`Still not listening for changes: ${(error as Error).message}`);
      }
    }
  }

  private tell(topic: string): void {
    for (const listener of this.listeners) listener(topic);
  }
}
