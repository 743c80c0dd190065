import { compileExpression, compileUnaryTests } from '../../platform/feel/expression.js';
import type { Expression } from '../../platform/feel/expression.js';
import { decide } from './decision-table.js';
import type { DecisionPlan, HitPolicy } from './decision-table.js';

function expression(source: string): Expression {
  const compiled = compileExpression(source);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled.expression;
}
function test_(source: string): Expression | null {
  if (source === '-') return null;
  const compiled = compileUnaryTests(source);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled.expression;
}
const table = (hitPolicy: HitPolicy, rules: readonly [string, string][]): DecisionPlan => ({
  hitPolicy,
  result: 'r',
  inputs: [expression('amount')],
  outputs: [{ name: 'level', values: ['high', 'middle', 'low'] }],
  rules: rules.map(([when, then]) => ({ when: [test_(when)], then: [expression(then)] })),
});
const levels: readonly [string, string][] = [
  ['> 10', '"low"'],
  ['> 100', '"middle"'],
  ['> 1000', '"high"'],
];
const numbers: readonly [string, string][] = [
  ['> 10', '1'],
  ['> 100', 'amount * 2'],
  ['-', '5'],
];

test.each<[HitPolicy, readonly [string, string][], number, unknown]>([
  ['UNIQUE', levels, 50, 'low'],
  ['UNIQUE', levels, 5, null],
  ['UNIQUE', levels, 500, 'FAILURE'],
  ['FIRST', levels, 5000, 'low'],
  ['ANY', levels, 500, 'FAILURE'],
  ['ANY', [levels[0] ?? ['-', '1'], ['> 20', '"low"']], 50, 'low'],
  ['PRIORITY', levels, 5000, 'high'],
  ['OUTPUT ORDER', levels, 5000, ['high', 'middle', 'low']],
  ['RULE ORDER', levels, 5000, ['low', 'middle', 'high']],
  ['COLLECT', levels, 500, ['low', 'middle']],
  ['COLLECT', levels, 1, []],
  ['COLLECT SUM', numbers, 200, 406],
  ['COLLECT MIN', numbers, 200, 1],
  ['COLLECT MAX', numbers, 200, 400],
  ['COLLECT COUNT', numbers, 200, 3],
  ['COLLECT SUM', levels, 500, 'FAILURE'],
])('%s', (policy, rules, amount, expected) => {
  const decided = decide(table(policy, rules), { amount }, 0);
  expect('failure' in decided ? 'FAILURE' : decided.value).toEqual(expected);
});

describe('priority', () => {
  const expressions = (...sources: string[]): Expression[] => sources.map(expression);
  const plan = (
    hitPolicy: HitPolicy,
    values: readonly (readonly unknown[])[],
    rows: readonly string[][],
  ): DecisionPlan => ({
    hitPolicy,
    result: 'r',
    inputs: [],
    outputs: values.map((allowed, index) => ({ name: `o${index + 1}`, values: allowed })),
    rules: rows.map((row) => ({ when: [], then: expressions(...row) })),
  });
  const value = (decided: ReturnType<typeof decide>): unknown =>
    'failure' in decided ? decided.failure : decided.value;

  test('numbers, truths and dates are compared as what they are, not as texts', () => {
    const numeric = plan('OUTPUT ORDER', [[100, 20, 3]], [['3'], ['20'], ['10 * 10']]);
    expect(value(decide(numeric, {}, 0))).toEqual([100, 20, 3]);
    expect(value(decide(plan('PRIORITY', [[true, false]], [['false'], ['1 = 1']]), {}, 0))).toBe(true);
    const dated = plan('PRIORITY', [['2026-02-01', '2026-01-01']], [['date("2026-01-01")'], ['date("2026-02-01")']]);
    expect(value(decide(dated, {}, 0))).toBe('2026-02-01');
    expect(value(decide(plan('PRIORITY', [['1']], [['1']]), {}, 0))).toContain('none of the values of o1');
  });

  test('the first output counts most; outputs without a list do not count; equals keep the order of the rules', () => {
    const rows = [
      ['"low"', '"z"', '1'],
      ['"high"', '"b"', '2'],
      ['"high"', '"a"', '3'],
      ['"high"', '"a"', '4'],
    ];
    const ordered = plan('OUTPUT ORDER', [['high', 'low'], ['a', 'b', 'z'], []], rows);
    expect(value(decide(ordered, {}, 0))).toMatchObject([{ o3: 3 }, { o3: 4 }, { o3: 2 }, { o3: 1 }]);
    const second = plan('OUTPUT ORDER', [[], ['a', 'b', 'z'], []], rows);
    expect(value(decide(second, {}, 0))).toMatchObject([{ o3: 3 }, { o3: 4 }, { o3: 2 }, { o3: 1 }]);
  });
});

test.each<HitPolicy>(['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT', 'COLLECT SUM'])(
  '%s: the default stands where no rule matches, and only there',
  (policy) => {
    const plan = table(policy, [['> 10', '"high"']]);
    const outputs = plan.outputs.map((output) => ({ ...output, otherwise: expression('"low"') }));
    expect(decide({ ...plan, outputs }, { amount: 1 }, 0)).toEqual({ value: 'low' });
    const decided = decide({ ...plan, outputs }, { amount: 11 }, 0);
    expect('value' in decided ? [decided.value].flat() : ['high']).toEqual(['high']);
  },
);

test('an input that is a date is compared as one', () => {
  const plan = { ...table('FIRST', [['> date("2026-01-31")', '"late"']]), inputs: [expression('date(day)')] };
  expect(decide(plan, { day: '2026-02-01' }, 0)).toEqual({ value: 'late' });
  expect(decide(plan, { day: '2026-01-01' }, 0)).toEqual({ value: null });
});

test('the least and the greatest of texts and dates; numbers and texts have none', () => {
  const dates: readonly [string, string][] = [
    ['-', 'date("2026-03-01")'],
    ['-', 'date("2026-01-15")'],
  ];
  expect(decide(table('COLLECT MIN', dates), { amount: 1 }, 0)).toEqual({ value: '2026-01-15' });
  expect(decide(table('COLLECT MAX', dates), { amount: 1 }, 0)).toEqual({ value: '2026-03-01' });
  expect(decide(table('COLLECT MAX', [...dates, ['-', '1']]), { amount: 1 }, 0)).toHaveProperty('failure');
});

test('several outputs give a context; an input that cannot be evaluated is a failure', () => {
  const plan: DecisionPlan = {
    ...table('FIRST', []),
    outputs: [
      { name: 'a', values: [] },
      { name: 'b', values: [] },
    ],
    rules: [{ when: [null], then: [expression('1'), expression('amount')] }],
  };
  expect(decide(plan, { amount: 7 }, 0)).toEqual({ value: { a: 1, b: 7 } });
  expect(decide(plan, {}, 0)).toHaveProperty('failure');
});
