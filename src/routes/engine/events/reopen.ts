import type { GraphNode, UserNode } from '../../compile/route-graph.js';
import type { Draft } from '../draft.js';
import { enter } from '../life.js';
import type { EventOf, StepRefusal } from '../protocol.js';
import { roundsOf } from '../scope.js';
import type { Confirmation, Instance, LoopOver } from '../state.js';
import { refuse } from './refusals.js';

/** Where a lapsed decision is asked for again. */
interface Place {
  /** The scope, or the container of a loop that still runs. */
  readonly container: Instance;
  /** Items and variables of the loop that the decision was a turn of. */
  readonly loop?: Pick<LoopOver, 'items' | 'variables'>;
}

/**
 * A decision has lapsed, because the document has changed since: the person is asked again. Refused where it can no longer
 * matter (what held the task has ended) and where it is being asked for already.
 */
export function reopen(draft: Draft, event: EventOf<'reopen'>): StepRefusal | null {
  const place = event.turn === undefined ? scopePlace(draft, event.container) : turnPlace(draft, event);
  if (!place || place.container.state !== 'active' || place.container.closing)
    return refuse('unknown-instance', `what ${event.element} was decided for, ${event.container}, is over`);
  const { container, loop } = place;
  const node = draft.graph(container.route).nodes.get(event.element);
  if (!node || !belongs(draft, node, container, event.turn))
    return refuse('unknown-element', `${event.element} is not a task that people decide in ${container.element}`);
  const under = draft.children(container.id).find((child) => child.element === node.id && sameDecision(child, event));
  if (under) return refuse('already-asked', `${node.name ?? node.id} is being decided again already`);
  if (roundsOf(draft, { ...container, element: node.id }) === 0)
    return refuse('not-waiting', `${node.name ?? node.id} has not been decided yet`);
  const confirms: Confirmation = {
    outcome: event.outcome,
    performer: event.performer,
    ...(event.turn === undefined ? {} : { turn: event.turn }),
  };
  const variables = event.turn === undefined ? undefined : turnVariables(node, event, event.turn, loop);
  enter(draft, node, container, {
    confirms,
    ...(container.loop && event.turn !== undefined ? { turn: event.turn } : {}),
    ...(variables ? { variables } : {}),
  });
  return null;
}

function scopePlace(draft: Draft, id: string): Place | undefined {
  const container = draft.find(id);
  return container && !container.loop ? { container } : undefined;
}

/** The loop itself while it runs, else the scope that remembers it. */
function turnPlace(draft: Draft, { container: id, element }: EventOf<'reopen'>): Place | undefined {
  const running = draft.find(id);
  if (running?.loop?.items) return { container: running, loop: { items: running.loop.items } };
  if (running) return running.loop ? { container: running } : undefined;
  for (const container of draft.instances.values()) {
    const loop = container.over && Object.hasOwn(container.over, element) ? container.over[element] : undefined;
    if (loop?.id === id) return { container, loop };
  }
  return undefined;
}

function belongs(draft: Draft, node: GraphNode, container: Instance, turn: number | undefined): node is UserNode {
  if (node.kind !== 'user' || node.forCompensation || (turn !== undefined) !== (node.loop !== undefined)) return false;
  if (turn !== undefined && (!Number.isInteger(turn) || turn < 1)) return false;
  if (!container.loop) return draft.nodeOf(container).kind === 'scope' && node.scope === container.element;
  return container.element === node.id && (turn ?? 0) <= container.loop.started;
}

/** Beside other turns only the same turn counts; in a scope also the task being under way as a whole. */
function sameDecision(child: Instance, { turn }: EventOf<'reopen'>): boolean {
  if (child.confirms) return child.confirms.turn === turn;
  return child.turn === undefined || child.turn === turn;
}

function turnVariables(
  node: UserNode,
  event: EventOf<'reopen'>,
  turn: number,
  loop: Place['loop'],
): Record<string, unknown> {
  const item = event.item === undefined ? loop?.items?.[turn - 1] : event.item;
  return {
    ...loop?.variables,
    loopCounter: turn,
    ...(node.loop?.item === undefined || item === undefined ? {} : { [node.loop.item]: item }),
  };
}
