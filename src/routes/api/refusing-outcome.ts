import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import type { AssignmentView } from '../assignments/assignment-row.js';

/**
 * The outcome that `refuse` stands for: `refuse` or `reject`, or else the only one that needs a reason.
 * @throws Refusal conflict when the assignment cannot be refused
 */
export function refusingOutcome({ outcomes }: Pick<AssignmentView, 'outcomes'>): string {
  const named = outcomes.find(({ key }) => key === 'refuse' || key === 'reject');
  const reasoned = outcomes.filter(({ reasonRequired }) => reasonRequired);
  const chosen = named ?? (reasoned.length === 1 ? reasoned[0] : undefined);
  if (chosen) return chosen.key;
  const keys = outcomes.map(({ key }) => key).join(', ');
  throw new Refusal(
    'conflict',
    'cannot-be-refused',
    say('This assignment has no outcome that refuses; it can be completed with {keys}.', { keys }),
  );
}
