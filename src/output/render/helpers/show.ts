import { describeValue, HelperFailure } from '../template-problem.js';
import type { Helper } from './helper.js';

/**
 * What a plain `{{path}}` means: texts and numbers are printed, null prints nothing, and anything else (an object, a
 * list, nothing at all) is a mistake of the template. The compiler puts it in; templates do not name it.
 */
export const showHelper: Helper = ({ args: [value, path] }) => {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new HelperFailure(`"${String(path)}" is ${describeValue(value)}; expected a text or a number to print`);
};
