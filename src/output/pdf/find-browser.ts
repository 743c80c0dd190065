import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer';
import { unpackBundledBrowser } from './bundled-browser.js';

/** A browser that can be started, and what its process needs. */
export interface FoundBrowser {
  readonly path: string;
  readonly from: 'CHROMIUM_PATH' | 'system' | 'bundled' | 'cache';
  readonly environment: Readonly<Record<string, string>>;
}

/** No browser on this machine, or one that does not start; the message says what to type. */
export class BrowserUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BrowserUnavailable';
  }
}

const commandNames = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const installedPaths: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * Finds a Chrome or Chromium: the one named by CHROMIUM_PATH, one installed on the system, the one inside the npm
 * package `@sparticuz/chromium` (unpacked once under `dataDir`), puppeteer's own cache.
 * @throws BrowserUnavailable
 */
export async function findBrowser(settings: {
  chromiumPath: string | undefined;
  dataDir: string;
}): Promise<FoundBrowser> {
  const { chromiumPath, dataDir } = settings;
  if (chromiumPath !== undefined) {
    if (isExecutable(chromiumPath)) return { path: chromiumPath, from: 'CHROMIUM_PATH', environment: {} };
    throw new BrowserUnavailable(
      `CHROMIUM_PATH is "${chromiumPath}", which is not a program that can be run. Correct it, or unset it to let a browser be found.`,
    );
  }
  const system = [...pathCandidates(), ...(installedPaths[process.platform] ?? [])].find(isExecutable);
  if (system) return { path: system, from: 'system', environment: {} };
  const bundled = await unpackBundledBrowser(join(dataDir, 'browser'));
  if (bundled) return { ...bundled, from: 'bundled' };
  const cached = await puppeteerCache();
  if (cached) return { path: cached, from: 'cache', environment: {} };
  throw new BrowserUnavailable(
    `No Chrome or Chromium was found, and papers cannot be made without one. Type: ${installCommand()} – or set CHROMIUM_PATH to the program.`,
  );
}

/** What to type on this system to get a browser. */
export function installCommand(): string {
  if (process.platform === 'darwin') return 'brew install --cask google-chrome';
  if (process.platform === 'win32') return 'winget install Google.Chrome';
  if (existsSync('/etc/alpine-release')) return 'apk add chromium';
  if (existsSync('/etc/fedora-release') || existsSync('/etc/redhat-release')) return 'sudo dnf install -y chromium';
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y chromium`;
}

function pathCandidates(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return commandNames.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function puppeteerCache(): Promise<string | undefined> {
  try {
    const path = await puppeteer.executablePath();
    return isExecutable(path) ? path : undefined;
  } catch {
    // Puppeteer throws where its cache is empty, which it is unless someone filled it.
    return undefined;
  }
}
