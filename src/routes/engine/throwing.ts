import { isActivity } from '../compile/route-graph.js';
import type { BoundaryNode, StartNode } from '../compile/route-graph.js';
import { makeWay } from './confirmation.js';
import type { Draft } from './draft.js';
import type { Instance } from './state.js';
import { allWaiting, fire, fireBoundary, startEventScope } from './triggers.js';

interface Catcher {
  readonly holder: Instance;
  readonly node: BoundaryNode | StartNode;
}

/** Of the events that catch a code, one that names it goes before one that catches all. */
function matching<N extends BoundaryNode | StartNode>(
  nodes: readonly N[],
  type: 'error' | 'escalation',
  code: string | undefined,
): N | undefined {
  const of = nodes.filter((node) => node.trigger.type === type);
  const codeOf = (node: N): string | undefined => ('code' in node.trigger ? node.trigger.code : undefined);
  return (
    of.find((node) => code !== undefined && codeOf(node) === code) ?? of.find((node) => codeOf(node) === undefined)
  );
}

/**
 * Who catches an error or escalation that comes out of `origin`: its boundary, then for each container on the way up the
 * event sub-processes in it and its boundary (BPMN 2.0.2, 10.5.6). `skipOwn` leaves the boundary of `origin` out.
 */
function findCatcher(
  draft: Draft,
  origin: Instance,
  type: 'error' | 'escalation',
  code: string | undefined,
): Catcher | undefined {
  let below: Instance | undefined;
  for (let current: Instance | undefined = origin; current;) {
    const node = draft.nodeOf(current);
    if (below && node.kind === 'scope' && !current.loop && !current.closing) {
      const from = below.element;
      const start = matching(
        node.eventScopes.filter((scope) => scope.id !== from).flatMap((scope) => scope.starts),
        type,
        code,
      );
      if (start) return { holder: current, node: start };
    }
    if (isActivity(node) && current.turn === undefined) {
      const boundary = matching(node.boundaries, type, code);
      if (boundary) return { holder: current, node: boundary };
    }
    below = current;
    current = current.parent === null ? undefined : draft.get(current.parent);
  }
  return undefined;
}

/** Throws an error from an instance. False where nobody catches it: then nothing has changed. */
export function throwError(draft: Draft, origin: Instance, code: string | undefined): boolean {
  const catcher = findCatcher(draft, origin, 'error', code);
  if (!catcher) return false;
  trigger(draft, catcher);
  return true;
}

/** Throws an escalation from an instance; one that nobody catches is let go (BPMN 2.0.2, 10.5.6). */
export function throwEscalation(draft: Draft, origin: Instance, code: string | undefined): void {
  const catcher = findCatcher(draft, origin, 'escalation', code);
  if (catcher) trigger(draft, catcher);
}

function trigger(draft: Draft, { holder, node }: Catcher): void {
  if (node.kind === 'boundary') {
    // a lapsed decision that fails has no token of its own: the route goes on from it instead of from where it is
    if (holder.confirms && node.interrupting) makeWay(draft, holder);
    fireBoundary(draft, holder, node);
  } else startEventScope(draft, holder, node);
}

/** Gives a signal to everything in the run that waits for it; the number of places reached. */
export function deliverSignal(draft: Draft, name: string, variables?: Readonly<Record<string, unknown>>): number {
  const waiting = allWaiting(draft).filter(({ trigger: wanted }) => wanted.type === 'signal' && wanted.name === name);
  return waiting.filter((place) => fire(draft, place, variables)).length;
}
