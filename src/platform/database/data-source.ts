import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Backbone1795348800000 } from './migrations/1795348800000-backbone.js';
import { ExecutionControl1795392000000 } from './migrations/1795392000000-execution-control.js';
import { AbsenceAlone1795811000000 } from './migrations/1795811000000-absence-alone.js';
import { WaitingSince1795811000001 } from './migrations/1795811000001-waiting-since.js';
import { SignalDeliveries1795811000002 } from './migrations/1795811000002-signal-deliveries.js';
import { LiveEvents1795813000000 } from './migrations/1795813000000-live-events.js';
import { TellInOneLine1795813000001 } from './migrations/1795813000001-tell-in-one-line.js';
import { SearchWords1795814000000 } from './migrations/1795814000000-search-words.js';
import { RegisterIndexes1795814100000 } from './migrations/1795814100000-register-indexes.js';
import { SavedViews1795814200000 } from './migrations/1795814200000-saved-views.js';
import { SessionsAndAudit1795815000001 } from './migrations/1795815000001-sessions-and-audit.js';
import { KeysAndLinks1795815000002 } from './migrations/1795815000002-keys-and-links.js';
import { ApiTokens1795815000003 } from './migrations/1795815000003-api-tokens.js';
import { Notifications1795816000000 } from './migrations/1795816000000-notifications.js';
import { LinksAndPush1795816000001 } from './migrations/1795816000001-links-and-push.js';
import { LighterAssignments1795870000000 } from './migrations/1795870000000-lighter-assignments.js';
import { CalendarFeeds1795873000000 } from './migrations/1795873000000-calendar-feeds.js';
import { Reports1795874000000 } from './migrations/1795874000000-reports.js';
import { Mending1795901000000 } from './migrations/1795901000000-mending.js';
import { Access1795903000000 } from './migrations/1795903000000-access.js';
import { OrganisationDated1795904000000 } from './migrations/1795904000000-organisation-dated.js';
import { CheaperTelling1796000000000 } from './migrations/1796000000000-cheaper-telling.js';
import { AuditOfEverything1796020000000 } from './migrations/1796020000000-audit-of-everything.js';
import { SharesOfMany1796030000000 } from './migrations/1796030000000-shares-of-many.js';
import { TellWithoutCalls1796040000000 } from './migrations/1796040000000-tell-without-calls.js';
import { AccessByHand1796101000000 } from './migrations/1796101000000-access-by-hand.js';
import { ClosedUnits1796102000000 } from './migrations/1796102000000-closed-units.js';

/** Migrations in the order in which they are applied. The schema changes in no other way. */
export const migrations = [
  Backbone1795348800000,
  ExecutionControl1795392000000,
  AbsenceAlone1795811000000,
  WaitingSince1795811000001,
  SignalDeliveries1795811000002,
  LiveEvents1795813000000,
  TellInOneLine1795813000001,
  SearchWords1795814000000,
  RegisterIndexes1795814100000,
  SavedViews1795814200000,
  SessionsAndAudit1795815000001,
  KeysAndLinks1795815000002,
  ApiTokens1795815000003,
  Notifications1795816000000,
  LinksAndPush1795816000001,
  LighterAssignments1795870000000,
  CalendarFeeds1795873000000,
  Reports1795874000000,
  Mending1795901000000,
  Access1795903000000,
  OrganisationDated1795904000000,
  CheaperTelling1796000000000,
  AuditOfEverything1796020000000,
  SharesOfMany1796030000000,
  TellWithoutCalls1796040000000,
  AccessByHand1796101000000,
  ClosedUnits1796102000000,
];

/** Connection settings shared by the program, the command line and the tests. */
export function dataSourceOptions(url: string, connections: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: 'schema_migration',
    synchronize: false,
    logging: ['error'],
    // `pipeline` lets the statements of one transaction travel without waiting for each other's answers.
    extra: {
      max: connections,
      pipeline: true,
      application_name: 'millrace',
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
    },
  };
}

/** Whether `error` says that no connection could be had in time; the pool gives such errors no code of their own. */
export function isWithoutConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)$/.test(error.message)
  );
}

/** Two processes that start at once must not both migrate; the number is ours alone. */
const migrationLock = 0x6d696c6c;

/** Applies all pending migrations, and the job library's own; answers the names of ours that ran. */
export async function migrate(url: string): Promise<string[]> {
  const lock = new pg.Client(url);
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await applyMigrations(url);
  } finally {
    await lock.end();
  }
}

async function applyMigrations(url: string): Promise<string[]> {
  const dataSource = new DataSource({ ...dataSourceOptions(url, 2), logging: false });
  await dataSource.initialize();
  try {
    const done = await dataSource.runMigrations({ transaction: 'each' });
    await runMigrations({ connectionString: url });
    return done.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
