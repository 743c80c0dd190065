import lighthouse, { desktopConfig } from 'lighthouse';
import type { Finding } from '../frame/result.js';
import type { WebBrowser } from './browser.js';
import type { Screen } from './screens.js';

const good = 95;

/** Lighthouse's scores of the screen as somebody sees it who has signed in, on its own profile of a desktop computer. */
export async function audits(browser: WebBrowser, { name, path, login }: Screen): Promise<Finding[]> {
  const page = await browser.signedIn(login);
  try {
    const flags = { disableStorageReset: true, logLevel: 'error' as const };
    const result = await lighthouse(`${browser.url}${path}`, flags, desktopConfig, page);
    if (!result) throw new Error(`Lighthouse had nothing to say of the ${name}.`);
    return Object.values(result.lhr.categories).map(({ id, title, score }) => ({
      name: `Lighthouse, ${name}: ${title}`,
      figure: { value: Math.round((score ?? 0) * 100), unit: 'of 100' },
      // An office asks search engines to stay away, which this category counts as a fault.
      ...(id === 'seo' ? {} : { aim: { atLeast: good } }),
    }));
  } finally {
    await page.browserContext().close();
  }
}
