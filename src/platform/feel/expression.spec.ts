import { compileExpression, compileUnaryTests, evaluate, evaluateCondition } from './expression.js';
import type { Expression } from './expression.js';

function compiled(source: string): Expression {
  const result = compileExpression(source);
  if ('problem' in result) throw new Error(result.problem);
  return result.expression;
}
const value = (source: string, scope: Record<string, unknown> = {}, at?: number): unknown => {
  const result = evaluate(compiled(source), scope, at === undefined ? {} : { at });
  return 'failure' in result ? `FAILURE ${result.failure}` : result.value;
};

describe('values', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['1 + 2 * 3', {}, 7],
    ['card.amount.amount > 1000000', { card: { amount: { amount: 1000001, currency: 'EUR' } } }, true],
    [
      'steps.approve.outcome = "approve" and card.ok',
      { steps: { approve: { outcome: 'approve' } }, card: { ok: true } },
      true,
    ],
    [
      'lines[price > 10].name',
      {
        lines: [
          { name: 'a', price: 5 },
          { name: 'b', price: 11 },
        ],
      },
      ['b'],
    ],
    [
      'lines[price > limit].name',
      {
        limit: 10,
        lines: [
          { name: 'a', price: 5 },
          { name: 'b', price: 11 },
        ],
      },
      ['b'],
    ],
    ['for i in 1..3 return i * 2', {}, [2, 4, 6]],
    ['for i in l, j in l return i + j', { l: [1, 2] }, [2, 3, 3, 4]],
    ['some x in l satisfies x > 2', { l: [1, 3] }, true],
    ['every x in l satisfies x > 2', { l: [1, 3] }, false],
    ['count(l)', { l: [1, 2] }, 2],
    ['{a: 1, b: a + 1}.b', {}, 2],
    ['(function(x) x + 1)(2)', {}, 3],
    ['date("2026-03-04") + duration("P1D")', {}, '2026-03-05'],
    ['post("lawyer")', { post: (key: unknown) => [{ login: key }] }, [{ login: 'lawyer' }]],
    ['unit("sales").head', { unit: (key: unknown) => ({ head: `head of ${String(key)}` }) }, 'head of sales'],
    ['if a = null then "none" else a', { a: null }, 'none'],
    ['5 between 1 and 10', {}, true],
    ['x in ("a", "b")', { x: 'b' }, true],
    ['replace("abc", "[bc]", "x")', {}, 'axx'],
    ['split("a;b;c", ";")', {}, ['a', 'b', 'c']],
    ['concatenate([1], [2, 3])', {}, [1, 2, 3]],
    ['append([1], 2)', {}, [1, 2]],
    ['a // a comment', { a: 1 }, 1],
  ])('%s', (source, scope, expected) => expect(value(source, scope)).toEqual(expected));

  test('the clock is given, never read', () => {
    expect(value('string(now()) + " " + string(today())', {}, Date.UTC(2026, 0, 2, 3))).toMatch(
      /^2026-01-02T03:00:00.* 2026-01-02$/,
    );
    expect(value('today()')).toMatch(/^FAILURE .*current time is not known/);
  });
});

describe('failures instead of wrong answers', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['x > 10', { x: '15' }, /compares a string with a number/],
    ['x = 10', { x: '10' }, /compares a string with a number/],
    ['x between 1 and 20', { x: '15' }, /compares a .*string/],
    ['x > date("2026-01-01")', { x: '2026-02-01' }, /compares a string with a date/],
    ['missing', {}, /missing/],
    ['card.missing', { card: { a: 1 } }, /missing/],
    ['if x then 1 else 2', { x: 'no' }, /not true or false/],
    ['nobody("x")', {}, /nobody/],
    ['1 + "a"', {}, /add/],
    ['for i in 1..1000000000 return i', {}, /turns/],
    ['for i in 1..1000, j in 1..1000 return i', {}, /turns/],
    [
      '{a: "xxxxxxxxxx", b: a+a+a+a+a+a+a+a+a+a, c: b+b+b+b+b+b+b+b+b+b, d: c+c+c+c+c+c+c+c+c+c, e: d+d+d+d+d+d+d+d+d+d, f: e+e+e+e+e+e+e+e+e+e}',
      {},
      /longer/,
    ],
    ['{f: function(g, n) g(g, n + 1), r: f(f, 0)}.r', {}, /turns|deeply/],
  ])('%s', (source, scope, expected) => expect(value(source, scope)).toMatch(expected));

  test('a pattern that would run for ever is answered at once', () => {
    const from = performance.now();
    expect(value('matches(s, "^(a+)+$")', { s: `${'a'.repeat(5000)}!` })).toBe(false);
    expect(performance.now() - from).toBeLessThan(1000);
  });

  test.each(['', '   ', '1 +', 'a = )', '"open', 'a))', '_mr_l(1)', 'x'.repeat(20_000)])(
    'refused when compiled: %.20s',
    (source) => {
      expect(compileExpression(source)).toHaveProperty('problem');
    },
  );

  test('a null or unlike condition is a failure', () => {
    expect(evaluateCondition(compiled('a > 1'), { a: 2 })).toEqual({ value: true });
    expect(evaluateCondition(compiled('a > 1'), { a: null })).toHaveProperty('failure');
    expect(evaluateCondition(compiled('a'), { a: 1 })).toHaveProperty('failure');
  });

  test('failures of one evaluation do not stay for the next', () => {
    const expression = compiled('a.b');
    expect(evaluate(expression, { a: {} })).toHaveProperty('failure');
    expect(evaluate(expression, { a: { b: 1 } })).toEqual({ value: 1 });
  });
});

describe('names', () => {
  test.each<[string, string[]]>([
    ['card.amount.amount > limit', ['card.amount.amount', 'limit']],
    ['for x in items return x.price * rate', ['items', 'rate']],
    ['some x in card.items satisfies x.n = 1', ['card.items']],
    ['lines[price > 3]', ['lines']],
    ['count(lines)', ['lines']],
    ['post("a").head', []],
    ['{a: 1, b: a}', []],
    ['function(x) x + y', ['y']],
  ])('%s', (source, names) => expect(compiled(source).names).toEqual(names));

  test.each<[string, { name: string; text?: string }[]]>([
    ['post("lawyer")', [{ name: 'post', text: 'lawyer' }]],
    ['if a then post(b) else unit(key: "sales").head', [{ name: 'post' }, { name: 'unit', text: 'sales' }]],
    ['list contains(names, "x") and count(names) > 1', []],
    ['{f: function(x) x + 1, y: f(1)}.y', []],
  ])('%s calls %j', (source, calls) => expect(compiled(source).calls).toEqual(calls));
});

describe('unary tests', () => {
  test.each<[string, unknown, unknown]>([
    ['> 10', 11, true],
    ['> 10', 9, false],
    ['"a", "b"', 'b', true],
    ['not("a")', 'a', false],
    ['[1..5]', 3, true],
    ['-', 3, true],
    ['> 10', '15', 'FAILURE'],
  ])('%s with %j', (source, input, expected) => {
    const result = compileUnaryTests(source);
    if ('problem' in result) throw new Error(result.problem);
    const outcome = evaluate(result.expression, {}, { input });
    expect('failure' in outcome ? 'FAILURE' : outcome.value).toEqual(expected);
  });
});
