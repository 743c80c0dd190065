import type { Assignment } from './assignments.ts';
import { choicesOf, commonChoices } from './choices.ts';

const me = { id: 'me', login: 'lawyer', name: 'L' };
const other = { id: 'other', login: 'cfo', name: 'C' };
const approve = { key: 'approve', label: 'Approve', reasonRequired: false };
const reject = { key: 'reject', label: 'Send back', reasonRequired: true };
const make = (given: Partial<Assignment>): Assignment =>
  ({ state: 'reserved', performer: me, candidates: [], outcomes: [approve, reject], ...given }) as Assignment;
const said = (assignment: Assignment) => choicesOf(assignment, 'me').map(({ kind, outcome }) => outcome ?? kind);

describe('what I may answer', () => {
  it.each<[string, Partial<Assignment>, string[]]>([
    ['the outcomes, the one that goes on first', { outcomes: [reject, approve] }, ['approve', 'reject']],
    ['that it is done, where there are no outcomes', { outcomes: [] }, ['complete']],
    [
      'that I take it on, where it is offered to several',
      { state: 'ready', performer: undefined, candidates: [me] },
      ['claim'],
    ],
    ['a report that I control', { state: 'reported', performer: other, controller: me }, ['accept', 'return']],
    ['a report of a co-performer that I lead', { state: 'reported', performer: other, lead: me }, ['accept', 'return']],
    ['nothing to my own report', { state: 'reported', controller: other }, []],
    ["nothing to what is somebody else's", { performer: other }, []],
    ['nothing to what is done', { state: 'completed' }, []],
    ['nothing to what is suspended', { state: 'suspended' }, []],
  ])('%s', (_, given, expected) => {
    expect(said(make(given))).toEqual(expected);
  });

  it('marks one main choice, and those that need a reason as ways back', () => {
    const second = { key: 'later', label: 'Later', reasonRequired: false };
    const weights = choicesOf(make({ outcomes: [reject, approve, second] }), 'me').map(({ outcome, weight }) => [
      outcome,
      weight,
    ]);
    expect(weights).toEqual([
      ['approve', 'main'],
      ['later', 'other'],
      ['reject', 'back'],
    ]);
  });

  it('answers several at once only with what all of them offer', () => {
    const done = make({ outcomes: [] });
    expect(commonChoices([make({}), make({ outcomes: [approve] })], 'me').map(({ outcome }) => outcome)).toEqual([
      'approve',
    ]);
    expect(commonChoices([make({}), done], 'me')).toEqual([]);
    expect(commonChoices([], 'me')).toEqual([]);
  });
});
