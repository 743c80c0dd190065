import { assignmentStates, movesFrom, openStates, stateAfter } from './assignment-life.js';

describe('the life of an assignment', () => {
  it('goes on from every open state, and nowhere from a final one', () => {
    for (const state of openStates) expect(movesFrom(state).length).toBeGreaterThan(0);
    for (const state of ['completed', 'failed', 'obsolete', 'exited'] as const) expect(movesFrom(state)).toEqual([]);
  });

  it('waits for the controller only, once it is reported', () => {
    expect(movesFrom('reported')).toEqual(['accept', 'return', 'cancel']);
    expect(stateAfter('reported', 'complete')).toBeUndefined();
    expect(stateAfter('returned', 'report')).toBe('reported');
  });

  it('only comes back from being suspended', () => {
    expect(movesFrom('suspended')).toEqual(['resume', 'cancel']);
  });

  it('knows every state', () => {
    expect(new Set(assignmentStates).size).toBe(assignmentStates.length);
  });
});
