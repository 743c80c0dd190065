import { joinFlags, toFlags } from './flags.js';

const problem = (path: string) => ({ path, code: 'wrong', message: 'Wrong.' });

describe('flags', () => {
  it('show what was sent, cut short, and nothing where nothing was sent', () => {
    const input = {
      kind: 'z',
      items: [{ price: 'abc' }],
      deep: { a: { b: { c: 1 } } },
      long: 'x'.repeat(900),
      empty: '',
    };
    const paths = ['fields.kind', 'fields.items[0].price', 'fields.deep', 'fields.missing', 'fields.empty', 'status'];
    const flags = toFlags(paths.map(problem), input);
    const shown = flags.map(({ value }) => value);
    expect(shown).toEqual(['z', 'abc', '{"a":{"b":"…"}}', undefined, undefined, undefined]);
    expect(toFlags([problem('fields.long')], input)[0]?.value).toHaveLength(500);
  });

  it('survive input of any depth', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(toFlags([problem('fields.deep')], { deep })[0]?.value).toBe('[["…"]]');
  });

  it('are said once', () => {
    const flags = toFlags([problem('fields.a')], {});
    expect(joinFlags(flags, toFlags([problem('fields.a'), problem('fields.b')], {}))).toHaveLength(2);
    expect(joinFlags(flags, flags)).toBe(flags);
  });
});
