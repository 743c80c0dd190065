import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { parseStream } from '../definition/parse-stream.js';
import type { StreamDefinition } from '../definition/stream-definition.js';
import { languages } from '../../platform/languages.js';
import type { CardValues } from './card-scope.js';
import type { CompiledCard } from './compile-card.js';
import { compileCard } from './compile-card.js';
import { fillTitle, parseTitle } from './title-template.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const other = '01890a5d-ac96-774b-bcce-b302099a8058';

function card(stream: string): CompiledCard {
  const result = parseStream(readFileSync(`streams/sales/${stream}.yaml`, 'utf8'), `sales/${stream}.yaml`);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return compileCard(result.definition.definition);
}
const requests = card('requests');
const clients = card('clients');
const invoices = card('invoices');
const contracts = card('contracts');

describe('checking a card', () => {
  it('fills a request from what a form sends, with defaults', () => {
    const sent = {
      company: ' UAB Banga ',
      phone: '+370 612 34567',
      items: [{ name: 'Lamp', quantity: '2', price: '9,90' }],
    };
    expect(requests.check(sent, { mode: 'register' })).toEqual({
      values: {
        company: 'UAB Banga',
        phone: '+37061234567',
        kind: 'question',
        items: [{ name: 'Lamp', quantity: 2, price: { amount: '9.90', currency: 'EUR' } }],
      },
      problems: [],
    });
  });

  it('names everything that is wrong at once, in the language asked for', () => {
    const sent = {
      phone: 'none',
      email: 'none',
      kind: 'wish',
      colour: 'red',
      items: [{ name: 'a' }, { price: 'x', quantity: -1 }],
      __proto__: null,
    };
    const { problems } = requests.check(sent, { mode: 'register', language: 'ru' });
    expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'fields.colour unknown-field',
      'fields.phone not-a-phone',
      'fields.email not-an-email',
      'fields.kind not-a-choice',
      'fields.items[1].quantity too-small',
      'fields.items[1].price not-a-number',
      'fields.items[1].name required',
    ]);
    expect(problems[3]?.message).toBe('Ожидается одно из значений: order, service, question.');
  });

  it('asks for what is required', () => {
    expect(clients.check({}, { mode: 'register' }).problems).toEqual([
      { path: 'fields.name', code: 'required', message: 'Please fill this in.' },
    ]);
    expect(clients.check({ name: ' \0 ' }, { mode: 'register' }).problems).toHaveLength(1);
    expect(clients.check(undefined, { mode: 'register' }).problems).toHaveLength(1);
    expect(clients.check([], { mode: 'register' }).problems[0]).toMatchObject({ code: 'not-an-object' });
  });

  it('edits by a patch: absent stays, null empties, and old gaps do not stand in the way', () => {
    const previous = { name: 'Banga', industry: 'wood' };
    expect(clients.check({ industry: null, size: 50 }, { mode: 'edit', previous })).toEqual({
      values: { name: 'Banga', size: '50' },
      problems: [],
    });
    expect(clients.check({ name: '' }, { mode: 'edit', previous }).problems).toMatchObject([{ code: 'required' }]);
    expect(clients.check({ size: 'big' }, { mode: 'edit', previous: { industry: 'wood' } }).problems).toEqual([]);
  });

  it('lives with values from before a field changed its type or went away', () => {
    const old = {
      name: 5,
      contacts: 'Jonas',
      terms: ['retail'],
      address: { city: 'Vilnius' },
      gone: 'kept',
      phone: null,
    };
    for (const language of languages) expect(clients.display(old, language)).toEqual([]);
    expect(clients.scope(old)).toMatchObject({ name: null, contacts: null, terms: null });
    expect([clients.title(old), clients.searchText(old)]).toEqual(['Client', '']);
    expect(clients.scope({ contacts: ['x', { name: 5, post: 'head' }] }).contacts).toEqual([
      { name: null, post: 'head', phone: null, email: null },
    ]);
    expect(clients.check({ size: 'big' }, { mode: 'edit', previous: old })).toEqual({
      values: { ...old, size: 'big' },
      problems: [],
    });
    expect(invoices.check({ dueAt: '2026-12-24' }, { mode: 'edit', previous: { lines: 'three' } }).problems).toEqual(
      [],
    );
  });

  it('computes the total of an invoice exactly and ignores a sent one', () => {
    const lines = [
      { name: 'A', quantity: 3, price: '0.1' },
      { name: 'B', quantity: 1, price: '1.0050' },
    ];
    const { values, problems } = invoices.check({ client: id, lines, total: '1000000' }, { mode: 'register' });
    expect(problems).toEqual([]);
    expect(values.total).toEqual({ amount: '1.31', currency: 'EUR' });
    const edited = invoices.check({ lines: [lines[0]] }, { mode: 'edit', previous: values });
    expect(edited.values.total).toEqual({ amount: '0.30', currency: 'EUR' });
    expect(invoices.check({ lines: null }, { mode: 'edit', previous: values }).values).toEqual({ client: id });
    const mixed = [lines[0], { name: 'C', quantity: 1, price: { amount: '1', currency: 'USD' } }];
    expect(invoices.check({ client: id, lines: mixed }, { mode: 'register' }).values.total).toBeUndefined();
  });

  it('cuts a flood of problems and of keys short', () => {
    const rows = Array.from({ length: 500 }, () => ({ name: {}, quantity: 'x', price: 'y' }));
    expect(requests.check({ items: rows }, { mode: 'register' }).problems).toHaveLength(200);
    const keys = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, 1]));
    expect(requests.check(keys, { mode: 'register' }).problems).toMatchObject([{ code: 'too-many-fields' }]);
  });
});

