import { say, type Sentence } from '../../platform/words/sentence.js';
import type { AssignmentMove, AssignmentState } from './assignment-life.js';

/** What an assignment is in a state, within a sentence about it. */
export const stateWords: Readonly<Record<AssignmentState, Sentence>> = {
  created: say('created'),
  ready: say('ready'),
  reserved: say('reserved'),
  'in-progress': say('in progress'),
  suspended: say('suspended'),
  completed: say('completed'),
  failed: say('failed'),
  obsolete: say('obsolete'),
  exited: say('withdrawn'),
  reported: say('reported'),
  returned: say('returned'),
};

/** What can be done to an assignment, within a list of it. */
export const moveWords: Readonly<Record<AssignmentMove, Sentence>> = {
  claim: say('claim'),
  release: say('release'),
  delegate: say('delegate'),
  forward: say('forward'),
  start: say('start'),
  suspend: say('suspend'),
  resume: say('resume'),
  skip: say('skip'),
  fail: say('fail'),
  complete: say('complete'),
  report: say('report'),
  accept: say('accept'),
  return: say('return'),
  extend: say('extend'),
  cancel: say('cancel'),
  withdraw: say('withdraw'),
};
