import type { Bench } from '../frame/bench.js';
import { percentile } from '../frame/percentile.js';
import type { Finding } from '../frame/result.js';
import type { WebBrowser } from './browser.js';
import type { PageWindow } from './page-window.js';
import { desk } from './screens.js';

const withinMs = 1000;

/**
 * From sending a document along its route until the one who is asked sees it in the list of an open desk: the start itself,
 * the event that tells of it, reading the list again, and the frame that shows it.
 * @param documents ids of documents whose route asks the one at the desk first
 */
export async function appearing(browser: WebBrowser, bench: Bench, documents: readonly string[]): Promise<Finding[]> {
  const page = await browser.signedIn(desk.login);
  const headers = { authorization: `Bearer ${await bench.token('admin')}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ route: 'sales/contract-approval' });
  try {
    await page.goto(`${browser.url}${desk.path}`);
    await page.waitForSelector(desk.ready);
    const times: number[] = [];
    for (const document of documents) {
      const seen = page.evaluate(untilOneMore, 'li a[href*="assignment="]');
      const sent = performance.now();
      const answer = await fetch(`${browser.url}/api/documents/${document}/runs`, { method: 'POST', headers, body });
      if (answer.status !== 201) throw new Error(`Starting answered ${answer.status}: ${await answer.text()}`);
      await seen;
      times.push(performance.now() - sent);
    }
    times.sort((a, b) => a - b);
    return [
      {
        name: `from a start to the open desk of who is asked, ${times.length} starts, p95`,
        figure: { value: percentile(times, 0.95), unit: 'ms' },
        aim: { atMost: withinMs },
      },
    ];
  } finally {
    await page.browserContext().close();
  }
}

/** Runs in the page: waits until the selector finds more than now, then for a frame. */
function untilOneMore(selector: string): Promise<void> {
  const page = globalThis as unknown as PageWindow;
  const count = () => [...page.document.querySelectorAll(selector)].length;
  const before = count();
  return new Promise((resolve) => {
    const look = (): void => {
      if (count() <= before) page.requestAnimationFrame(look);
      else page.requestAnimationFrame(() => setTimeout(resolve));
    };
    page.requestAnimationFrame(look);
  });
}
