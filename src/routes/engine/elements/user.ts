import type { UserNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { raiseIncident } from '../incidents.js';
import { complete } from '../life.js';
import { roundsOf, scopeOf } from '../scope.js';
import { throwError } from '../throwing.js';

/** A user or manual task: an assignment is issued, and the task waits until it is done. */
export const user: ElementBehaviour<UserNode> = {
  enter(draft, node, instance) {
    const round = instance.turn === undefined ? roundsOf(draft, instance) + 1 : 1;
    const limit = node.assignment.roundLimit;
    if (limit !== undefined && round > limit) {
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
    const item = node.loop?.item === undefined ? undefined : instance.variables?.[node.loop.item];
    draft.command({
      type: 'issue-assignment',
      instance: instance.id,
      element: node.id,
      round,
      scope: scopeOf(draft, instance),
      ...(instance.route === undefined ? {} : { route: instance.route }),
      ...(item === undefined ? {} : { item }),
    });
  },
  proceed: (draft, _node, instance) => complete(draft, instance.id),
  withdraw(draft, node, instance) {
    if (instance.loop) return;
    const why = draft.status === 'cancelled' ? 'exited' : 'obsolete';
    draft.command({ type: 'withdraw-assignment', instance: instance.id, element: node.id, why });
  },
};
