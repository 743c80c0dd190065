import type { Figure, ReportTable } from './report-queries.ts';

/** A bar of the chart: how long it is and its parts, as shares of the longest one. */
export interface Bar {
  readonly row: number;
  readonly share: number;
  readonly parts: readonly { readonly split: number; readonly share: number }[];
}

/** Bars that a screen can hold; the table below has all rows. */
export const mostBars = 15;

/** How much a figure is for the eye; amounts in several currencies cannot be shown by one length, the first one counts. */
export function sizeOf(figure: Figure | undefined): number {
  return Math.max(0, figure?.number ?? Number(figure?.money[0]?.amount ?? 0));
}

/** The bars of the first measure. Nothing where there is one bar or none to compare. */
export function barsOf({ rows, split }: Pick<ReportTable, 'rows' | 'split'>): Bar[] {
  const shown = rows.slice(0, mostBars).map((row, index) => ({ row, index, size: sizeOf(row.figures[0]) }));
  const longest = Math.max(...shown.map(({ size }) => size), 0);
  if (longest === 0 || shown.length < 2) return [];
  return shown.map(({ row, index, size }) => ({
    row: index,
    share: size / longest,
    parts: (split?.values ?? []).flatMap((_, at) => {
      const part = sizeOf(row.split[at]);
      return part === 0 ? [] : [{ split: at, share: part / longest }];
    }),
  }));
}
