import { touchedDecisions, type TakenDecision } from './bound-decisions.js';
import type { DecisionBinding } from './run-record.js';

const everything: DecisionBinding = { fields: null, files: true };
const taken = (more: Partial<TakenDecision>): TakenDecision => ({
  id: 'a1',
  element: 'legal',
  container: 'i1',
  turn: null,
  sequence: 2,
  outcome: 'approve',
  negative: false,
  binding: everything,
  contentHash: 'before',
  lapsed: false,
  ...more,
});
const ids = (decisions: readonly TakenDecision[], hashOf: (decision: TakenDecision) => string) =>
  touchedDecisions(decisions, hashOf).map(({ decision, ask }) => `${decision.id}${ask ? '' : ' silently'}`);

describe('decisions that a change touches', () => {
  it('are those bound to what has changed, and no others', () => {
    const text = taken({ id: 'text', binding: { fields: ['subject'], files: true }, contentHash: 'same' });
    const amount = taken({ id: 'amount', element: 'finance', binding: { fields: ['amount'], files: false } });
    const nothing = taken({ id: 'nothing', element: 'note', binding: null });
    const hashOf = ({ binding }: TakenDecision) => (binding?.fields?.includes('amount') ? 'now' : 'same');
    expect(ids([text, amount, nothing], hashOf)).toEqual(['amount']);
  });

  it('are none while nothing has changed', () => {
    expect(ids([taken({})], () => 'before')).toEqual([]);
  });

  it('are only the last of each task and of each turn', () => {
    const rounds = [taken({ id: 'first' }), taken({ id: 'second', sequence: 5 })];
    expect(ids(rounds, () => 'now')).toEqual(['second']);
    const turns = [taken({ id: 'one', turn: 1 }), taken({ id: 'two', turn: 2, sequence: 3 })];
    expect(ids(turns, () => 'now')).toEqual(['one', 'two']);
  });

  it('are no rejections, and are not asked for again once the document was sent back', () => {
    const rejected = taken({ id: 'no', element: 'finance', sequence: 4, negative: true });
    expect(ids([taken({}), rejected], () => 'now')).toEqual(['a1 silently']);
    const after = taken({ id: 'again', sequence: 7 });
    expect(ids([taken({}), rejected, after], () => 'now')).toEqual(['again']);
  });

  it('are not told twice', () => {
    expect(ids([taken({ lapsed: true })], () => 'now')).toEqual([]);
  });
});
