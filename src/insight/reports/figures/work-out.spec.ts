import fc from 'fast-check';
import type { ReportMeasure } from '../definition/report-definition.js';
import { withFormulas } from './work-out.js';

const formula = (text: string): ReportMeasure[] => [
  { key: 'paid', name: 'Paid', kind: 'sum', field: 'total' },
  { key: 'deals', name: 'Deals', kind: 'count' },
  { key: 'result', name: 'Result', kind: 'formula', formula: text },
];
const figures = (amounts: Record<string, string>, deals: number) =>
  new Map([
    ['paid', { number: null, money: Object.entries(amounts).map(([currency, amount]) => ({ amount, currency })) }],
    ['deals', { number: deals, money: [] }],
  ]);
const result = (text: string, amounts: Record<string, string>, deals: number) =>
  withFormulas(formula(text), figures(amounts, deals))[2];

describe('formulas of a report', () => {
  it('work out a bonus in each currency for itself', () => {
    const bonus = 'if paid > 10000 then paid * 0.05 else paid * 0.03';
    expect(result(bonus, { EUR: '20000.00', PLN: '1000.00' }, 3)?.money).toEqual([
      { amount: '1000.00', currency: 'EUR' },
      { amount: '30.00', currency: 'PLN' },
    ]);
  });

  it('give numbers where no money is read', () => {
    expect(result('deals * 2', { EUR: '1.00' }, 4)).toEqual({ number: 8, money: [] });
  });

  it('give nothing where they cannot be worked out', () => {
    expect(result('deals / 0', {}, 4)).toEqual({ number: null, money: [] });
  });

  it('round half up to cents', () => {
    expect(result('paid * 0.05', { EUR: '20.10' }, 1)?.money).toEqual([{ amount: '1.01', currency: 'EUR' }]);
    expect(result('paid * 1', { EUR: '1.005' }, 1)?.money).toEqual([{ amount: '1.01', currency: 'EUR' }]);
  });

  it('keep an amount that is taken as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (minor) => {
        const amount = (minor / 100).toFixed(2).replace(/^-0\.00$/, '0.00');
        expect(result('paid', { EUR: amount }, 1)?.money).toEqual([{ amount, currency: 'EUR' }]);
      }),
    );
  });
});
