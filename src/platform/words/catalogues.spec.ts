import { resolve } from 'node:path';
import { catalogues, type Counted } from './tell.js';
import { saidInSources, writtenDownIn } from './testing/said-in-sources.js';

const sources = resolve(import.meta.dirname, '../..');
const said = saidInSources(sources);
const writtenDown = writtenDownIn(sources);
/** What class-validator says of its own accord; `validation.spec.ts` holds it to this. */
const saidByLibrary = Object.keys(catalogues.ru).filter(
  (text) => text.includes('{property}') || text.includes('{what}'),
);
const patternOf = (text: string) => text.replace(/\{\w+\}/g, '{}');
const holesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const formsOf = (entry: string | Counted) =>
  typeof entry === 'string' ? [entry] : Object.entries(entry).flatMap(([key, form]) => (key === 'by' ? [] : [form]));

describe('what the server says', () => {
  it('is written out where it is said, so that its translations can be looked for', () => {
    expect(said.texts.size).toBeGreaterThan(200);
    expect(said.hidden).toEqual([]);
    expect(writtenDown.sentences.length).toBeGreaterThan(100);
  });

  describe.each(['ru', 'pl', 'lt'] as const)('in %s', (language) => {
    const catalogue = catalogues[language];

    it('is translated, all of it', () => {
      expect([...said.texts].filter((text) => !Object.hasOwn(catalogue, text))).toEqual([]);
      const known = new Set(Object.keys(catalogue).map(patternOf));
      expect(writtenDown.sentences.filter((pattern) => !known.has(pattern))).toEqual([]);
    });

    it('holds nothing that nobody says', () => {
      expect(
        Object.keys(catalogue).filter(
          (text) =>
            !said.texts.has(text) && !writtenDown.patterns.has(patternOf(text)) && !saidByLibrary.includes(text),
        ),
      ).toEqual([]);
    });

    it('has the holes of the English sentence', () => {
      const wrong = Object.entries(catalogue).filter(([text, entry]) =>
        formsOf(entry).some((form) => holesOf(form).join() !== holesOf(text).join()),
      );
      expect(wrong).toEqual([]);
    });
  });

  it.each(['en', 'ru', 'pl', 'lt'] as const)('counts in all forms of the language: %s', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [text, entry] of Object.entries(catalogues[language])) {
      if (typeof entry === 'string') continue;
      const { by, ...given } = entry;
      expect([text, holesOf(text)]).toEqual([text, expect.arrayContaining([`{${by}}`])]);
      expect([text, Object.keys(given).sort()]).toEqual([text, [...forms].sort()]);
    }
  });

  it('has the sentences in order, so that two changes seldom meet in a line', () => {
    for (const catalogue of Object.values(catalogues))
      expect(Object.keys(catalogue)).toEqual(Object.keys(catalogue).sort());
  });
});
