import { comeToRest, copyRun } from '../data/copied-runs.js';
import type { Work } from '../frame/bench.js';
import { statement } from '../frame/databases.js';
import { registerContracts } from './contracts.js';
import { checkIssued, decide, waitingAt } from './decision.js';

const runs = 100_000;
const warmUp = 400;
const decisions = 1200;

/** What a decision costs when a hundred thousand runs and as many timers wait beside it. */
export const waitingRuns: Work = {
  key: 'waiting-runs',
  group: 'routes',
  title: `decisions with ${runs.toLocaleString('en')} waiting runs and as many timers, beside the same without them`,
  async measure(bench) {
    bench.say(`Preparing ${2 * (warmUp + decisions)} contracts that wait for the lawyer`);
    await registerContracts(bench, 2 * (warmUp + decisions), 'sales/contract-approval');
    const waiting = await waitingAt(bench, 'legal');
    const decided = (await waitingAt(bench, 'finance')).length;
    const { productUrl } = bench.databases;
    const [sample] = await statement<{ run_id: string }>(productUrl, `SELECT run_id FROM assignment WHERE id = $1`, [
      waiting[0],
    ]);
    await comeToRest(productUrl);
    // Alternating ones, so that both halves lie alike in the tables.
    const before = await decide(
      bench,
      waiting.filter((_, index) => index % 2 === 1),
      { warmUp },
    );
    bench.say(`Writing ${runs.toLocaleString('en')} waiting runs and their timers`);
    await copyRun(productUrl, sample?.run_id ?? '', {
      count: runs,
      mark: 'a001',
      // Over the days of a year, none of them near.
      timerDue: `now() + interval '1 day' + n % 365 * interval '1 day'`,
    });
    const after = await decide(
      bench,
      waiting.filter((_, index) => index % 2 === 0),
      { warmUp },
    );
    await checkIssued(bench, decided + waiting.length);
    return [
      {
        name: `decision with ${runs.toLocaleString('en')} waiting runs and timers, beside without`,
        unit: 'decisions/s',
        own: after,
        raw: before,
        // A cost that has grown by a fifth.
        aim: { ratio: 1 / 1.2 },
      },
    ];
  },
};
