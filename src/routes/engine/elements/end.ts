import type { EndNode } from '../../compile/route-graph.js';
import type { Draft, ElementBehaviour } from '../draft.js';
import { startUndoing } from '../compensation.js';
import { raiseIncident } from '../incidents.js';
import { complete, emptyContainer } from '../life.js';
import type { Instance } from '../state.js';
import { throwError } from '../throwing.js';
import { fireBoundary } from '../triggers.js';
import { throwOutward } from './throw-outward.js';

/** Ends everything in the scope of the event, which then ends normally. */
function endScope(draft: Draft, instance: Instance): void {
  if (instance.parent === null) return;
  emptyContainer(draft, instance.parent, 'ended by a terminate event');
}

/** Undoes what the transaction has done, then leaves it by its cancel boundary event. */
function cancelTransaction(draft: Draft, instance: Instance): void {
  if (instance.parent === null) return;
  emptyContainer(draft, instance.parent, 'the transaction is cancelled', instance.id);
  draft.update(instance.parent, { closing: true });
  startUndoing(draft, instance, undefined);
}

function leaveCancelled(draft: Draft, instance: Instance): void {
  const host = instance.parent === null ? undefined : draft.find(instance.parent);
  const node = host ? draft.nodeOf(host) : undefined;
  const boundary =
    node?.kind === 'scope' ? node.boundaries.find(({ trigger }) => trigger.type === 'cancel') : undefined;
  if (host && boundary) fireBoundary(draft, host, boundary);
  else complete(draft, instance.id, []);
}

/** An end event: the token ends here; what it throws may end more than that. */
export const end: ElementBehaviour<EndNode> = {
  enter(draft, node, instance) {
    const { throws } = node;
    switch (throws.type) {
      case 'terminate':
        return endScope(draft, instance);
      case 'cancel':
        return cancelTransaction(draft, instance);
      case 'error':
        if (throwError(draft, instance, throws.code)) return;
        raiseIncident(
          draft,
          instance,
          'enter',
          'error-not-caught',
          `nothing in the route catches the error ${throws.code ?? '(without a code)'}`,
        );
        return;
      default:
        if (!throwOutward(draft, node, instance)) return;
    }
    if (draft.find(instance.id)) complete(draft, instance.id, []);
  },
  proceed(draft, node, instance) {
    if (node.throws.type === 'cancel') leaveCancelled(draft, instance);
    else complete(draft, instance.id, []);
  },
};
