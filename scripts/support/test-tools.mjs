import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './places.mjs';
import { say, Stop } from './say.mjs';

const systemBrowsers = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const macBrowser = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
/** Programs of servers lie outside the PATH of ordinary users. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin', '/sbin', '/opt/homebrew/sbin', '/usr/local/opt/dovecot/sbin'];

/** A browser to print papers with, and a mail server to read letters from; installed where that is possible. */
export function ensureTestTools() {
  const packages = [
    ...(hasBrowser() ? [] : ['chromium', 'fonts-noto-core']),
    ...(hasMailServer() ? [] : ['dovecot-imapd', 'dovecot-lmtpd']),
  ];
  if (packages.length === 0) return;
  const sudo = administrator();
  const typed = `${sudo === undefined ? 'sudo ' : sudo.map((word) => `${word} `).join('')}apt-get`;
  const advice = `Type: ${typed} update && ${typed} install -y --no-install-recommends ${packages.join(' ')}`;
  if (find('apt-get') === undefined) throw new Stop(`The tests need ${packages.join(', ')}. ${elsewhere(packages)}`);
  if (sudo === undefined) throw new Stop(`The tests need ${packages.join(', ')}. ${advice}`);
  say(`Installing what the tests need: ${packages.join(', ')} (about half a minute)`);
  install(sudo, packages, advice);
}

function install(sudo, packages, advice) {
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...packages],
  ]) {
    const [program, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const { status, stdout, stderr, error } = spawnSync(program, rest, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status === 0) continue;
    const end = `${stdout ?? ''}${stderr ?? error?.message ?? ''}`.trim().split('\n').slice(-15).join('\n');
    throw new Stop(`${end}\n\napt-get could not install ${packages.join(', ')}. ${advice}`);
  }
}

function elsewhere(packages) {
  if (process.platform === 'darwin') {
    const brewed = packages.some((name) => name.startsWith('dovecot')) ? 'brew install dovecot' : '';
    const cask = packages.includes('chromium') ? 'brew install --cask google-chrome' : '';
    return `Type: ${[brewed, cask].filter(Boolean).join(' && ')}`;
  }
  return 'Install Chromium (or set CHROMIUM_PATH) and Dovecot with its IMAP and LMTP servers, then try again.';
}

/** What to put before a command that needs root: nothing for root, sudo where it asks no password, else undefined. */
function administrator() {
  if (process.getuid?.() === 0) return [];
  const asked = find('sudo') === undefined ? undefined : spawnSync('sudo', ['-n', 'true']);
  return asked?.status === 0 ? ['sudo'] : undefined;
}

function hasBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return true;
    throw new Stop(`CHROMIUM_PATH is "${named}", which is not a program. Correct it, or unset it to let one be found.`);
  }
  if (systemBrowsers.some((name) => find(name) !== undefined) || isProgram(macBrowser)) return true;
  const bundled = join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json');
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled);
}

/** Debian keeps the IMAP and LMTP servers in packages of their own, below /usr/lib/dovecot. */
function hasMailServer() {
  if (find('dovecot', serverFolders) === undefined) return false;
  if (!existsSync('/usr/lib/dovecot')) return true;
  return existsSync('/usr/lib/dovecot/imap') && existsSync('/usr/lib/dovecot/lmtp');
}

function find(name, more = []) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...more].filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
