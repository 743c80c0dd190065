import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../src/output/pdf/find-browser.js';
import { until } from './until.js';

/** A screen that somebody sits at, or a phone that somebody holds. */
export interface Device {
  readonly width: number;
  readonly height: number;
  readonly phone?: boolean;
  readonly dark?: boolean;
  /** Nobody has looked around there yet, so the tour of the demo organisation is offered. */
  readonly fresh?: boolean;
}

export const desktop: Device = { width: 1440, height: 900 };
export const phone: Device = { width: 390, height: 844, phone: true };

/** A violation of WCAG that axe has found. */
export interface Violation {
  readonly id: string;
  readonly help: string;
  readonly where: readonly string[];
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where the pictures of the user guide go; `PICTURES=1 npm test -- test/screens` writes them anew. */
const pictures = resolve(import.meta.dirname, '../../docs/pictures');

/** Real Chromium, in which each person has a session, cookies and storage of their own. */
export class Screens {
  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  static async open({ url, dataDir }: { readonly url: string; readonly dataDir: string }): Promise<Screens> {
    const found = await findBrowser({ chromiumPath: process.env.CHROMIUM_PATH, dataDir });
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await chromium.launch({
      executablePath: found.path,
      env: { ...process.env, ...found.environment },
      args: [
        ...root,
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync'],
      ],
    });
    return new Screens(browser, url);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** A page of somebody from outside, who has no account. */
  async visitor(device: Device = desktop): Promise<Page> {
    return (await this.context(device)).newPage();
  }

  /** The same, with what a person can say of the page. */
  async outsider(device: Device = desktop): Promise<Person> {
    const context = await this.context(device);
    return new Person(context, await context.newPage());
  }

  /** Somebody who has signed in on the sign-in page. */
  async person(login: string, device: Device = desktop): Promise<Person> {
    const context = await this.context(device);
    const page = await context.newPage();
    const person = new Person(context, page);
    await page.goto('/');
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Password', { exact: true }).fill('demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('main').waitFor();
    await page.waitForURL('**/desk**');
    return person;
  }

  private async context(device: Device): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: { width: device.width, height: device.height },
      colorScheme: device.dark === true ? 'dark' : 'light',
      locale: 'en-GB',
      timezoneId: 'Europe/Vilnius',
      ...(device.phone === true ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
    });
    context.setDefaultTimeout(60_000);
    if (!device.fresh) await context.addInitScript("localStorage.setItem('millrace.tour', 'offered')");
    return context;
  }
}

/** One person at one screen. Errors of the page are collected: a test looks that there are none. */
export class Person {
  readonly errors: string[] = [];

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      // What the server refuses is a matter of the test; scripts and styles that the policy refuses are not.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.errors.push(message.text());
      }
    });
  }

  /** Resolves when the screen stands: what it reads has come, and nothing says any more that it is loading. */
  async settled(): Promise<void> {
    await this.page.locator('main, form, h1').first().waitFor();
    const busy = this.page.locator('[aria-busy="true"], .mantine-Skeleton-root, .mantine-Loader-root');
    await until('the screen stands', async () => (await busy.count()) === 0);
    await this.page.evaluate('document.fonts.ready.then(() => undefined)');
  }

  /** What axe finds on the page, by WCAG 2.2 A and AA. */
  async violations(): Promise<Violation[]> {
    // Not as a script of the page, which its policy would refuse.
    await this.page.evaluate(axeSource);
    return this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags } });
      return violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map(({ html }) => html.slice(0, 160)),
      }));
    });
  }

  /** Writes the picture of the user guide, when pictures are asked for. */
  async picture(name: string): Promise<void> {
    if (!process.env.PICTURES) return;
    const path = resolve(pictures, `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

interface AxeResults {
  readonly violations: readonly { id: string; help: string; nodes: readonly { html: string }[] }[];
}
