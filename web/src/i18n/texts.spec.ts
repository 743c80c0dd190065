import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const languages = ['en', 'ru', 'pl', 'lt'];
const folders = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('/texts'));

function textsOf(folder: string, language: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') found.set(path, value);
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(JSON.parse(readFileSync(join(root, folder, `${language}.json`), 'utf8')), '');
  return found;
}

const plural = /_(zero|one|two|few|many|other)$/;
const holes = (text: string) =>
  [...new Set(text.match(/\{\{\s*[\w.]+/g) ?? [])].map((hole) => hole.slice(2).trim()).sort();

/** The keys that `language` needs: a plural of English becomes one key per category of the language (CLDR). */
function wanted(english: Map<string, string>, language: string): Set<string> {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const keys = new Set<string>();
  for (const key of english.keys()) {
    if (!plural.test(key)) keys.add(key);
    else for (const category of categories) keys.add(key.replace(plural, `_${category}`));
  }
  return keys;
}

describe.each(folders.map((folder) => [relative('.', folder)]))('texts in %s', (folder) => {
  const english = textsOf(folder, 'en');

  it.each(languages)('are complete in %s', (language) => {
    const texts = textsOf(folder, language);
    expect([...texts.keys()].sort()).toEqual([...wanted(english, language)].sort());
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each(languages)('take the same values in %s', (language) => {
    for (const [key, text] of textsOf(folder, language)) {
      const base = english.get(key) ?? english.get(key.replace(plural, '_other')) ?? '';
      // A form for exactly one may say it in words.
      const asked = plural.test(key) ? holes(base).filter((hole) => hole !== 'count') : holes(base);
      expect({ key, holes: holes(text).filter((hole) => !plural.test(key) || hole !== 'count') }).toEqual({
        key,
        holes: asked,
      });
    }
  });
});

it('finds the texts at all', () => expect(folders.length).toBeGreaterThan(2));
