import { assignmentStates, isOpen, movesFrom, stateAfter, type AssignmentMove } from './assignment-life.js';

/** From each state: every move that is possible, and where it leads to. All others are refused. */
const life: Readonly<Record<(typeof assignmentStates)[number], string>> = {
  created: 'cancel obsolete, withdraw obsolete',
  ready:
    'claim reserved, delegate reserved, forward reserved, suspend suspended, skip obsolete, fail failed, ' +
    'complete completed, report reported, cancel obsolete, withdraw obsolete',
  reserved:
    'release ready, delegate reserved, forward reserved, start in-progress, suspend suspended, skip obsolete, fail failed, ' +
    'complete completed, report reported, extend reserved, cancel obsolete, withdraw obsolete',
  'in-progress':
    'release ready, delegate reserved, forward reserved, start in-progress, suspend suspended, skip obsolete, fail failed, ' +
    'complete completed, report reported, extend in-progress, cancel obsolete, withdraw obsolete',
  returned:
    'release ready, delegate reserved, forward reserved, start in-progress, suspend suspended, skip obsolete, fail failed, ' +
    'complete completed, report reported, extend returned, cancel obsolete, withdraw obsolete',
  suspended: 'forward reserved, resume reserved, extend suspended, cancel obsolete, withdraw obsolete',
  reported: 'accept completed, return returned, cancel obsolete, withdraw obsolete',
  completed: '',
  failed: '',
  obsolete: '',
  exited: '',
};

describe('the life of an assignment', () => {
  it.each(assignmentStates)('goes on from %s as the table says', (state) => {
    const moves: readonly AssignmentMove[] = stateAfter(state, 'withdraw') ? [...movesFrom(state), 'withdraw'] : [];
    expect(moves.map((move) => `${move} ${stateAfter(state, move)}`).join(', ')).toBe(life[state]);
  });

  it('waits for its performer until it is over, or reported', () => {
    expect(assignmentStates.filter((state) => !isOpen(state))).toEqual([
      'completed',
      'failed',
      'obsolete',
      'exited',
      'reported',
    ]);
  });
});
