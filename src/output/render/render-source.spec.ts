import { compileSource } from './compile-source.js';
import { renderSource } from './render-source.js';

const settings = {
  language: 'en',
  timeZone: 'UTC',
  texts: { hello: { en: 'Hello {name}', ru: 'Привет, {name}' } },
} as const;

function render(source: string, model: object, parts: Record<string, string> = {}): string {
  const result = compileSource('sales/x.hbs', source, { parts });
  if ('problems' in result) return result.problems.map((p) => `${p.file}:${p.line}: ${p.message}`).join('\n');
  const rendered = renderSource(result.compiled, model, settings);
  return 'text' in rendered
    ? rendered.text
    : `${rendered.failure.file}:${rendered.failure.line}: ${rendered.failure.message}`;
}

describe('rendering', () => {
  it('prints texts, numbers and nothing for null, escaped', () => {
    expect(render('{{a}}|{{b}}|{{c}}', { a: '<b>"&', b: 5, c: null })).toBe('&lt;b&gt;&quot;&amp;|5|');
  });

  it('takes no value for a template', () => {
    const value = '{{b}}{{{b}}}{{#each this}}x{{/each}}{{constructor.constructor("return 7")()}}';
    expect(render('{{a}}', { a: value, b: 5 })).toBe(
      '{{b}}{{{b}}}{{#each this}}x{{/each}}{{constructor.constructor(&quot;return 7&quot;)()}}',
    );
  });

  it('knows if, unless, each, with, else and the helpers', () => {
    const model = { list: [{ n: 1 }, { n: 2 }], none: [], one: { n: 3 }, status: 'draft' };
    expect(render('{{#each list}}{{rowNumber @index}}:{{n}} {{/each}}', model)).toBe('1:1 2:2 ');
    expect(render('{{#each none}}x{{else}}empty{{/each}}{{#with one}}{{n}}{{/with}}', model)).toBe('empty3');
    expect(render('{{#if (and (eq status "draft") (not none))}}yes{{/if}}{{#if (or none one)}}!{{/if}}', model)).toBe(
      'yes!',
    );
    expect(render('{{t "hello" name="<you>"}}', model)).toBe('Hello &lt;you&gt;');
    expect(render('{{#each list}}{{../status}}{{/each}}', model)).toBe('draftdraft');
  });

  it('puts parts in their place and names their own file and line in a failure', () => {
    const parts = { head: 'A\n{{name}}\n', foot: '{{> head}}Z' };
    expect(render('{{> foot}}', { name: 'n' }, parts)).toBe('A\nn\nZ');
    expect(render('x\n{{> foot}}', {}, parts)).toContain('sales/_head.hbs:2: "name" is missing');
  });

  it.each([
    [
      'a missing variable',
      'x\n{{client.name}}',
      { client: {} },
      'sales/x.hbs:2: "client.name" is missing from the view model',
    ],
    [
      'a missing object',
      '{{#if client.bank.name}}{{/if}}',
      { client: { bank: null } },
      'sales/x.hbs:1: "client.bank.name" is missing',
    ],
    ['a missing list', '{{#each lines}}{{/each}}', {}, 'sales/x.hbs:1: "lines" is missing'],
    ['a missing argument', '\n\n{{money total}}', {}, 'sales/x.hbs:3: "total" is missing'],
    ['a wrong argument', '\n{{money total}}', { total: 'much' }, 'sales/x.hbs:2: money: expected money'],
    [
      'an object to print',
      '{{client}}',
      { client: { a: 1 } },
      'sales/x.hbs:1: "client" is an object with a; expected a text',
    ],
    [
      'a prototype',
      '{{client.constructor}}',
      { client: {} },
      'sales/x.hbs:1: "client.constructor" is nothing; expected',
    ],
    ['a member of a text', '{{client.length}}', { client: 'abc' }, 'sales/x.hbs:1: could not be filled'],
    ['an unknown text', '{{t "nope"}}', {}, 'sales/x.hbs:1: t: expected the key of a text under "texts:", got "nope"'],
    ['a text without its value', '{{t "hello"}}', {}, 'sales/x.hbs:1: t: the text "hello" expects name='],
  ])('%s is a failure', (_name, source, model, message) => {
    expect(render(source, model)).toContain(message);
  });

  it.each([
    ['raw output', 'a\n{{{b}}}', 'sales/x.hbs:2: raw output'],
    ['raw output by ampersand', '{{&b}}', 'sales/x.hbs:1: raw output'],
    ['an unknown helper', '\n{{shout a}}', 'sales/x.hbs:2: there is no helper "shout"; expected one of amountInWords'],
    ['an unknown helper inside', '{{money (shout a)}}', 'there is no helper "shout"'],
    ['an unknown block', '{{#repeat 3}}{{/repeat}}', 'there is no block "repeat" like this; expected {{#if value}}'],
    ['lookup', '{{lookup a "constructor"}}', 'there is no helper "lookup"'],
    ['log', '{{log a}}', 'there is no helper "log"'],
    ['a decorator', '{{#*inline "x"}}{{/inline}}', 'is not allowed'],
    ['an unknown part', '{{> nowhere}}', 'there is no part "nowhere"; expected one of loop'],
    ['a part in itself', '{{> loop}}', 'sales/_loop.hbs:1: the part "loop" includes itself'],
    ['an open block', 'a\n{{#if b}}\nc', 'expected'],
    ['a wrong close', '{{#if a}}\n{{/each}}', "if doesn't match each"],
    ['an open tag', 'a\n{{b', 'sales/x.hbs:2: the template breaks off here'],
    ['a script', '<p>\n<script>1</script>', 'sales/x.hbs:2: a script never runs'],
    ['an event', '<p onclick="x()">', 'an event attribute'],
    ['a frame', '<iframe src="x"></iframe>', 'this element is not allowed'],
    ['a bare attribute', '<p class={{a}}>', 'must stand in quotes'],
    ['a value in a style', '<style>\np { color: {{a}} }</style>', 'sales/x.hbs:2: a value inside <style>'],
    ['block parameters', '{{#each a as |b|}}{{/each}}', '"as |b|" is not known here'],
  ])('refuses %s', (_name, source, message) => {
    expect(render(source, { a: 1, b: 2 }, { loop: '{{> loop}}' })).toContain(message);
  });

  it('refuses what is too large or too deep instead of stalling', () => {
    expect(render('x'.repeat(600_000), {})).toContain('longer than');
    expect(render('{{#if a}}'.repeat(5_000), {})).toContain('nested deeper');
    expect(render(`{{money ${'('.repeat(20_000)}`, {})).toContain('sales/x.hbs:1');
  });

  it('takes words of the text for what they are', () => {
    const text = 'write on = to the script, or {{a}} = {{b}} "quoted" <b title="{{a}}">x</b>';
    expect(render(text, { a: 'A', b: 'B' })).toBe('write on = to the script, or A = B "quoted" <b title="A">x</b>');
  });
});
