import puppeteer, { type Browser, type Page } from 'puppeteer';
import { findBrowser } from '../../src/output/pdf/find-browser.js';
import type { Bench } from '../frame/bench.js';

/** A real Chromium for the web app, and the address of the server. */
export interface WebBrowser {
  readonly url: string;
  /** A page of a fresh profile: nothing is cached; signed in as one of the demo people. */
  signedIn(login: string): Promise<Page>;
  close(): Promise<void>;
}

export const screen = { width: 1440, height: 900 };

/** Opens Chromium without a sandbox only where it could not start with one. */
export async function openBrowser(bench: Bench): Promise<WebBrowser> {
  const { url } = bench.product();
  const found = await findBrowser({ chromiumPath: process.env.CHROMIUM_PATH, dataDir: bench.databases.folder });
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.environment },
    args: [
      ...root,
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
    ],
    defaultViewport: screen,
  });
  return { url, signedIn: (login) => signedIn(browser, bench, login), close: () => browser.close() };
}

async function signedIn(browser: Browser, bench: Bench, login: string): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const { url } = bench.product();
  // A session as the sign-in page makes it, without that page's scripts in the cache.
  await page.goto(`${url}/api/health`);
  const status = await page.evaluate(async (name: string) => {
    const body = JSON.stringify({ login: name, password: 'demo' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/session', { method: 'POST', headers, body })).status;
  }, login);
  if (status >= 300) throw new Error(`Signing in as ${login} in the browser answered ${status}.`);
  return page;
}
