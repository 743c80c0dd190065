import fc from 'fast-check';
import type { Condition, RegisterSearch } from './register-search.ts';
import {
  isMine,
  layoutOfView,
  listOf,
  nextSort,
  stateOf,
  statusesOf,
  toggleMine,
  viewsFrom,
  viewsOf,
  withChange,
  withLayout,
  withStatuses,
} from './register-state.ts';

const open: Condition = { field: 'status', op: 'in', value: ['draft', 'approval'] };
const dear: Condition = { field: 'amount', op: 'gt', value: '1000' };
const views = viewsOf({
  fields: [],
  views: [
    { key: 'open', name: 'Open', columns: ['number'], filter: { and: [{ ...open }] }, sort: '-createdAt' },
    { key: 'all', name: 'All', columns: ['number'] },
  ],
});
const [first] = views;
if (!first) throw new Error('There is a first view.');

describe('what an address means', () => {
  it('is the first view where it says nothing, or names one that there is not', () => {
    const state = { view: first, q: '', filter: [open], sort: '-createdAt', changed: false };
    expect(stateOf(views, {})).toEqual(state);
    expect(stateOf(views, { view: 'gone' })).toEqual(state);
  });

  it('is a change of the view where filter or order differ from it', () => {
    expect(stateOf(views, { filter: [] })).toMatchObject({ filter: [], sort: '-createdAt', changed: true });
    expect(stateOf(views, { sort: 'amount' }).changed).toBe(true);
    expect(stateOf(views, { filter: [open], q: 'x' }).changed).toBe(false);
  });

  it('gives a view to a stream without any', () => {
    const [all] = viewsOf({ views: [], fields: [{ key: 'subject', name: 'Subject', type: 'text' }] });
    expect(all?.columns).toEqual(['number', 'title', 'subject', 'status', 'responsible']);
  });
});

describe('the views of a register', () => {
  const stream = { key: 'contracts', fields: [], views: [{ key: 'open', name: 'Open', columns: ['number'] }] };
  const answered = (more: object) => ({
    ...{ id: 'contracts:open', stream: 'contracts', name: 'Atviros', kind: 'table', hidden: false, mayEdit: false },
    ...{ columns: [{ field: 'number' }], filter: null, sort: null, source: 'stream', sharedWith: null, owner: null },
    ...more,
  });
  const from = (...views: object[]) =>
    viewsFrom(stream as unknown as Parameters<typeof viewsFrom>[0], views as Parameters<typeof viewsFrom>[1]);

  it('are those of its definition until the server has answered', () => {
    expect(viewsFrom(stream as unknown as Parameters<typeof viewsFrom>[0], undefined)).toEqual([
      { key: 'open', name: 'Open', columns: ['number'], filter: [] },
    ]);
  });

  it('are those of this register alone, called as addresses call them', () => {
    const columns = [{ field: 'amount', width: 200 }, { field: 'number' }];
    const mine = answered({
      id: 'a-uuid',
      source: 'mine',
      mayEdit: true,
      columns,
      sort: '-amount',
      filter: { and: [dear] },
    });
    const [first, second, ...others] = from(answered({}), mine, answered({ id: 'works:all', stream: 'works' }));
    expect(first).toMatchObject({ key: 'open', name: 'Atviros', filter: [] });
    expect(first?.kept).toBeUndefined();
    expect(second).toMatchObject({
      ...{ key: 'a-uuid', columns: ['amount', 'number'], widths: { amount: 200 }, sort: '-amount', filter: [dear] },
      kept: { mayEdit: true },
    });
    expect(others).toEqual([]);
  });
});

describe('a change', () => {
  it('says in the address only what the view does not say', () => {
    const search: RegisterSearch = { view: 'open', selected: 'x' };
    const changed = withChange(search, first, { filter: [open, dear], sort: 'amount', q: 'ltd' });
    expect(changed).toEqual({ ...search, filter: [open, dear], sort: 'amount', q: 'ltd' });
    expect(withChange(changed, first, { filter: [open], sort: '-createdAt', q: '' })).toEqual(search);
  });

  it('leads to the state that was asked for, whatever it was', () => {
    const condition = fc.record({
      field: fc.constantFrom('status', 'amount', 'responsible'),
      op: fc.constantFrom('eq' as const, 'ne' as const, 'empty' as const),
      value: fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string())),
    });
    fc.assert(
      fc.property(
        fc.array(condition),
        fc.constantFrom('', 'amount', '-createdAt'),
        fc.string(),
        fc.constantFrom(...views),
        (filter, sort, q, view) => {
          const state = stateOf(views, withChange({ view: view.key }, view, { filter, sort, q }));
          expect(new Set(state.filter.map((entry) => JSON.stringify(entry)))).toEqual(
            new Set((state.changed || filter.length > 0 ? filter : view.filter).map((entry) => JSON.stringify(entry))),
          );
          expect(state.q).toBe(q);
        },
      ),
    );
  });
});

describe('what the API is asked', () => {
  it('is the filter with me in the place of whoever looks', () => {
    const state = stateOf(views, { view: 'all', filter: toggleMine([open]), q: '  ltd ' });
    expect(listOf('contracts', state, 'my-id')).toEqual({
      stream: 'contracts',
      q: 'ltd',
      filter: JSON.stringify({ and: [open, { field: 'responsible', op: 'eq', value: 'my-id' }] }),
    });
    expect(listOf('contracts', stateOf(views, { view: 'all' }), 'my-id')).toEqual({ stream: 'contracts' });
  });
});

describe('quick filters', () => {
  it('show mine instead of somebody else’s, and again those of all', () => {
    const others: Condition = { field: 'responsible', op: 'eq', value: 'somebody' };
    const mine = toggleMine([dear, others]);
    expect(isMine([dear, others])).toBe(false);
    expect(isMine(mine)).toBe(true);
    expect(toggleMine(mine)).toEqual([dear]);
  });

  it('show one status, several, or all', () => {
    expect(statusesOf([dear])).toEqual([]);
    for (const statuses of [['draft'], ['draft', 'done'], []])
      expect(statusesOf(withStatuses([open, dear], statuses))).toEqual(statuses);
    expect(withStatuses([open, dear], [])).toEqual([dear]);
  });

  it('sort up, then down, then as the view does', () => {
    expect(nextSort('-createdAt', 'amount')).toBe('amount');
    expect(nextSort('amount', 'amount')).toBe('-amount');
    expect(nextSort('-amount', 'amount')).toBeUndefined();
  });
});

describe('the layout of a register', () => {
  const board = { kind: 'board' } as const;

  it('is that of the view until another is asked for', () => {
    expect(layoutOfView({}, {})).toBe('table');
    expect(layoutOfView(board, {})).toBe('board');
    expect(layoutOfView(board, { as: 'table' })).toBe('table');
  });

  it('is said in the address only where the view says another', () => {
    expect(withLayout({ q: 'x' }, {}, 'board')).toEqual({ q: 'x', as: 'board' });
    expect(withLayout({ as: 'board' }, {}, 'table')).toEqual({});
    expect(withLayout({ as: 'table' }, board, 'board')).toEqual({});
    expect(withLayout({}, board, 'table')).toEqual({ as: 'table' });
  });
});
