import type { Page } from 'puppeteer';
import { percentile } from '../frame/percentile.js';
import type { Finding } from '../frame/result.js';
import type { WebBrowser } from './browser.js';
import type { PageWindow } from './page-window.js';
import { desk } from './screens.js';

const rounds = 15;
const nextScreenMs = 150;

/** What is pressed, and what is there when the next screen can be used. */
interface Step {
  readonly press: string;
  readonly ready: string;
}

/** A morning's way: the next item of the desk, its document, the register of clients, one of them, the desk again. */
const way: readonly Step[] = [
  { press: 'li:not([data-shown]) a[href*="assignment="]', ready: 'article h1' },
  { press: 'article header a[href^="/documents/"]', ready: 'main h1' },
  { press: 'nav a[href="/registers/clients"]', ready: '[role=row][data-index] [data-open]' },
  { press: '[role=row][data-index="3"] [data-open]', ready: 'main h1' },
  { press: 'nav a[href="/desk"]', ready: 'article h1' },
];

/** From the press until the next screen is painted with its content, as a person who works along goes from screen to screen. */
export async function clicks(browser: WebBrowser): Promise<Finding[]> {
  const page = await browser.signedIn(desk.login);
  try {
    await page.goto(`${browser.url}${desk.path}`);
    await page.waitForSelector(desk.ready);
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      for (const step of way) {
        const ms = await press(page, step);
        // In the first round each screen's own scripts come over; that is measured as a first load.
        if (round > 0) times.push(ms);
      }
    }
    times.sort((a, b) => a - b);
    return [
      {
        name: `from a click to the next screen, ${times.length} clicks, p95`,
        figure: { value: percentile(times, 0.95), unit: 'ms' },
        aim: { atMost: nextScreenMs },
      },
      {
        name: `from a click to the next screen, ${times.length} clicks, median`,
        figure: { value: percentile(times, 0.5), unit: 'ms' },
      },
    ];
  } finally {
    await page.browserContext().close();
  }
}

/** Milliseconds from the event of the press to the frame after which the screen stands. */
async function press(page: Page, { press: target, ready }: Step): Promise<number> {
  await page.waitForSelector(target);
  const done = page.evaluate(untilPainted, ready);
  // Where the press itself fails, that is told, not that the page has gone with it.
  done.catch(() => undefined);
  // Pointing comes before pressing, as with a hand.
  await page.locator(target).hover();
  await page.locator(target).click();
  return done;
}

/** Runs in the page: waits for the next press, then for the screen that the selector tells, then for a frame. */
function untilPainted(ready: string): Promise<number> {
  const page = globalThis as unknown as PageWindow;
  const stood = page.document.querySelector(ready);
  const said = stood?.textContent;
  return new Promise((resolve) => {
    const pressed = ({ timeStamp }: { readonly timeStamp: number }): void => {
      const look = (): void => {
        const found = page.document.querySelector(ready);
        if (found === null || (found === stood && found.textContent === said)) return page.requestAnimationFrame(look);
        page.requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      };
      page.requestAnimationFrame(look);
    };
    page.addEventListener('click', pressed, { once: true, capture: true });
  });
}
