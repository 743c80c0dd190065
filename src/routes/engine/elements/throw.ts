import type { ThrowNode } from '../../compile/route-graph.js';
import type { ElementBehaviour } from '../draft.js';
import { startUndoing } from '../compensation.js';
import { complete } from '../life.js';
import { sendMessage } from '../sending.js';
import { deliverSignal, throwEscalation } from '../throwing.js';
import { visibleVariables } from '../scope.js';
import { runAction } from './action.js';

/** An intermediate throw event: it acts and goes on, unless what it threw has ended its own scope. */
export const throwEvent: ElementBehaviour<ThrowNode> = {
  enter(draft, node, instance) {
    const { throws } = node;
    switch (throws.type) {
      case 'message':
        if (throws.action) return runAction(draft, instance, throws.action);
        if (!sendMessage(draft, instance, throws)) return;
        break;
      case 'signal':
        draft.command({
          type: 'throw-signal',
          element: node.id,
          name: throws.name,
          variables: visibleVariables(draft, instance),
        });
        deliverSignal(draft, throws.name);
        break;
      case 'escalation':
        throwEscalation(draft, instance, throws.code);
        break;
      case 'compensation':
        return startUndoing(draft, instance, throws.activity);
      case 'link': {
        const target = draft.nodeById(throws.target, instance.route);
        complete(draft, instance.id, []);
        if (instance.parent !== null)
          draft.queue.push({ node: target, parent: instance.parent, flow: null, outcome: instance.outcome });
        return;
      }
      default:
    }
    if (draft.find(instance.id)) complete(draft, instance.id);
  },
  proceed: (draft, _node, instance) => complete(draft, instance.id),
};
