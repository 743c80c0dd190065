import type Handlebars from 'handlebars';
import { HelperFailure, type SourcePlace } from '../template-problem.js';
import { amountInWordsHelper } from './amount-in-words.js';
import { dateHelper } from './date.js';
import type { Helper, RenderSettings } from './helper.js';
import { lineTotalHelper } from './line-total.js';
import { andHelper, eqHelper, notHelper, orHelper } from './logic.js';
import { moneyHelper } from './money.js';
import { numberHelper } from './number.js';
import { rowNumberHelper } from './row-number.js';
import { showHelper } from './show.js';
import { sumHelper } from './sum.js';
import { tHelper } from './t.js';

/** Every helper a template may call, by name. */
export const helpers: Readonly<Record<string, Helper>> = {
  amountInWords: amountInWordsHelper,
  and: andHelper,
  date: dateHelper,
  eq: eqHelper,
  lineTotal: lineTotalHelper,
  money: moneyHelper,
  not: notHelper,
  number: numberHelper,
  or: orHelper,
  rowNumber: rowNumberHelper,
  sum: sumHelper,
  t: tHelper,
};

/** The block helpers of Handlebars itself that a template may use. */
export const blockNames: readonly string[] = ['if', 'unless', 'each', 'with'];

/** The name under which a plain `{{path}}` is printed; not callable from a template. */
export const showName = 'show';

type HelperOptions = Handlebars.HelperOptions & { loc?: { start: SourcePlace } };

/** Puts the helpers into a Handlebars environment; a failure learns there where it was called. */
export function registerHelpers(environment: typeof Handlebars): void {
  for (const [name, helper] of [...Object.entries(helpers), [showName, showHelper] as const]) {
    environment.registerHelper(name, (...given: unknown[]) => {
      const options = given.pop() as HelperOptions;
      const settings = (options.data as { settings: RenderSettings }).settings;
      try {
        return helper({ ...settings, args: given, named: options.hash as Record<string, unknown> });
      } catch (error) {
        if (error instanceof HelperFailure && options.loc) error.place ??= options.loc.start;
        throw error;
      }
    });
  }
}
