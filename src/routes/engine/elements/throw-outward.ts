import type { EndNode, ThrowNode } from '../../compile/route-graph.js';
import { startUndoing } from '../compensation.js';
import type { Draft } from '../draft.js';
import { payloadOf, sendMessage } from '../sending.js';
import type { Instance } from '../state.js';
import { deliverSignal, throwEscalation } from '../throwing.js';
import { runAction } from './action.js';

/**
 * Throws what intermediate throw events and end events throw alike. True when the event is through with it; false while it
 * waits for an action or a compensation, or has an incident.
 */
export function throwOutward(draft: Draft, node: ThrowNode | EndNode, instance: Instance): boolean {
  const { throws } = node;
  switch (throws.type) {
    case 'message':
      if (!throws.action) return sendMessage(draft, instance, throws);
      runAction(draft, instance, throws.action);
      return false;
    case 'signal': {
      const variables = payloadOf(draft, instance, throws.name);
      if (!variables) return false;
      draft.command({ type: 'throw-signal', element: node.id, name: throws.name, variables });
      deliverSignal(draft, throws.name);
      return true;
    }
    case 'escalation':
      throwEscalation(draft, instance, throws.code);
      return true;
    case 'compensation':
      startUndoing(draft, instance, throws.activity);
      return false;
    default:
      return true;
  }
}
