import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router';
import fc from 'fast-check';
import { readSearchText, writeSearchText } from './search-text.ts';

const names = fc.stringMatching(/^[a-z]{1,8}$/);
const values = fc.oneof(
  fc.string(),
  fc.uuid(),
  fc.constantFrom(
    '',
    '1',
    '0 ',
    '\n[1]',
    '\u00a0true',
    '-1.5e3',
    '007',
    '1 000',
    'true',
    'null',
    '"',
    '{',
    '[]',
    '{"a":1}',
    '2026-11-28',
  ),
  fc.boolean(),
  fc.integer(),
  fc.array(fc.string()),
  fc.dictionary(names, fc.string(), { noNullPrototype: true }),
);

describe('the search part of an address', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(names, values, { noNullPrototype: true }), (search) => {
        expect(readSearchText(writeSearchText(search))).toEqual(search);
      }),
    );
  });

  it('is what the router would write, which reads it as the same', () => {
    fc.assert(
      fc.property(fc.dictionary(names, values, { noNullPrototype: true }), (search) => {
        expect({ ...defaultParseSearch(writeSearchText(search)) }).toEqual(search);
        expect(readSearchText(defaultStringifySearch(search))).toEqual(search);
      }),
    );
  });

  it('leaves an id as it is', () => {
    expect(writeSearchText({ assignment: '01a22054-aa17-72bd-88c3-fe7a1b44bc40', file: undefined })).toBe(
      '?assignment=01a22054-aa17-72bd-88c3-fe7a1b44bc40',
    );
  });
});
