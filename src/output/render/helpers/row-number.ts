import { describeValue, HelperFailure } from '../template-problem.js';
import type { Helper } from './helper.js';

/** `{{rowNumber @index}}`: rows are counted from one on paper. */
export const rowNumberHelper: Helper = ({ args: [index] }) => {
  if (typeof index !== 'number') {
    throw new HelperFailure(`rowNumber: expected @index inside {{#each}}, got ${describeValue(index)}`);
  }
  return index + 1;
};
