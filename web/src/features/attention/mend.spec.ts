import { emptyPlaces, isSaid, variable, withSaid, type MendingCall } from './mend.ts';

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

it('asks for a variable where the server leaves them open, and knows numbers from texts', () => {
  const retry: MendingCall = {
    label: 'Set a variable and try again',
    method: 'POST',
    path: '/api/x',
    body: { variables: {} },
  };
  expect(emptyPlaces(retry)).toEqual(['variables']);
  expect(variable(' limit ', '5')).toEqual({ limit: 5 });
  expect(variable('chosen', 'manager')).toEqual({ chosen: 'manager' });
  expect(isSaid(retry, {})).toBe(false);
  expect(isSaid(retry, { variables: variable('', '5') })).toBe(false);
  expect(isSaid(retry, { variables: variable('limit', '5') })).toBe(true);
});

it('asks for everything before it is sent', () => {
  const move: MendingCall = {
    label: 'Go on elsewhere',
    method: 'POST',
    path: '/api/x',
    body: { from: 'i7', to: '', reason: '' },
  };
  expect(isSaid(move, { to: 'end' })).toBe(false);
  expect(isSaid(move, { to: 'end', reason: '  ' })).toBe(false);
  expect(isSaid(move, { to: 'end', reason: 'Decided by phone' })).toBe(true);
});
