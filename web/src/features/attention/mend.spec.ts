import { emptyPlaces, withSaid, type MendingCall } from './mend.ts';

const call: MendingCall = {
  label: 'Give it to somebody else',
  method: 'POST',
  path: '/api/x',
  body: { to: '', keep: 1 },
};

it('asks for what only a person can say', () => {
  expect(emptyPlaces(call)).toEqual(['to']);
  expect(emptyPlaces({ ...call, body: { reason: null, a: 0, b: false } })).toEqual(['reason']);
  expect(emptyPlaces({ label: 'Try again', method: 'POST', path: '/api/x' })).toEqual([]);
});

it('fills it in and leaves the rest', () => {
  expect(withSaid(call, { to: 'lawyer' }).body).toEqual({ to: 'lawyer', keep: 1 });
});
