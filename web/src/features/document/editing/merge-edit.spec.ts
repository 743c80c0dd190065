import fc from 'fast-check';
import { mergeEdit, same } from './merge-edit.ts';

const before = { subject: 'Lamps', amount: { amount: '10.00', currency: 'EUR' }, kind: 'sale' };

describe('two people edit one card', () => {
  it('keeps both where they changed different fields', () => {
    const merge = mergeEdit(before, { subject: 'Desks' }, { ...before, kind: 'lease', note: 'urgent' });
    expect(merge).toEqual({ conflicts: [], others: ['kind', 'note'], mine: { subject: 'Desks' } });
  });

  it('asks where they changed the same field, and not where they agree', () => {
    const theirs = { subject: 'Chairs', amount: { currency: 'EUR', amount: '12.00' }, kind: 'sale' };
    const mine = { subject: 'Desks', amount: { amount: '12.00', currency: 'EUR' } };
    expect(mergeEdit(before, mine, theirs)).toEqual({
      conflicts: [{ key: 'subject', before: 'Lamps', mine: 'Desks', theirs: 'Chairs' }],
      others: [],
      mine: { subject: 'Desks' },
    });
  });

  it('sees that a field was emptied', () => {
    expect(mergeEdit(before, { kind: null }, { ...before, kind: 'lease' }).conflicts).toEqual([
      { key: 'kind', before: 'sale', mine: null, theirs: 'lease' },
    ]);
    const { kind: _, ...emptied } = before;
    expect(mergeEdit(before, { kind: 'lease' }, emptied).conflicts).toEqual([
      { key: 'kind', before: 'sale', mine: 'lease', theirs: null },
    ]);
    expect(mergeEdit(before, { kind: null }, emptied)).toEqual({ conflicts: [], others: [], mine: {} });
  });

  const values = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.oneof(fc.constantFrom('x', 'y', '', null, 1), fc.array(fc.constantFrom('x', 'y'))),
  );
  it('loses nothing: whatever I changed is there already, still to be saved, or asked about', () => {
    fc.assert(
      fc.property(values, values, values, (was, mine, theirs) => {
        const merge = mergeEdit(was, mine, theirs);
        for (const [key, value] of Object.entries(mine))
          expect(same(theirs[key], value) || same(merge.mine[key], value)).toBe(true);
        for (const { key } of merge.conflicts) expect(same(was[key], theirs[key])).toBe(false);
        for (const key of Object.keys(theirs))
          if (!same(was[key], theirs[key]) && !Object.hasOwn(mine, key)) expect(merge.others).toContain(key);
      }),
    );
  });
});
