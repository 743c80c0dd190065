import { load } from '../frame/load.js';
import type { Finding } from '../frame/result.js';
import type { WebBrowser } from './browser.js';
import type { PageWindow } from './page-window.js';
import type { Screen } from './screens.js';

const loads = 9;
const scriptKb = 250;
const paintedMs = 1000;

/** Opens the screen with nothing cached, again and again: when its largest part is painted, and how much script came. */
export async function firstLoads(browser: WebBrowser, screen: Screen): Promise<Finding[]> {
  const painted: number[] = [];
  const scripts: number[] = [];
  await load({ clients: 1, warmUp: { count: 0 }, run: { count: loads } }, async () => {
    const first = await firstLoad(browser, screen);
    painted.push(first.paintedMs);
    scripts.push(first.scriptBytes);
  });
  painted.sort((a, b) => a - b);
  return [
    {
      name: `first load of the ${screen.name}: script, compressed`,
      figure: { value: Math.max(...scripts) / 1000, unit: 'kB' },
      aim: { atMost: scriptKb },
    },
    {
      name: `first load of the ${screen.name}: largest contentful paint, median of ${loads}`,
      figure: { value: painted[Math.floor(loads / 2)] ?? Infinity, unit: 'ms' },
      aim: { atMost: paintedMs },
    },
  ];
}

async function firstLoad(
  browser: WebBrowser,
  { path, login, ready }: Screen,
): Promise<{ paintedMs: number; scriptBytes: number }> {
  const page = await browser.signedIn(login);
  try {
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const scriptIds = new Set<string>();
    let scriptBytes = 0;
    session.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scriptIds.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scriptIds.has(requestId)) scriptBytes += encodedDataLength;
    });
    await page.goto(`${browser.url}${path}`);
    await page.waitForSelector(ready);
    // What the screen fetches for later belongs to what its first load transfers.
    await page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 });
    return { paintedMs: await page.evaluate(largestPaint), scriptBytes };
  } finally {
    await page.browserContext().close();
  }
}

/** Milliseconds from the start of the navigation; runs in the page. */
function largestPaint(): Promise<number> {
  const { PerformanceObserver } = globalThis as unknown as PageWindow;
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      observer.disconnect();
      resolve(list.getEntries().at(-1)?.startTime ?? Infinity);
    });
    observer.observe({ type: 'largest-contentful-paint', buffered: true });
  });
}
