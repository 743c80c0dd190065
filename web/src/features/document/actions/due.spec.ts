import { dueText, endOfDay, isChosen } from './due.ts';

it('says by when as the server reads it', () => {
  expect(dueText({ kind: 'none' })).toBeUndefined();
  expect(dueText({ kind: 'days', days: 3 })).toBe('3 working days');
  expect(dueText({ kind: 'day', day: '2026-12-04' })).toBe('2026-12-04');
  expect(dueText({ kind: 'day', day: '' })).toBeUndefined();
  expect(isChosen({ kind: 'day', day: '' })).toBe(false);
  expect(isChosen({ kind: 'none' })).toBe(true);
  expect(new Date(endOfDay('2026-12-04')).getHours()).toBe(18);
});
