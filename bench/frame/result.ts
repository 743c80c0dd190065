import { cpus, totalmem } from 'node:os';
import type { Measured } from './measured.js';

/** One line of bench/results.json. */
export interface Result extends Measured {
  readonly name: string;
  readonly unit: string;
  readonly raw: Measured | null;
  /** Throughput by raw throughput. */
  readonly ratio: number | null;
  /** When it was measured, ISO 8601. */
  readonly at: string;
  readonly machine: string;
}

/** What a measurement is to reach; one without an aim is there to compare. */
export interface Aim {
  readonly ratio?: number;
  readonly p95ms?: number;
  readonly throughput?: number;
}

/** A measurement as a work hands it over. */
export interface Finding {
  readonly name: string;
  readonly unit: string;
  readonly own: Measured;
  readonly raw?: Measured;
  readonly aim?: Aim;
}

export function toResult({ name, unit, own, raw }: Finding, machine: string, at: Date): Result {
  return {
    name,
    ...rounded(own),
    unit,
    raw: raw ? rounded(raw) : null,
    ratio: raw ? round(own.throughput / raw.throughput) : null,
    at: at.toISOString(),
    machine,
  };
}

/** `reached` undefined: nothing was aimed at. */
export function judge({ unit, own, raw, aim }: Finding): { text: string; reached: boolean | undefined } {
  const checks: [string, boolean][] = [];
  if (aim?.ratio !== undefined)
    checks.push([`ratio ${round(aim.ratio)}`, !!raw && own.throughput / raw.throughput >= aim.ratio]);
  if (aim?.throughput !== undefined)
    checks.push([`${round(aim.throughput)} ${unit}`, own.throughput >= aim.throughput]);
  if (aim?.p95ms !== undefined) checks.push([`p95 < ${duration(aim.p95ms)}`, own.p95ms < aim.p95ms]);
  if (checks.length === 0) return { text: '', reached: undefined };
  const reached = checks.every(([, good]) => good);
  return { text: `${checks.map(([text]) => text).join(', ')} ${reached ? 'reached' : 'MISSED'}`, reached };
}

/** All findings as a table for people. */
export function table(findings: readonly Finding[]): string {
  const head = ['work', 'throughput', 'p50', 'p95', 'raw', 'raw p50', 'raw p95', 'ratio', 'aim'];
  const rows = findings.map((finding) => {
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
