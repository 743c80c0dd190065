import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../frame/bench.js';

/** Publishes `bench/configuration/NAME.bpmn` as the route `bench/NAME`; answers that key. */
export async function publishRoute(bench: Bench, name: string): Promise<string> {
  const key = `bench/${name}`;
  const token = await bench.token('admin');
  const response = await fetch(`${bench.product().url}/api/routes/${key}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/xml' },
    body: readFileSync(join(import.meta.dirname, '..', 'configuration', `${name}.bpmn`), 'utf8'),
  });
  if (!response.ok) throw new Error(`Publishing the route answered ${response.status}: ${await response.text()}`);
  return key;
}
