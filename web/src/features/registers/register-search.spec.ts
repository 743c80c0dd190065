import { readRegisterSearch } from './register-search.ts';

describe('the address of a register', () => {
  it('is read as it was written', () => {
    const search = {
      ...{ view: 'open', q: 'silver', sort: '-amount', as: 'board', selected: '0190', month: '2026-12', by: 'dueAt' },
      filter: [
        { field: 'status', op: 'in', value: ['draft'] },
        { field: 'validUntil', op: 'empty' },
      ],
    };
    expect(readRegisterSearch(search)).toEqual(search);
  });

  it.each([
    ['nothing', {}, {}],
    ['a number that was searched for', { q: 4711 }, { q: '4711' }],
    ['a table, for views that are none', { as: 'table' }, { as: 'table' }],
    ['texts that are none', { view: ['x'], q: '', sort: null, selected: { id: 1 } }, {}],
    ['an impossible month', { month: '2026-13' }, {}],
    ['a filter that is none', { filter: 'status' }, {}],
    [
      'conditions that cannot be meant',
      { filter: [null, 1, {}, { field: 'a', op: 'like' }, { field: 1, op: 'eq' }, { field: 'a', op: 'eq', value: 2 }] },
      { filter: [{ field: 'a', op: 'eq', value: 2 }] },
    ],
    ['no conditions at all, which differs from those of the view', { filter: [] }, { filter: [] }],
  ])('takes out of %s what can be meant', (_, raw, read) => expect(readRegisterSearch(raw)).toEqual(read));
});
