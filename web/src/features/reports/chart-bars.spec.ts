import { barsOf, mostBars } from './chart-bars.ts';
import type { ReportTable } from './report-queries.ts';

const figure = (number: number | null) => ({ number, money: [] });
const table = (...rows: [number, ...number[]][]) =>
  ({
    rows: rows.map(([size, ...parts], at) => ({
      ...{ key: String(at), label: String(at), tone: null, conditions: [] },
      ...{ figures: [figure(size)], split: parts.map(figure) },
    })),
    split: { key: 'status', name: 'Status', values: rows[0]?.slice(1) ?? [] },
  }) as unknown as ReportTable;

describe('bars of a report', () => {
  it('are as long as their figures, with their parts', () => {
    expect(barsOf(table([8, 6, 2], [4, 4, 0]))).toEqual([
      {
        row: 0,
        share: 1,
        parts: [
          { split: 0, share: 0.75 },
          { split: 1, share: 0.25 },
        ],
      },
      { row: 1, share: 0.5, parts: [{ split: 0, share: 0.5 }] },
    ]);
  });

  it('are not drawn where there is nothing to compare', () => {
    expect(barsOf(table([8]))).toEqual([]);
    expect(barsOf(table([0], [0]))).toEqual([]);
  });

  it('are no more than a screen can hold', () => {
    expect(barsOf(table(...Array.from({ length: 40 }, (): [number] => [3])))).toHaveLength(mostBars);
  });
});
