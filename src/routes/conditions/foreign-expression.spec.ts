import { toFeelText } from './foreign-expression.js';

test.each<[string, string | null]>([
  ['a > 1', 'a > 1'],
  ['= a > 1', 'a > 1'],
  ['${input == 1}', 'input = 1'],
  ["${a != 'x' && !b}", 'a != "x" and not(b)'],
  ['#{order.price le 100 or empty2}', 'order.price <= 100 or empty2'],
  ['${not done}', 'not(done)'],
  ['${a > 1 ? "x" : "y"}', 'if a > 1 then "x" else "y"'],
  ['${bean.check(1)}', null],
  ['${a % 2}', null],
])('%s', (text, feel) => {
  const mapped = toFeelText(text);
  expect('feel' in mapped ? mapped.feel : null).toBe(feel);
});
