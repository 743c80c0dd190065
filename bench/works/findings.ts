import type { Beside } from '../frame/beside.js';
import type { Aim, Finding } from '../frame/result.js';

/** A measurement beside pgbench where there is one, and beside the bare driver in any case; the first bears the aim. */
export function findings(name: string, unit: string, { own, pgbench, driver }: Beside, aim: Aim): Finding[] {
  const besideDriver = { name: `${name}, beside the bare driver`, unit, own, raw: driver };
  if (!pgbench) return [{ ...besideDriver, aim }];
  return [{ name: `${name}, beside pgbench`, unit, own, raw: pgbench, aim }, besideDriver];
}
