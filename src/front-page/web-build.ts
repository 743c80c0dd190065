import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What `npm run build` makes of web/. */
export const builtWeb = resolve(import.meta.dirname, '../../web/dist');

let page: string | undefined;
let known = false;

/** The page of the web app as this process serves it; undefined where it is not built. */
export function builtPage(): string | undefined {
  if (known) return page;
  known = true;
  try {
    page = readFileSync(join(builtWeb, 'index.html'), 'utf8');
  } catch {
    page = undefined;
  }
  return page;
}

/** Names the build of the web app: the page names its files, whose names carry hashes of what they hold. */
export function webBuild(): string {
  return createHash('sha256')
    .update(builtPage() ?? '')
    .digest('hex')
    .slice(0, 12);
}
