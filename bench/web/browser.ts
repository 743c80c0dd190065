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
  const { url } = bench.product();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ login, password: 'demo' });
  const { status, headers: answered } = await fetch(`${url}/api/session`, { method: 'POST', headers, body });
  if (status >= 300) throw new Error(`Signing in as ${login} answered ${status}.`);
  const context = await browser.createBrowserContext();
  // As the sign-in page would leave it, without that page's scripts in the cache.
  for (const cookie of answered.getSetCookie()) {
    const [name = '', value = ''] = cookie.split(';', 1)[0]?.split('=') ?? [];
    await context.setCookie({ name, value, domain: new URL(url).hostname, path: '/', httpOnly: true, sameSite: 'Lax' });
  }
  const page = await context.newPage();
  // The browser has been at this server before, as each time until now: what follows is not its own start.
  await page.goto(`${url}/api/health/live`);
  return page;
}
