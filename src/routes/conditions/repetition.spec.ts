import { readCycle } from './repetition.js';

test.each<[string, unknown]>([
  ['R3/PT1H', { first: { kind: 'duration', value: 'PT1H' }, every: 'PT1H', repeat: 2 }],
  ['R/P1D', { first: { kind: 'duration', value: 'P1D' }, every: 'P1D', repeat: null }],
  ['R2/2026-01-01T09:00:00Z/P1W', { first: { kind: 'date', value: '2026-01-01T09:00:00Z' }, every: 'P1W', repeat: 1 }],
  ['R0/PT1H', null],
  ['R3/soon/PT1H', null],
  ['R3/P', null],
  ['0 0/5 * * * ?', null],
  ['PT1H', null],
])('%s', (text, expected) => expect(readCycle(text)).toEqual(expected));
