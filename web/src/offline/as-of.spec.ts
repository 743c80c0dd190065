import { asOf, noteAnswer, onAsOf } from './as-of.ts';

it('tells of when the oldest answer is, until the server answers again', () => {
  const heard: (string | undefined)[] = [];
  const stop = onAsOf(() => heard.push(asOf()));
  noteAnswer(null);
  noteAnswer('2026-11-27T10:00:00.000Z');
  noteAnswer('2026-11-27T11:00:00.000Z');
  noteAnswer('2026-11-27T09:00:00.000Z');
  noteAnswer(null);
  stop();
  noteAnswer('2026-11-27T09:00:00.000Z');
  expect(heard).toEqual(['2026-11-27T10:00:00.000Z', '2026-11-27T09:00:00.000Z', undefined]);
});