describe('what else a card tells', () => {
  const { values } = invoices.check(
    { client: id, contract: other, lines: [{ name: 'A', price: '2' }], dueAt: '2026-12-24' },
    { mode: 'register' },
  );

  it('gives titles, with those of referenced documents', () => {
    expect(invoices.title(values, new Map([[id, 'UAB Banga']]))).toBe('UAB Banga – 2.00\u00A0EUR');
    expect(invoices.title(values)).toBe('2.00\u00A0EUR');
    expect(invoices.title({})).toBe('Invoice');
    expect(requests.title({ company: 'x'.repeat(1000) })).toHaveLength(300);
  });

  it('points at documents', () => {
    expect(invoices.references(values)).toEqual([
      { path: 'fields.client', stream: 'clients', id },
      { path: 'fields.contract', stream: 'contracts', id: other },
    ]);
    expect(invoices.persons(values)).toEqual([]);
  });

  it('shows FEEL every field, empty ones as null', () => {
    const scope = invoices.scope(values);
    expect(Object.keys(scope)).toEqual(['client', 'contract', 'lines', 'total', 'dueAt']);
    expect(scope.total).toEqual({ amount: 2, currency: 'EUR' });
    expect(scope.lines).toEqual([{ name: 'A', quantity: 1, unit: null, price: { amount: 2, currency: 'EUR' } }]);
    expect(invoices.scope({})).toMatchObject({ client: null, total: null });
  });

  it('gives words to search by and unique keys', () => {
    const sent = { name: 'Banga', taxNumber: '121 215 587', contacts: [{ name: 'Jonas', email: 'j@b.lt' }] };
    const client = clients.check(sent, { mode: 'register' }).values;
    expect(clients.searchText(client)).toBe('Banga\n121215587\nJonas j@b.lt');
    expect(clients.uniqueKeys(client)).toEqual([{ key: 'taxNumber', value: '121215587' }]);
    expect(clients.display(client, 'pl').map(({ name }) => name)).toEqual(['Nazwa', 'NIP', 'Osoby kontaktowe']);
  });

  it('wants the indexes that its fields promise, under names that fit', () => {
    const sql = clients.indexes().map((index) => index.sql);
    expect(sql).toContain(
      `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "document_clients_taxNumber_unique" ON document (((fields->>'taxNumber') COLLATE "C")) WHERE stream = 'clients'`,
    );
    expect(contracts.indexes().map((index) => index.sql)).toContain(
      `CREATE INDEX CONCURRENTLY IF NOT EXISTS "document_contracts_amount_order" ON document ((CASE WHEN jsonb_typeof(fields->'amount') = 'object' THEN (fields->'amount'->>'amount')::numeric END), id) WHERE stream = 'contracts'`,
    );
    const long = { ...clients.definition, key: 'a'.repeat(40) } as StreamDefinition;
    const fields = ['b', 'c'].map((end) => ({
      key: `${'k'.repeat(39)}${end}`,
      name: 'x',
      type: 'text' as const,
      filterable: true,
    }));
    const names = compileCard({ ...long, fields })
      .indexes()
      .map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(63);
  });
});

