import type { Sum } from '../../../organisation/directory/organisation.js';
import { compileExpression, evaluate } from '../../../platform/feel/expression.js';
import type { ReportMeasure } from '../definition/report-definition.js';
import type { Figure } from './report-table.js';

/** No figure at all. */
export const nothing: Figure = { number: null, money: [] };

/**
 * Works out the formulas of a group from the figures before them. Where a formula reads money it is worked out for each
 * currency for itself, rounded to cents; a formula that cannot be worked out (a division by nothing) gives no figure.
 */
export function withFormulas(measures: readonly ReportMeasure[], counted: ReadonlyMap<string, Figure>): Figure[] {
  const known = new Map(counted);
  for (const { key, kind, formula = '' } of measures) {
    if (kind === 'formula') known.set(key, workOut(formula, known));
  }
  return measures.map(({ key }) => known.get(key) ?? nothing);
}

/** Figures added up: numbers, and money in each currency for itself. */
export function sumOf(figures: readonly Figure[]): Figure {
  const numbers = figures.flatMap(({ number }) => number ?? []);
  const sums = new Map<string, number>();
  for (const { amount, currency } of figures.flatMap(({ money }) => money))
    sums.set(currency, (sums.get(currency) ?? 0) + Math.round(Number(amount) * 100));
  return {
    number: numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0),
    money: [...sums].map(([currency, minor]) => ({ amount: (minor / 100).toFixed(2), currency })),
  };
}

function workOut(formula: string, known: ReadonlyMap<string, Figure>): Figure {
  const compiled = compileExpression(formula);
  if ('problem' in compiled) return nothing;
  const read = compiled.expression.names.map((name) => known.get(name) ?? nothing);
  const currencies = [...new Set(read.flatMap(({ money }) => money.map(({ currency }) => currency)))].sort();
  const worth = (currency: string | undefined): number | undefined => {
    const scope = Object.fromEntries([...known].map(([key, figure]) => [key, valueIn(figure, currency)]));
    const result = evaluate(compiled.expression, scope);
    return 'value' in result && typeof result.value === 'number' ? result.value : undefined;
  };
  if (currencies.length === 0) {
    const number = worth(undefined);
    return number === undefined ? nothing : { number, money: [] };
  }
  const money = currencies.flatMap((currency): Sum[] => {
    const amount = worth(currency);
    return amount === undefined ? [] : [{ amount: cents(amount), currency }];
  });
  return { number: null, money };
}

function valueIn({ number, money }: Figure, currency: string | undefined): number {
  if (money.length === 0) return number ?? 0;
  return Number(money.find((sum) => sum.currency === currency)?.amount ?? 0);
}

/** Half up, as people reckon: 1.005 is kept as a little less, and is 1.01 all the same. */
function cents(amount: number): string {
  return (Math.sign(amount) * (Math.round((Math.abs(amount) + Number.EPSILON * Math.abs(amount)) * 100) / 100)).toFixed(
    2,
  );
}
