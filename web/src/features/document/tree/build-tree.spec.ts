import fc from 'fast-check';
import type { Assignment } from '../../../assignments/assignments.ts';
import { buildTree, standingOf, type TreeNode } from './build-tree.ts';

const one = (id: string, more: Partial<Assignment> = {}) =>
  ({ id, state: 'reserved', issuedAt: '2026-01-01', ...more }) as Assignment;
const told = (nodes: readonly TreeNode[]): unknown[] =>
  nodes.map(({ assignment, parts }) => (parts.length > 0 ? [assignment.id, told(parts)] : assignment.id));

describe('the tree of assignments', () => {
  it('has parts below what they are parts of, co-performers first', () => {
    const tree = buildTree([
      one('part', { parent: 'lead', issuedAt: '2026-01-02' }),
      one('co', { parent: 'lead', coPerformer: true, issuedAt: '2026-01-03' }),
      one('deep', { parent: 'part' }),
      one('lead'),
      one('alone', { issuedAt: '2026-01-09' }),
    ]);
    expect(told(tree)).toEqual([['lead', ['co', ['part', ['deep']]]], 'alone']);
  });

  it('leaves steps of routes to the route unless they have parts', () => {
    expect(
      told(buildTree([one('step', { run: 'r' }), one('busy', { run: 'r' }), one('part', { parent: 'busy' })])),
    ).toEqual([['busy', ['part']]]);
  });

  it('loses nothing that was given by hand, whatever is seen of it', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const assignments = fc.uniqueArray(fc.record({ id, before: fc.nat(3) }), { selector: ({ id: key }) => key });
    fc.assert(
      fc.property(assignments, (list) => {
        // A part is given after what it is a part of; that may be out of sight.
        const given = list.map(({ id: key, before }, index) =>
          one(key, before === 0 || index === 0 ? {} : { parent: list[index - 1]?.id ?? 'unseen' }),
        );
        const count = (nodes: readonly TreeNode[]): number =>
          nodes.reduce((sum, { parts }) => sum + 1 + count(parts), 0);
        expect(count(buildTree(given))).toBe(given.length);
        expect(count(buildTree(given.slice(1)))).toBe(Math.max(given.length - 1, 0));
      }),
    );
  });
});

it('says how it is', () => {
  expect(standingOf({ state: 'ready' })).toBe('offered');
  expect(standingOf(one('a'))).toBe('offered');
  expect(standingOf(one('a', { performer: { id: 'p', login: 'p', name: 'P' } }))).toBe('open');
  expect(standingOf(one('a', { state: 'exited' }))).toBe('withdrawn');
});
