import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { DefinitionProblem } from './parse-stream.js';
import { parseStream } from './parse-stream.js';

const good = `key: things
name: { en: Things, ru: Вещи }
document: Thing
numbering: { register: things, pattern: 'T-{year}-{counter:3}', period: year }
title: '{name}'
initial: new
statuses:
  - { key: new, name: New }
access:
  - { role: admin, verbs: [read], scope: company }
fields:
  - { key: name, name: Name, type: text }
  - { key: owner, name: Owner, type: reference, stream: people }
  - key: rows
    name: Rows
    type: table
    columns:
      - { key: size, name: Size, type: number }
`;

function problems(text: string): DefinitionProblem[] {
  const result = parseStream(text, 'test/things.yaml');
  return 'problems' in result ? result.problems : [];
}
const brief = (text: string) => problems(text).map(({ line, code, path }) => `${line} ${code} ${path}`.trim());

describe('reading one definition', () => {
  it('fills in what may be left out and takes the solution from the folder', () => {
    const result = parseStream(good, 'test/things.yaml');
    expect(result).toMatchObject({
      definition: {
        file: 'test/things.yaml',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        definition: { key: 'things', solution: 'test', views: [], letters: { labels: {} }, autoprocessing: [] },
      },
    });
    const commented = parseStream(`# a comment\n${good}`, 'test/things.yaml');
    const changed = parseStream(good.replace('Owner', 'Master'), 'test/things.yaml');
    const hash = (parsed: typeof result) => ('definition' in parsed ? parsed.definition.hash : '');
    expect(hash(commented)).toBe(hash(result));
    expect(hash(changed)).not.toBe(hash(result));
  });

  it.each<[string, string, string[]]>([
    ['a missing part', good.replace('title:', 'titel:'), ['1 required', '5 additionalProperties titel']],
    ['a wrong period', good.replace('period: year', 'period: week'), ['4 enum numbering.period']],
    ['a bad pattern', good.replace('{counter:3}', ''), ['4 number-pattern numbering.pattern']],
    ['an unknown type', good.replace('type: text', 'type: texts'), ['12 field-type fields[0].type']],
    [
      'an unknown option',
      good.replace('type: text', 'type: text, colour: red'),
      ['12 additionalProperties fields[0].colour'],
    ],
    [
      'an option of another type',
      good.replace('type: text', 'type: text, currency: EUR'),
      ['12 additionalProperties fields[0].currency'],
    ],
    ['a missing option', good.replace(', stream: people', ''), ['13 required fields[1]']],
    ['a table in a table', good.replace('type: number', 'type: table'), ['18 field-type fields[2].columns[0].type']],
    ['an unknown field in the title', good.replace("'{name}'", "'{nmae}'"), ['5 unknown-field title']],
    ['a table in the title', good.replace("'{name}'", "'{rows}'"), ['5 title title']],
    ['braces in the title', good.replace("'{name}'", "'{name'"), ['5 title title']],
    ['an unknown first status', good.replace('initial: new', 'initial: old'), ['6 unknown-status initial']],
    ['a field twice', good.replace('key: owner', 'key: name'), ['13 duplicate-key fields[1].key']],
    ['a reserved field', good.replace('key: owner', 'key: status'), ['13 reserved-key fields[1].key']],
    ['a field every object has', good.replace('key: owner', 'key: constructor'), ['13 reserved-key fields[1].key']],
    [
      'a text where a list should be',
      good.replace('statuses:\n  - { key: new, name: New }', 'statuses: new'),
      ['7 type statuses'],
    ],
    ['a language that is not ours', good.replace('ru: Вещи', 'de: Dinge'), ['2 additionalProperties name.de']],
    ['no English', good.replace('en: Things, ', ''), ['2 required name']],
    [
      'a unique table',
      good.replace('    type: table', '    type: table\n    unique: true'),
      ['14 not-comparable fields[2]'],
    ],
    [
      'a sortable longtext',
      good.replace('type: text }', 'type: longtext, sortable: true }'),
      ['12 not-comparable fields[0]', '5 title title'],
    ],
    [
      'too long a sortable text',
      good.replace('type: text }', 'type: text, sortable: true, maxLength: 501 }'),
      ['12 too-long-for-index fields[0]'],
    ],
    [
      'a default that does not fit',
      good.replace('type: text }', 'type: integer, default: many }'),
      ['12 default fields[0].default'],
    ],
    [
      'a currency that is none',
      good.replace('type: text }', 'type: money, currency: XYZ }'),
      ['12 option fields[0].currency'],
    ],
    [
      'a wrong expression',
      `${good}  - { key: sum, name: Sum, type: computed, result: number, expression: '1 +' }`,
      ['19 expression fields[3].expression'],
    ],
    [
      'a linked field that is no reference',
      `${good}linking: [{ field: name, stream: people, by: [{ from: size, to: size }] }]`,
      ['19 not-a-reference linking[0].field', '19 unknown-field linking[0].by[0].from'],
    ],
    [
      'a form with a reference',
      `${good}forms: [{ key: f, title: F, confirmation: Ok, fields: [{ field: owner }, { field: nobody }] }]`,
      ['19 not-for-forms forms[0].fields[0].field', '19 unknown-field forms[0].fields[1].field'],
    ],
    [
      'a label for no field',
      `${good}letters: { labels: { nobody: [Name] } }`,
      ['19 unknown-field letters.labels.nobody'],
    ],
    ['an amount that is no money', `${good}amountField: name`, ['19 not-money amountField']],
    ['an amount of no field', `${good}amountField: nobody`, ['19 unknown-field amountField']],
    [
      'a view of no field',
      `${good}views: [{ key: v, name: V, columns: [number, nobody], sort: -nothing }]`,
      ['19 unknown-field views[0].columns[1]', '19 unknown-field views[0].sort'],
    ],
    [
      'a rule that cannot be read',
      `${good}autoprocessing: [{ name: R, when: 'a >', set: { nobody: '1' } }]`,
      ['19 expression autoprocessing[0].when', '19 unknown-field autoprocessing[0].set.nobody'],
    ],
    [
      'expressions that read what is not there',
      `${good}  - { key: sum, name: Sum, type: computed, result: number, expression: 'count(rows) + later' }
autoprocessing:
  - { name: A, when: 'nmae = "a" and linked.owner != null and card.nothing = 1' }
  - { name: B, set: { sum: 'name' } }`,
      [
        '19 unknown-name fields[3].expression',
        '21 unknown-name autoprocessing[0].when',
        '21 unknown-name autoprocessing[0].when',
        '21 unknown-name autoprocessing[0].when',
        '22 computed autoprocessing[1].set.sum',
      ],
    ],
    [
      'a rule that asks how a document came, and one that asks more than is known then',
      `${good}autoprocessing:
  - { name: A, when: 'document.channel = "call" and document.unit.key = "sales"' }
  - { name: B, when: 'document.number = "1"' }`,
      ['21 unknown-name autoprocessing[1].when'],
    ],
    [
      'a view that cannot be asked for',
      `${good}views: [{ key: v, name: V, columns: [name], sort: rows, filter: { and: [{ field: owner, op: gt, value: 1 }] } }]`,
      ['19 operator views[0].filter.and[0].op', '19 unknown-field views[0].sort'],
    ],
    ['a key twice', `${good}initial: old`, ['19 duplicate-key']],
    ['a tab', good.replace('  - { key: new', '\t- { key: new'), expect.arrayContaining(['8 yaml'])],
    ['nothing', '', ['1 type']],
    ['a list', '- a', ['1 type']],
  ])('%s', (_, text, expected) => expect(brief(text)).toEqual(expected));

  it('says what was expected', () => {
    const [missing, unknown] = problems(good.replace('title:', 'titel:'));
    expect(missing?.message).toBe('"title" is missing.');
    expect(unknown?.message).toMatch(/^"titel" is not known here\. Expected: key, name, document, /);
    expect(problems(good.replace('type: text', 'type: texts'))[0]?.message).toBe(
      '"texts" is not a type of field. Known are: text, longtext, number, integer, money, date, datetime, boolean, choice, reference, table, email, phone, taxNumber, url, person, computed.',
    );
  });
});

