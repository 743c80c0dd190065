import { percentile } from '../frame/percentile.js';
import type { Finding } from '../frame/result.js';
import type { WebBrowser } from './browser.js';
import type { PageWindow } from './page-window.js';
import { register } from './screens.js';

const turns = 120;
const byPixels = 240;
const framesPerSecond = 60;

/** Scrolls the register with the wheel for some seconds, a page every quarter of a second, and counts the frames. */
export async function scrolling(browser: WebBrowser): Promise<Finding[]> {
  const page = await browser.signedIn(register.login);
  try {
    await page.goto(`${browser.url}${register.path}`);
    await page.waitForSelector(register.ready);
    await page.mouse.move(700, 500);
    await page.evaluate(startCounting);
    for (let turn = 0; turn < turns; turn += 1) {
      await page.mouse.wheel({ deltaY: byPixels });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const { frames, top } = await page.evaluate(stopCounting);
    if (top < turns * byPixels * 0.8) throw new Error(`The register was scrolled by ${top} pixels only.`);
    const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
    gaps.sort((a, b) => a - b);
    const total = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
    return [
      {
        name: 'scrolling the register of clients: frames',
        figure: { value: (gaps.length / total) * 1000, unit: 'frames/s' },
        // A display's own frames come a little slower or faster than sixty times a second.
        aim: { atLeast: framesPerSecond * 0.98 },
      },
      {
        name: 'scrolling the register of clients: from frame to frame, p95',
        figure: { value: percentile(gaps, 0.95), unit: 'ms' },
      },
    ];
  } finally {
    await page.browserContext().close();
  }
}

interface Counting extends PageWindow {
  frames: number[];
}

/** Runs in the page. */
function startCounting(): void {
  const page = globalThis as unknown as Counting;
  page.frames = [];
  const frame = (at: number): void => {
    page.frames.push(at);
    page.requestAnimationFrame(frame);
  };
  page.requestAnimationFrame(frame);
}

/** Runs in the page: the times of the frames, and how far down the register now stands. */
function stopCounting(): { frames: number[]; top: number } {
  const { document, frames, scrollY } = globalThis as unknown as Counting;
  const tops = [...document.querySelectorAll('*')].map(({ scrollTop }) => scrollTop);
  return { frames, top: Math.max(...tops, scrollY) };
}
