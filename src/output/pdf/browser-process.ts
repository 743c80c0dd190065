import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer';
import { BrowserUnavailable, installCommand, type FoundBrowser } from './find-browser.js';

const profilePrefix = 'millrace-browser-';
const startTimeoutMs = 60_000;

/** Nothing but the renderer: no updates, no sync, no reports home, no names resolved. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--font-render-hinting=none',
];

/** A started browser with a profile folder of its own. */
export interface BrowserProcess {
  readonly browser: Browser;
  /** Rejects when the process ends, whoever ended it: what still waits for its answers waits in vain. */
  readonly gone: Promise<never>;
  /** Ends the process and removes its profile; harmless when the process is gone already. */
  stop(): Promise<void>;
}

/**
 * Starts a browser over a pipe, so that it ends with this process however that ends.
 * @throws BrowserUnavailable when it does not start, with what to type
 */
export async function startBrowser(found: FoundBrowser): Promise<BrowserProcess> {
  await removeDeadProfiles();
  const profile = await mkdtemp(join(tmpdir(), `${profilePrefix}${process.pid}-`));
  const removeAtExit = (): void => rmSync(profile, { recursive: true, force: true });
  try {
    const browser = await puppeteer.launch({
      executablePath: found.path,
      pipe: true,
      headless: found.from === 'bundled' ? 'shell' : true,
      userDataDir: profile,
      timeout: startTimeoutMs,
      // A sandbox cannot be set up by root; as anyone else it stays on.
      args: process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags,
      env: { ...definedOnly(process.env), ...found.environment },
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    process.once('exit', removeAtExit);
    const gone = new Promise<never>((_resolve, reject) => {
      browser.once('disconnected', () => reject(new Error('the browser ended')));
    });
    gone.catch(() => undefined);
    return {
      browser,
      gone,
      stop: async () => {
        await stop(browser);
        process.off('exit', removeAtExit);
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      },
    };
  } catch (error) {
    await rm(profile, { recursive: true, force: true });
    throw new BrowserUnavailable(startFailure(found, error as Error), { cause: error });
  }
}

async function stop(browser: Browser): Promise<void> {
  const child = browser.process();
  const killed = setTimeout(() => child?.kill('SIGKILL'), 5_000).unref();
  await browser.close().catch(() => child?.kill('SIGKILL'));
  clearTimeout(killed);
}

/** Profiles of processes that were killed stay behind; their names tell whose they were. */
async function removeDeadProfiles(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const owner = name.startsWith(profilePrefix) ? Number(/-(\d+)-/.exec(name)?.[1]) : Number.NaN;
    if (!Number.isInteger(owner) || isAlive(owner)) continue;
    // Someone else's folder cannot be removed by us, and is not ours to remove.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function startFailure(found: FoundBrowser, { message }: Error): string {
  const head = `The browser ${found.path} (${found.from}) did not start. `;
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(message)?.[1];
  if (library) return `${head}It lacks ${library}. Type: ${installCommand()}`;
  if (/sandbox/i.test(message)) {
    return (
      `${head}The system does not let it set up its sandbox. Type: sudo sysctl -w kernel.unprivileged_userns_clone=1` +
      ` (on Ubuntu: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0), or: ${installCommand()}`
    );
  }
  return `${head}${message.split('\n')[0] ?? ''} Try another one: ${installCommand()} – or set CHROMIUM_PATH.`;
}
