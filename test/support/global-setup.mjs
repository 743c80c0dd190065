import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import '../../scripts/support/typescript.mjs';
import globalTeardown from './global-teardown.mjs';
import { stopCluster } from './stop-cluster.mjs';

const prefix = 'millrace-test-';
/** Nothing of a test run has to survive a power cut, so the server never waits for the disk. */
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off', 'max_wal_size=2GB'];

/**
 * Starts one PostgreSQL for the whole run and migrates one template database, which `createTestDatabase` clones.
 * Jest calls it once for the projects `db` and `flow` together; pure specs run without a server.
 */
export default async function globalSetup() {
  if (globalThis.millraceTestServer) return;
  await removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(folder, 0o755);
  const { startEmbeddedPostgres, ensureDatabase } = await import('../../src/platform/database/embedded-postgres.ts');
  const { migrate } = await import('../../src/platform/database/data-source.ts');
  const server = await startEmbeddedPostgres({ directory: folder, settings });
  globalThis.millraceTestServer = { server, folder, cluster: await clusterFolder(server.adminUrl) };
  try {
    await ensureDatabase(server.adminUrl, 'millrace_template');
    await migrate(server.url('millrace_template'));
    await closeTemplate(server.adminUrl);
  } catch (error) {
    // Jest does not call the teardown of a setup that failed.
    await globalTeardown();
    throw error;
  }
  process.env.TEST_DATABASE_ADMIN_URL = server.adminUrl;
}

/** Normally inside `folder`; elsewhere when the temporary folder is closed to the server's account. */
async function clusterFolder(adminUrl) {
  const client = new pg.Client(adminUrl);
  await client.connect();
  const { rows } = await client.query('SHOW data_directory');
  await client.end();
  return rows[0].data_directory;
}

/** A database that somebody is connected to cannot be cloned. */
async function closeTemplate(adminUrl) {
  const client = new pg.Client(adminUrl);
  await client.connect();
  await client.query('ALTER DATABASE millrace_template WITH ALLOW_CONNECTIONS false IS_TEMPLATE true');
  await client.end();
}

/** Servers of earlier runs that were killed before they could clean up. */
async function removeLeftovers() {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(/^millrace-test-(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(owner) || alive(owner)) continue;
    stopCluster(join(tmpdir(), name, 'cluster'));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
