import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { freePort } from '../../src/platform/database/embedded-postgres.js';
import { until } from './until.js';

const howToInstall =
  'The IMAP server Dovecot is missing. Type: apt-get install --no-install-recommends dovecot-imapd dovecot-lmtpd';
const password = 'secret';

export interface MailServer {
  readonly imapPort: number;
  /** `imap://…?stream=…` for MAILBOX_URL. @param stream `requests` unless said */
  mailboxUrl(user: string, options?: { stream?: string; folder?: string }): string;
  /** Delivers a letter over LMTP and answers when the server has it. `raw` is sent as it is. */
  deliver(user: string, letter: SendMailOptions): Promise<void>;
  /** Puts raw letters straight into the mailbox, for many at once; they are there when it answers. */
  fill(user: string, letters: readonly Buffer[]): Promise<void>;
  /** Gives the mailbox another UIDVALIDITY, as a restored or moved mailbox has. */
  renewUidValidity(user: string): Promise<void>;
  /** Kills the server and everything that it started, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and mailboxes. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real Dovecot with mailboxes of its own in a temporary folder, on free ports of 127.0.0.1.
 * @throws Error that says what to type when Dovecot is not installed
 */
export async function startMailServer(users: readonly string[] = ['docs@test.local']): Promise<MailServer> {
  const binary = dovecotBinary();
  const folder = await mkdtemp(join(tmpdir(), 'millrace-mail-'));
  const account = serverAccount();
  const [imapPort, lmtpPort] = [await freePort(), await freePort()];
  await mkdir(join(folder, 'run'));
  await mkdir(join(folder, 'mail'));
  await chmod(folder, 0o755);
  await chown(join(folder, 'mail'), account.uid, account.gid);
  const lines = users.map(
    (user) => `${user}:{PLAIN}${password}:${account.uid}:${account.gid}::${join(folder, 'mail', user)}::`,
  );
  await writeFile(join(folder, 'users'), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'dovecot.conf'), configuration(folder, account, { imapPort, lmtpPort }));
  const maildir = (user: string) => join(folder, 'mail', user, 'Maildir');
  let child = await launch(binary, folder, imapPort);
  let delivered = 0;
  const kill = () => killGroup(child);
  const restart = async () => {
    child = await launch(binary, folder, imapPort);
  };
  const stop = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    imapPort,
    mailboxUrl: (user, { stream = 'requests', folder: box = 'INBOX' } = {}) =>
      `imap://${encodeURIComponent(user)}:${password}@127.0.0.1:${imapPort}/${box}?stream=${stream}`,
    async deliver(user, letter) {
      const transport = nodemailer.createTransport({ host: '127.0.0.1', port: lmtpPort, lmtp: true, secure: false });
      const from = typeof letter.from === 'string' ? letter.from : 'client@example.com';
      await transport.sendMail({ from, ...letter, envelope: { from, to: user }, ...(letter.raw ? {} : { to: user }) });
      transport.close();
    },
    async fill(user, letters) {
      const target = join(maildir(user), 'new');
      for (const part of ['cur', 'new', 'tmp']) await mkdir(join(maildir(user), part), { recursive: true });
      for (const letter of letters) {
        delivered += 1;
        await writeFile(join(target, `${Date.now()}.M${delivered}P1.millrace`), letter);
      }
      await takeOver(join(folder, 'mail'), account);
    },
    async renewUidValidity(user) {
      await kill();
      const path = join(maildir(user), 'dovecot-uidlist');
      const list = await readFile(path, 'utf8');
      await writeFile(
        path,
        list.replace(/\bV(\d+)/, (_, old: string) => `V${Number(old) + 1000}`),
      );
      for (const name of await readdir(maildir(user))) {
        if (/^dovecot\.index/.test(name)) await rm(join(maildir(user), name));
      }
      await restart();
    },
    kill,
    restart,
    stop,
  };
}

function dovecotBinary(): string {
  const found = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', 'dovecot'].find(
    (path) => spawnSync(path, ['--version']).status === 0,
  );
  if (found === undefined) throw new Error(howToInstall);
  return found;
}

interface Account {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
}

/** Dovecot refuses to work as root, so root lets it work as nobody; anybody else works as oneself. */
function serverAccount(): Account {
  if (process.getuid?.() === 0) return { name: 'nobody', group: 'nogroup', uid: 65534, gid: 65534 };
  const { username, uid, gid } = userInfo();
  const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim();
  return { name: username, group, uid, gid };
}

function configuration(folder: string, account: Account, ports: { imapPort: number; lmtpPort: number }): string {
  return `
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/dovecot.log
default_internal_user = ${account.name}
default_login_user = ${account.name}
default_internal_group = ${account.group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${folder}/mail/%u/Maildir
mail_max_userip_connections = 100
passdb {
  driver = passwd-file
  args = scheme=plain username_format=%u ${folder}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${ports.imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtpPort}
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
protocol lmtp {
  postmaster_address = postmaster@test.local
}
`;
}

async function launch(binary: string, folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(binary, ['-F', '-c', join(folder, 'dovecot.conf')], { detached: true, stdio: 'ignore' });
  const died = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Dovecot ended with code ${code}. See ${folder}/dovecot.log.`)));
  });
  died.catch(() => undefined);
  await Promise.race([until('Dovecot answers', () => answers(port), { within: 10_000, every: 20 }), died]);
  return child;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.setTimeout(2000, () => done(false));
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
  });
}

/** Signed-in imap processes outlive their master, so the whole group is ended. */
async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const exited = child.exitCode !== null || child.signalCode !== null;
  const gone = exited ? Promise.resolve() : new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
  await gone;
}

async function takeOver(folder: string, account: Account): Promise<void> {
  await chown(folder, account.uid, account.gid);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await takeOver(path, account);
    else await chown(path, account.uid, account.gid);
  }
}
