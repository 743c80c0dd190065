import { Refusal } from '../../platform/errors.js';
import type { ActionOutcome } from './route-action.js';

/** Runs `work`; what the rules refuse becomes the action's failure, with every problem named. Bugs still throw. */
export async function refusalAsFailure(work: () => Promise<ActionOutcome>): Promise<ActionOutcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { failure: refusalText(error), code: error.code };
  }
}

/** The refusal in one line, with every problem it names; in English, as everything that a run records. */
export function refusalText(refusal: Refusal): string {
  const problems = refusal.problemsIn('en');
  const details = problems.map(({ path, message }) => `${path}: ${message}`);
  // Where there is one problem, its sentence often is the refusal's own.
  const heading = problems.some(
    ({ message, path }) => refusal.message.includes(message) || refusal.message.includes(path),
  );
  return [...(heading ? [] : [refusal.message]), ...details].join(' ');
}