it('wants statistics of fields that are filtered by and whose values repeat', () => {
  const statistics = clients.statistics().map(({ sql }) => sql);
  expect(statistics).toContain(
    `CREATE STATISTICS IF NOT EXISTS "document_clients_industry_values" (mcv) ON stream, ((fields->>'industry') COLLATE "und-x-icu") FROM document`,
  );
  const named = clients.statistics().map(({ name }) => name.replace(/^document_clients_(.*)_values$/, '$1'));
  expect(named).toEqual(['name', 'industry', 'size', 'source', 'terms']);
});

describe('titles', () => {
  it.each([
    ['{a} – {b}', { a: 'x', b: 'y' }, 'x – y'],
    ['{a} – {b}', { b: 'y' }, 'y'],
    ['{a} – {b}', { a: 'x' }, 'x'],
    ['{a} – {b} / {c}', { a: 'x', c: 'z' }, 'x / z'],
    ['No {a} ({b})', { a: 'x', b: 'y' }, 'No x (y)'],
    ['No {a} ({b})', { a: 'x' }, 'No x'],
    ['No {a} ({b})', {}, ''],
  ])('%s', (template, values: Record<string, string>, expected) => {
    const parsed = parseTitle(template);
    expect(parsed && fillTitle(parsed, (key) => values[key] ?? '')).toBe(expected);
  });
  it('refuses braces without partner', () => {
    for (const template of ['{a', 'a}', '{a b}', '{}']) expect(parseTitle(template)).toBeUndefined();
  });
});

describe('invariants', () => {
  const cell = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(id, '+37061234567', '121215587', '1,5', 'a@b.lt', '2026-12-24'),
  );
  for (const checked of [requests, clients, invoices, contracts]) {
    const keys = checked.definition.fields.map(({ key }) => key);
    const input = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(...keys, 'other'),
        fc.oneof(cell, fc.array(fc.dictionary(fc.constantFrom('name', 'quantity', 'price', 'done', 'email'), cell))),
      ),
    );
    it(`${checked.stream}: whatever comes, a checked card checks to itself`, () => {
      fc.assert(
        fc.property(input, fc.constantFrom(...languages), (sent, language) => {
          const { values, problems } = checked.check(sent, { mode: 'register', language });
          checked.title(values);
          checked.searchText(values);
          checked.display(values, language);
          checked.references(values);
          if (problems.length > 0) return problems.every(({ message, path }) => message !== '' && path !== '');
          const stored = JSON.parse(JSON.stringify(values)) as CardValues;
          const again = checked.check(stored, { mode: 'register', language });
          const touched = checked.check(stored, { mode: 'edit', previous: {} });
          expect(again).toEqual({ values, problems: [] });
          expect(touched.values).toEqual(values);
          return true;
        }),
        { numRuns: 200 },
      );
    });
  }
});
