import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A route as a file of the folder `routes/`. */
export interface RouteSource {
  /** `sales/long-sale` for `routes/sales/long-sale.bpmn`. */
  readonly key: string;
  readonly file: string;
  readonly xml: string;
  readonly hash: string;
  /** Its tests: the list as JSON, or its text; undefined where there are none. */
  readonly scenarios?: unknown;
}

/**
 * All `*.bpmn` below `directory`, sorted by key, each with the scenarios beside it (`<route>.scenario.json`). A missing
 * folder holds no routes.
 */
export async function loadRoutes(directory: string): Promise<RouteSource[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.bpmn'));
  const sources = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const inside = relative(directory, path).split(sep).join('/');
      const scenarios = await readFile(path.replace(/\.bpmn$/, '.scenario.json'), 'utf8').catch(() => undefined);
      const source = sourceOf(inside.replace(/\.bpmn$/, ''), `routes/${inside}`, await readFile(path, 'utf8'));
      return scenarios === undefined ? source : { ...source, scenarios };
    }),
  );
  return sources.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A route that came from elsewhere than a file, under the same rules. */
export function sourceOf(key: string, file: string, xml: string): RouteSource {
  return { key, file, xml, hash: createHash('sha256').update(xml).digest('hex') };
}