describe('hostile files', () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n');
  it.each<[string, string, string]>([
    ['aliases that multiply', `a0: &a0 lol\n${laughs}`, 'anchor'],
    ['an alias of itself', 'a: &a [*a]', 'anchor'],
    ['a merge key', 'a: { <<: *b }', 'alias'],
    ['a tag', 'a: !!js/function "x"', 'yaml'],
    ['a binary file', '\u0000\u0001\uFFFD', 'not-text'],
    ['a huge file', 'a'.repeat(300_000), 'too-large'],
    ['deep brackets', '['.repeat(100_000), 'too-deep'],
    ['deep lists', '- '.repeat(100_000), 'yaml'],
    ['deep lists that can still be read', `${'- '.repeat(200)}x`, 'too-deep'],
    ['deep maps', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'too-deep'],
    ['many keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'), 'required'],
    ['a key that is a list', '? [a]\n: b', 'key'],
    ['two documents', 'a: 1\n---\nb: 2', 'yaml'],
    ['the parent of all objects', '__proto__: { key: things }', 'required'],
  ])('%s: told in a moment', (_, text, code) => {
    const started = performance.now();
    const found = problems(text);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(found.map((problem) => problem.code)).toContain(code);
    expect(found.length).toBeLessThanOrEqual(100);
    for (const { line, column, message } of found) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message.length).toBeLessThan(600);
    }
  });

  it('never throws, whatever is cut out of or put into a good file', () => {
    const text = readFileSync('streams/sales/invoices.yaml', 'utf8');
    const place = fc.integer({ min: 0, max: text.length });
    fc.assert(
      fc.property(
        place,
        fc.integer({ min: 0, max: 40 }),
        fc.string({ unit: 'binary', maxLength: 8 }),
        (at, cut, put) => {
          const broken = text.slice(0, at) + put + text.slice(at + cut);
          return problems(broken).every(({ message, line }) => message !== '' && line > 0);
        },
      ),
      { numRuns: 150 },
    );
  });
});
