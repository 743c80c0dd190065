import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../platform/languages.js';
import { builtWeb } from './web-build.js';

/** What a screen begins with, as the build of the web app wrote it. */
interface FirstLoad {
  /** A pattern of its address. */
  readonly path: string;
  /** Addresses of what it asks for; `$1` is what the pattern caught. */
  readonly calls: readonly string[];
  readonly files: readonly string[];
  /** What people of one language need besides: its texts and letters. */
  readonly spoken: Readonly<Record<Language, readonly string[]>>;
}

interface Reader {
  readonly path: string;
  readonly language: Language;
  /** Answers to those who are not signed in would be refusals. */
  readonly signedIn: boolean;
}

/** What the head of the page names, so that the browser fetches all that a screen begins with at once. */
export type HeadOf = (reader: Reader) => string;

/** Reads once what the build wrote into a folder; where nothing is built the head names nothing. */
export function readFirstLoads(built: string = builtWeb): HeadOf {
  const loads = readLoads(built).map((load) => ({ ...load, pattern: new RegExp(load.path) }));
  return ({ path, language, signedIn }) => {
    const load = loads.find(({ pattern }) => pattern.test(path));
    if (!load) return '';
    const files = [...load.files, ...load.spoken[language]].map(fileLink);
    const calls = load.calls.map((call) => callLink(path.replace(load.pattern, call)));
    return [...(signedIn ? calls : []), ...files].join('');
  };
}

function readLoads(built: string): FirstLoad[] {
  try {
    return JSON.parse(readFileSync(join(built, 'first-loads.json'), 'utf8')) as FirstLoad[];
  } catch {
    return [];
  }
}

function fileLink(file: string): string {
  if (file.endsWith('.woff2')) return `<link rel="preload" as="font" type="font/woff2" crossorigin href="/${file}">`;
  return file.endsWith('.css')
    ? `<link rel="preload" as="style" crossorigin href="/${file}">`
    : `<link rel="modulepreload" crossorigin href="/${file}">`;
}

function callLink(address: string): string {
  return `<link rel="preload" as="fetch" crossorigin href="${address.replaceAll('&', '&amp;')}">`;
}
