import { Logger } from '@nestjs/common';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ChangeFeed } from '../../src/platform/database/change-feed.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** A feed that listens at `url`, and what it has told. */
async function listening(url: string): Promise<{ feed: ChangeFeed; heard: string[] }> {
  const feed = new ChangeFeed(url);
  const heard: string[] = [];
  feed.subscribe((topic) => heard.push(topic));
  await feed.onModuleInit();
  return { feed, heard };
}

const notify = (topic: string) => pool.query('SELECT pg_notify($1, $2)', ['millrace_changed', topic]);

describe('the feed of changes', () => {
  it('hears again after its connection was ended, and says that anything may have changed', async () => {
    const { feed, heard } = await listening(database.url);
    try {
      await notify('before');
      await until('the first change is heard', () => heard.includes('before'));
      await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'millrace changes' AND datname = current_database()`,
      );
      await until('it listens again', () => heard.includes('*'));
      await notify('after');
      await until('the second change is heard', () => heard.includes('after'));
      expect(heard).toEqual(['before', '*', 'after']);
    } finally {
      await feed.onApplicationShutdown();
    }
  });

  it('tries a server that is away again and again, but never twice at once', async () => {
    const gate = await openGate(database.url);
    const { feed, heard } = await listening(gate.url);
    try {
      gate.close();
      await until('it has tried twice', () => gate.refused >= 2);
      await pause(600);
      // A quarter, three quarters and seven quarters of a second after the loss.
      expect(gate.refused).toBeLessThanOrEqual(3);
      gate.open();
      await until('it listens again', () => heard.includes('*'));
      expect(heard).toEqual(['*']);
    } finally {
      await feed.onApplicationShutdown();
      await gate.end();
    }
  });

  it('that cannot connect at its start says so and tries no further', async () => {
    const gate = await openGate(database.url);
    gate.close();
    try {
      await expect(listening(gate.url)).rejects.toThrow();
      await pause(700);
      expect(gate.refused).toBe(1);
    } finally {
      await gate.end();
    }
  });
});

interface Gate {
  readonly url: string;
  /** How many connections found it closed. */
  readonly refused: number;
  open(): void;
  /** Ends all connections, and new ones as they come. */
  close(): void;
  end(): Promise<void>;
}

/** A way to the database that can be closed. */
async function openGate(databaseUrl: string): Promise<Gate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let closed = false;
  let refused = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const close = () => {
    closed = true;
    for (const socket of sockets) socket.destroy();
  };
  const server: Server = createServer((socket) => {
    keep(socket);
    if (closed) {
      refused += 1;
      socket.destroy();
      return;
    }
    const onward = connect(Number(target.port), target.hostname);
    keep(onward);
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    get refused() {
      return refused;
    },
    open: () => (closed = false),
    close,
    end: () => {
      close();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
