import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileExpression, evaluate } from '../../platform/feel/expression.js';
import { compileTemplate, hashOf } from './compile-template.js';
import type { TemplateSource } from './compiled-template.js';
import { loadTemplates } from './load-templates.js';
import { renderTemplate } from './render-template.js';
import { readDefinition } from './template-definition.js';
import { roundsOf, type DecisionView } from './view-models.js';

const yaml = `kind: pdf
stream: contracts
languages: [en, pl]
title: { en: 'Paper {{number}}', pl: 'Papier {{number}}' }
footer: 'F {{number}}'
texts:
  word: { en: 'word', pl: 'słowo' }
`;

function source(changes: Partial<TemplateSource> = {}): TemplateSource {
  return { key: 'a/b', hbs: '<p>{{t "word"}} {{number}}</p>', yaml, sample: '{"number": "7"}', parts: {}, ...changes };
}

function problems(changes: Partial<TemplateSource>): string[] {
  const result = compileTemplate(source(changes));
  return 'problems' in result ? result.problems.map((p) => `${p.file}:${p.line}: ${p.message}`) : [];
}

describe('a template', () => {
  it('renders a whole document in the language asked for, with title and foot', () => {
    const result = compileTemplate(source());
    if (!('template' in result)) throw new Error('expected a template');
    const paper = renderTemplate(result.template, { number: '5 <&>' }, { language: 'pl', timeZone: 'UTC' });
    expect(paper).toMatchObject({ title: 'Papier 5 <&>', footer: 'F 5 <&>' });
    expect(paper).toHaveProperty('html', expect.stringContaining('<title>Papier 5 &lt;&amp;&gt;</title>'));
    expect(paper).toHaveProperty('html', expect.stringContaining('<html lang="pl">'));
    expect(paper).toHaveProperty('html', expect.stringContaining('<p>słowo 5 &lt;&amp;&gt;</p>'));
  });

  it('falls back to its first language, and names what the view model lacks', () => {
    const result = compileTemplate(source());
    if (!('template' in result)) throw new Error('expected a template');
    const options = { language: 'lt', timeZone: 'UTC' } as const;
    expect(renderTemplate(result.template, { number: '5' }, options)).toHaveProperty('title', 'Paper 5');
    expect(renderTemplate(result.template, {}, options)).toHaveProperty(
      'failure.message',
      expect.stringContaining('"number"'),
    );
  });

  it('has the same hash for the same files, whatever the order of parts', () => {
    const one = hashOf(source({ parts: { a: '1', b: '2' } }));
    expect(hashOf(source({ parts: { b: '2', a: '1' } }))).toBe(one);
    expect(hashOf(source({ parts: { a: '1', b: '3' } }))).not.toBe(one);
  });

  it.each([
    ['a text that is not there', { hbs: '\n{{t "other"}}' }, 'a/b.hbs:2: {{t "other"}}: expected a text of that key'],
    ['a sample that does not render', { sample: '{}' }, 'a/b.hbs:1: "number" is missing from the view model'],
    ['a sample that is no JSON', { sample: '{\n"a": 1,\n}' }, 'a/b.sample.json:3: expected JSON'],
    ['a sample that is a list', { sample: '[]' }, 'a/b.sample.json:1: expected a JSON object'],
    ['an unknown kind', { yaml: yaml.replace('pdf', 'fax') }, 'a/b.yaml:1: kind: expected one of pdf, mail, got "fax"'],
    [
      'an unknown language',
      { yaml: yaml.replace('[en, pl]', '[en, xx]') },
      'a/b.yaml:3: languages: expected a list out of en, ru',
    ],
    [
      'a missing translation',
      { yaml: yaml.replace(", pl: 'słowo'", '') },
      'a/b.yaml:7: texts.word.pl: expected a text, got nothing',
    ],
    ['an unknown member', { yaml: `${yaml}colour: red\n` }, 'a/b.yaml:8: colour: expected one of the members kind'],
    [
      'a wrong margin',
      { yaml: `${yaml}page:\n  margins:\n    top: wide\n` },
      'a/b.yaml:10: page.margins.top: expected a length such as 20mm',
    ],
    [
      'a wrong expression',
      { yaml: `${yaml}view:\n  client: 'card.('\n` },
      'a/b.yaml:9: view.client: expected a FEEL expression',
    ],
    ['a broken title', { yaml: yaml.replace("'Paper {{number}}'", "'{{#if}}'") }, 'a/b.yaml:1: '],
    ['no YAML', { yaml: 'kind: [pdf' }, 'a/b.yaml:1: '],
    ['an empty YAML', { yaml: '' }, 'a/b.yaml:1: expected members kind'],
    ['raw output', { hbs: '{{{number}}}' }, 'a/b.hbs:1: raw output'],
  ])('is refused for %s', (_name, changes, message) => {
    expect(problems(changes).join('\n')).toContain(message);
  });

  it('reads margins, size and expressions', () => {
    const read = readDefinition(
      'x.yaml',
      `${yaml}page: { size: A5, margins: { top: 10mm } }\nview: { client: card.client }\n`,
    );
    expect(read).toMatchObject({
      definition: { page: { size: 'A5', margins: { top: '10mm', left: '24mm' } }, view: { client: 'card.client' } },
    });
  });
});

