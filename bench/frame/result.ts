import { cpus, totalmem } from 'node:os';
import type { Measured } from './measured.js';

/** One line of bench/results.json: work done over and over, or one figure. */
export type Result = (RateResult | FigureResult) & {
  readonly name: string;
  readonly unit: string;
  /** When it was measured, ISO 8601. */
  readonly at: string;
  readonly machine: string;
};

interface RateResult extends Measured {
  readonly raw: Measured | null;
  /** Throughput by raw throughput. */
  readonly ratio: number | null;
}

interface FigureResult {
  readonly value: number;
}

/** What a measurement is to reach; one without an aim is there to compare. */
export interface Aim {
  readonly ratio?: number;
  readonly p95ms?: number;
  readonly throughput?: number;
}

/** Work done over and over, as it was measured. */
export interface RateFinding {
  readonly name: string;
  readonly unit: string;
  readonly own: Measured;
  readonly raw?: Measured;
  readonly aim?: Aim;
}

/** Something that is one number: a size, a score, a time. */
export interface FigureFinding {
  readonly name: string;
  readonly figure: { readonly value: number; readonly unit: string };
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number };
}

/** A measurement as a work hands it over. */
export type Finding = RateFinding | FigureFinding;

export function toResult(finding: Finding, machine: string, at: Date): Result {
  const { name } = finding;
  const when = { at: at.toISOString(), machine };
  if ('figure' in finding) return { name, value: round(finding.figure.value), unit: finding.figure.unit, ...when };
  const { own, unit, raw } = finding;
  return {
    name,
    ...rounded(own),
    unit,
    raw: raw ? rounded(raw) : null,
    ratio: raw ? round(own.throughput / raw.throughput) : null,
    ...when,
  };
}

/** `reached` undefined: nothing was aimed at. */
export function judge(finding: Finding): { text: string; reached: boolean | undefined } {
  const checks = 'figure' in finding ? checksOfFigure(finding) : checksOfRate(finding);
  if (checks.length === 0) return { text: '', reached: undefined };
  const reached = checks.every(([, good]) => good);
  return { text: `${checks.map(([text]) => text).join(', ')} ${reached ? 'reached' : 'MISSED'}`, reached };
}

type Check = readonly [text: string, reached: boolean];

function checksOfFigure({ figure: { value, unit }, aim }: FigureFinding): Check[] {
  if (aim === undefined) return [];
  if ('atMost' in aim) return [[`at most ${round(aim.atMost)} ${unit}`, value <= aim.atMost]];
  return [[`at least ${round(aim.atLeast)} ${unit}`, value >= aim.atLeast]];
}

function checksOfRate({ unit, own, raw, aim }: RateFinding): Check[] {
  const checks: Check[] = [];
  if (aim?.ratio !== undefined)
    checks.push([`ratio ${round(aim.ratio)}`, !!raw && own.throughput / raw.throughput >= aim.ratio]);
  if (aim?.throughput !== undefined)
    checks.push([`${round(aim.throughput)} ${unit}`, own.throughput >= aim.throughput]);
  if (aim?.p95ms !== undefined) checks.push([`p95 < ${duration(aim.p95ms)}`, own.p95ms < aim.p95ms]);
  return checks;
}

/** All findings as a table for people. */
export function table(findings: readonly Finding[]): string {
  const head = ['work', 'throughput', 'p50', 'p95', 'raw', 'raw p50', 'raw p95', 'ratio', 'aim'];
  const rows = findings.map((finding) => {
    if ('figure' in finding) {
      const { name, figure } = finding;
      return [name, rate(figure.value, figure.unit), '', '', '', '', '', '', judge(finding).text];
    }
    const { name, unit, own, raw } = finding;
    const ratio = raw ? (own.throughput / raw.throughput).toFixed(2) : '';
    const beside = raw ? [rate(raw.throughput, unit), duration(raw.p50ms), duration(raw.p95ms)] : ['', '', ''];
    return [
      name,
      rate(own.throughput, unit),
      duration(own.p50ms),
      duration(own.p95ms),
      ...beside,
      ratio,
      judge(finding).text,
    ];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : column === 8 ? cell : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}

/** What it was measured on. */
export function machine(databaseVersion: string): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return (
    `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${memory} GB, ` +
    `${process.platform} ${process.arch}, Node ${process.versions.node}, PostgreSQL ${databaseVersion}`
  );
}

function rate(throughput: number, unit: string): string {
  return `${throughput < 10 ? throughput.toFixed(2) : throughput.toFixed(0)} ${unit}`;
}

function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 0 : 1)} s`;
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

function rounded({ throughput, p50ms, p95ms }: Measured): Measured {
  return { throughput: round(throughput), p50ms: round(p50ms), p95ms: round(p95ms) };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
