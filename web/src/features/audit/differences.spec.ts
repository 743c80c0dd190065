import { readAuditSearch, toQuery } from './audit-search.ts';
import { differences } from './differences.ts';

test.each([
  ['nothing', null, null, []],
  ['what came', null, { a: 'x' }, [{ name: 'a', before: '', after: 'x' }]],
  ['what went', { a: { b: 1 } }, {}, [{ name: 'a', before: '{"b":1}', after: '' }]],
  ['what changed, without what stayed', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ name: 'b', before: '2', after: '3' }]],
])('shows %s', (_, before, after, shown) => {
  expect(differences(before, after)).toEqual(shown);
});

test('an address is read as far as it makes sense, and asks for whole days', () => {
  expect(readAuditSearch({ kind: 'session', person: 'x', from: '2026-11-28', to: 7 })).toEqual({
    ...{ kind: 'session', from: '2026-11-28' },
  });
  const { from = '', to = '' } = toQuery({ from: '2026-11-28', to: '2026-11-28' });
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
});