describe('the templates folder', () => {
  it('holds only templates that pass their checks', async () => {
    const { templates, problems: found } = await loadTemplates('templates');
    expect(found).toEqual([]);
    const keys = templates.map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining(['sales/contract', 'sales/invoice', 'sales/approval-sheet', 'sales/request-receipt']),
    );
    for (const { definition } of templates) expect(definition.languages).toEqual(['en', 'ru', 'pl', 'lt']);
  });

  it('prepares what cards lack as null or empty', async () => {
    const { templates } = await loadTemplates('templates');
    const member = (key: string, name: string, card: object): unknown => {
      const source = templates.find((template) => template.key === key)?.definition.view[name] ?? '';
      const compiled = compileExpression(source);
      if ('problem' in compiled) throw new Error(compiled.problem);
      const result = evaluate(compiled.expression, { card });
      if ('failure' in result) throw new Error(result.failure);
      return result.value;
    };
    const amount = { amount: '1.10', currency: 'EUR' };
    const client = { name: 'Ž', taxNumber: null, address: null, phone: null, email: null };
    expect(member('sales/contract', 'client', { client })).toMatchObject({ name: 'Ž', taxNumber: null, bank: null });
    expect(member('sales/contract', 'stages', { stages: null })).toEqual([]);
    expect(member('sales/contract', 'stages', { stages: [{ name: 'a', amount }] })).toEqual([
      { name: 'a', dueAt: null, amount },
    ]);
    const line = { name: 'a', quantity: 1, price: amount };
    expect(member('sales/invoice', 'lines', { lines: [line] })).toEqual([{ ...line, unit: null }]);
    expect(member('sales/invoice', 'contract', { contract: null })).toBeNull();
    expect(member('sales/request-receipt', 'recipient', { contact: null, company: 'Firm' })).toBe('Firm');
  });

  it('tells of a broken template and still answers the others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'templates-'));
    try {
      await cp('templates/sales', join(folder, 'sales'), { recursive: true });
      const contract = join(folder, 'sales/contract.hbs');
      await writeFile(
        contract,
        (await readFile(contract, 'utf8'))
          .replace('{{document.number}}', '{{document.nummer}}')
          .replace('number=document.number', 'number=document.nummer'),
      );
      await rm(join(folder, 'sales/invoice.yaml'));
      const { templates, problems: found } = await loadTemplates(folder);
      const all = (await loadTemplates('templates')).templates.map(({ key }) => key);
      const left = all.filter((key) => key !== 'sales/contract' && key !== 'sales/invoice');
      expect(templates.map(({ key }) => key)).toEqual(left);
      expect(found).toEqual([
        { file: 'sales/invoice.hbs', line: 1, message: 'expected sales/invoice.yaml beside it; add the file' },
        {
          file: 'sales/contract.hbs',
          line: expect.any(Number) as number,
          message: expect.stringContaining('"document.nummer" is missing') as string,
        },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is empty where there is none', async () => {
    expect(await loadTemplates('no-such-folder')).toEqual({ templates: [], problems: [] });
  });
});

describe('rounds of approval', () => {
  it('are in order, with their decisions as they came', () => {
    const decision = (round: number, person: string): DecisionView => ({
      round,
      person,
      post: null,
      onBehalfOf: null,
      askedAt: '2026-11-22T10:00:00Z',
      decidedAt: null,
      outcome: 'waiting',
      label: 'Waiting',
      remark: null,
      versionHash: round === 1 ? 'a'.repeat(64) : null,
      lapsed: false,
    });
    const rounds = roundsOf([decision(2, 'C'), decision(1, 'A'), decision(1, 'B')]);
    expect(rounds.map((round) => [round.number, round.decisions.map(({ person }) => person)])).toEqual([
      [1, ['A', 'B']],
      [2, ['C']],
    ]);
    expect(rounds[0]?.decisions[0]?.shortHash).toBe('aaaaaaaaaa');
    expect(rounds[1]?.decisions[0]?.shortHash).toBeNull();
  });
});
