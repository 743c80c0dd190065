import { Refusal } from '../errors.js';
import { say } from '../words/sentence.js';

/** Deeper than any card, filter or list of steps; a thousand levels more would break every function that recurses. */
const deepest = 40;

/**
 * Refuses JSON that is nested so deeply that only an attacker would send it. Walks without recursion.
 * @throws Refusal malformed
 */
export function refuseDeepJson(value: unknown): void {
  let level: object[] = isObject(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > deepest) {
      const message = say('Expected JSON of at most {most} levels.', { most: deepest });
      throw new Refusal('malformed', 'json-too-deep', message, [{ path: '', code: 'json-too-deep', message }]);
    }
    level = level.flatMap((entry) => Object.values(entry).filter(isObject));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
