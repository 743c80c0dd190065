import { canUndo, undoErrands } from './undo-errand.ts';
import type { ErrandResult } from './errand.ts';

const done = (id: string, responsible: string | null, status = 'active', version = 2): ErrandResult => ({
  id,
  number: id,
  undo: { responsible, status, version },
});
const refused: ErrandResult = { id: 'r', number: 'r', problem: 'Not yours.' };

describe('taking back an errand for many documents', () => {
  it('gives each what it had, those that had the same together, and nothing to what was refused', () => {
    const results = [done('a', 'anna'), refused, done('b', 'boris'), done('c', 'anna', 'prospect', 7)];
    expect(undoErrands({ responsible: 'clara' }, results, 20)).toEqual([
      { responsible: 'anna', ids: ['a', 'c'], versions: [2, 7] },
      { responsible: 'boris', ids: ['b'], versions: [2] },
    ]);
    expect(undoErrands({ status: 'inactive' }, results, 20)).toEqual([
      { status: 'active', ids: ['a', 'b'], versions: [2, 2] },
      { status: 'prospect', ids: ['c'], versions: [7] },
    ]);
  });

  it('gives back to nobody, in parts', () => {
    const results = ['a', 'b', 'c'].map((id) => done(id, null));
    expect(undoErrands({ responsible: 'clara' }, results, 2)).toEqual([
      { responsible: null, ids: ['a', 'b'], versions: [2, 2] },
      { responsible: null, ids: ['c'], versions: [2] },
    ]);
  });

  it('is offered where all that was done can be taken back', () => {
    expect(canUndo([done('a', null), refused])).toBe(true);
    expect(canUndo([done('a', null), { id: 'b', number: 'b' }])).toBe(false);
    expect(canUndo([refused])).toBe(false);
  });
});
