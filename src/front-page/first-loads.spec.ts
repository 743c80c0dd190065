import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFirstLoads } from './first-loads.js';

const spoken = (name: string) => ({ en: [], ru: [`assets/${name}-ru.js`], pl: [], lt: [] });
const written = [
  {
    path: '^/documents/([0-9a-f-]+)$',
    calls: ['/api/documents/$1', '/api/documents/$1/files?limit=50&sort=name'],
    files: ['assets/document.js', 'assets/document.css'],
    spoken: { ...spoken('document'), lt: ['assets/letters.woff2'] },
  },
  { path: '^/.*$', calls: ['/api/me'], files: ['assets/desk.js'], spoken: spoken('desk') },
];

describe('what the head of a page names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'first-loads-'));

  beforeAll(() => writeFileSync(join(folder, 'first-loads.json'), JSON.stringify(written)));
  afterAll(() => rmSync(folder, { recursive: true }));

  const named = (path: string, language: 'en' | 'ru' | 'pl' | 'lt' = 'en', signedIn = true) =>
    [...readFirstLoads(folder)({ path, language, signedIn }).matchAll(/rel="(\w+)".*?href="([^"]*)"/g)].map(
      ([, how, what]) => `${how} ${what}`,
    );

  it('is the screen of the address, its answers first, with the document that is asked for', () => {
    expect(named('/documents/01ab-2')).toEqual([
      'preload /api/documents/01ab-2',
      'preload /api/documents/01ab-2/files?limit=50&amp;sort=name',
      'modulepreload /assets/document.js',
      'preload /assets/document.css',
    ]);
    expect(named('/desk')).toEqual(['preload /api/me', 'modulepreload /assets/desk.js']);
  });

  it('has the texts and letters of the language of the reader and no other', () => {
    expect(named('/desk', 'ru')).toContain('modulepreload /assets/desk-ru.js');
    expect(named('/documents/1', 'pl').join()).not.toContain('-ru');
    const head = readFirstLoads(folder)({ path: '/documents/1', language: 'lt', signedIn: true });
    expect(head).toContain('<link rel="preload" as="font" type="font/woff2" crossorigin href="/assets/letters.woff2">');
  });

  it('asks for no answers for those who are not signed in', () => {
    expect(named('/desk', 'en', false)).toEqual(['modulepreload /assets/desk.js']);
  });

  it('lets nothing of an address into the page but what the pattern allows', () => {
    expect(named('/documents/"><script>').join()).toBe('preload /api/me,modulepreload /assets/desk.js');
  });

  it('is nothing where nothing is built', () => {
    expect(readFirstLoads(join(folder, 'nowhere'))({ path: '/desk', language: 'en', signedIn: true })).toBe('');
  });
});
