import type { UserNode } from '../../compile/route-graph.js';
import type { Draft, ElementBehaviour } from '../draft.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { roundOf, scopeOf } from '../scope.js';
import type { Instance } from '../state.js';
import { throwError } from '../throwing.js';

/** Asks the shell to find the performer and to issue the assignment. */
export function issueAssignment(draft: Draft, node: UserNode, instance: Instance): void {
  const item = node.loop?.item === undefined ? undefined : instance.variables?.[node.loop.item];
  draft.command({
    type: 'issue-assignment',
    instance: instance.id,
    element: node.id,
    round: roundOf(draft, instance),
    scope: scopeOf(draft, instance),
    ...(instance.route === undefined ? {} : { route: instance.route }),
    ...(item === undefined ? {} : { item }),
    ...(instance.confirms ? { again: { performer: instance.confirms.performer } } : {}),
  });
}

/** A user or manual task: an assignment is issued, and the task waits until it is done. */
export const user: ElementBehaviour<UserNode> = {
  enter(draft, node, instance) {
    const round = roundOf(draft, instance);
    const limit = node.assignment.roundLimit;
    if (limit !== undefined && round > limit && !instance.confirms) {
      if (throwError(draft, instance, 'rounds-exceeded')) return;
      raiseIncident(
        draft,
        instance,
        'enter',
        'rounds-exceeded',
        `this would be round ${round}; at most ${limit} are allowed`,
      );
      return;
    }
    issueAssignment(draft, node, instance);
  },
  proceed: (draft, _node, instance) => complete(draft, instance.id),
  withdraw(draft, node, instance) {
    if (instance.loop) return;
    const why = draft.status === 'cancelled' ? 'exited' : 'obsolete';
    draft.command({ type: 'withdraw-assignment', instance: instance.id, element: node.id, why });
  },
};
