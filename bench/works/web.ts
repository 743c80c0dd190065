import type { Work } from '../frame/bench.js';
import { appearing } from '../web/appearing.js';
import { audits } from '../web/audits.js';
import { openBrowser } from '../web/browser.js';
import { clicks } from '../web/clicks.js';
import { firstLoads } from '../web/first-load.js';
import { desk, register } from '../web/screens.js';
import { scrolling } from '../web/scrolling.js';
import { registerContracts } from './contracts.js';

const onDesk = 30;
const toAppear = 20;

/** What people wait for in the browser. */
export const web: Work = {
  key: 'web',
  title: 'the web app in Chromium: first loads, clicks, scrolling, Lighthouse',
  async measure(bench) {
    await registerContracts(bench, onDesk, 'sales/contract-approval');
    const toCome = await registerContracts(bench, toAppear);
    const browser = await openBrowser(bench);
    try {
      const loaded = [...(await firstLoads(browser, desk)), ...(await firstLoads(browser, register))];
      bench.say('Going from screen to screen, and scrolling');
      const used = [
        ...(await clicks(browser)),
        ...(await scrolling(browser)),
        ...(await appearing(browser, bench, toCome)),
      ];
      bench.say('Asking Lighthouse');
      return [...loaded, ...used, ...(await audits(browser, desk)), ...(await audits(browser, register))];
    } finally {
      await browser.close();
    }
  },
};
