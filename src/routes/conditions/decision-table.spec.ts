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
