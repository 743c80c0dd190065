import { insteadOf, nearestName } from './nearest-name.js';

test.each<[string, readonly string[], string | undefined]>([
  ['ammount', ['subject', 'amount'], 'amount'],
  ['amonut', ['subject', 'amount'], 'amount'],
  ['Amount', ['amount'], 'amount'],
  ['legl', ['finance', 'legal'], 'legal'],
  ['vat', ['amount', 'subject'], undefined],
  ['id', ['on', 'it'], 'it'],
])('%s among %j is %s', (name, known, nearest) => expect(nearestName(name, known)).toBe(nearest));

test('what there is, where nothing is near', () => {
  expect(insteadOf('vat', ['amount', 'subject'])).toBe('expected one of amount, subject');
  expect(insteadOf('vat', [])).toBe('there are none');
  const many = Array.from({ length: 30 }, (_, index) => `field${index}`);
  expect(insteadOf('vat', many)).toMatch(/field19, …$/);
});
