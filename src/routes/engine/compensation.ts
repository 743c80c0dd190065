import { isActivity } from '../compile/route-graph.js';
import type { ScopeNode } from '../compile/route-graph.js';
import { beginEventScope } from './containers.js';
import type { Draft } from './draft.js';
import { complete, enter } from './life.js';
import type { Instance, UndoRecord } from './state.js';

/** The container whose completed activities a compensation throw event may undo. */
function undoContainer(draft: Draft, thrower: Instance): Instance | undefined {
  let container = thrower.parent === null ? undefined : draft.find(thrower.parent);
  // an event sub-process undoes what was done in the scope that it belongs to
  while (container && container.parent !== null && isEventScope(draft, container))
    container = draft.find(container.parent);
  return container;
}

function isEventScope(draft: Draft, container: Instance): boolean {
  const node = draft.nodeOf(container);
  return node.kind === 'scope' && node.variant === 'event';
}

/**
 * Begins to undo, newest first, what was completed in the thrower's scope (or one activity of it). Each is undone once.
 * `finishUndoing` of the thrower's element is called when all of it is done.
 */
export function startUndoing(draft: Draft, thrower: Instance, activity: string | undefined): void {
  const container = undoContainer(draft, thrower);
  const all = container?.undo ?? [];
  const chosen = all.filter((record) => activity === undefined || record.element === activity);
  if (container) draft.update(container.id, { undo: all.filter((record) => !chosen.includes(record)) });
  draft.update(thrower.id, { undoing: [...chosen].reverse() });
  undoNext(draft, thrower.id);
}

/** Undoes the next record of an instance; with none left, the instance goes on. */
function undoNext(draft: Draft, throwerId: string): void {
  const thrower = draft.get(throwerId);
  const [record, ...rest] = thrower.undoing ?? [];
  if (!record) {
    draft.update(throwerId, { undoing: undefined });
    const node = draft.nodeOf(thrower);
    if (node.kind === 'scope') complete(draft, throwerId);
    else draft.behaviour(node).proceed?.(draft, node, draft.get(throwerId));
    return;
  }
  draft.update(throwerId, { undoing: rest });
  undo(draft, draft.get(throwerId), record);
}

function undo(draft: Draft, thrower: Instance, record: UndoRecord): void {
  const node = draft.nodeById(record.element, thrower.route);
  const container = draft.nodeOf(thrower).kind === 'scope' ? thrower : undoContainer(draft, thrower);
  if (!container || !isActivity(node)) return;
  if (node.compensatedBy !== undefined) {
    draft.log('compensated', node);
    enter(draft, draft.nodeById(node.compensatedBy, thrower.route), container, { undoes: thrower.id });
  } else if (node.kind === 'scope') restoreScope(draft, thrower, container, node, record);
}

/** A completed sub-process comes back to undo its inside: by its compensation event sub-process, else record by record. */
function restoreScope(draft: Draft, thrower: Instance, container: Instance, node: ScopeNode, record: UndoRecord): void {
  draft.log('compensated', node);
  const restored: Instance = {
    id: draft.nextId('i'),
    parent: container.id,
    element: node.id,
    state: 'active',
    since: draft.at,
    undoes: thrower.id,
    closing: true,
    ...(container.route === undefined ? {} : { route: container.route }),
    ...(record.inner ? { undo: record.inner } : {}),
    ...(record.variables ? { variables: record.variables } : {}),
  };
  draft.add(restored);
  const start = node.eventScopes
    .flatMap((scope) => scope.starts)
    .find(({ trigger }) => trigger.type === 'compensation');
  const scope = start?.scope ? draft.nodeById(start.scope, container.route) : undefined;
  if (start && scope?.kind === 'scope') {
    beginEventScope(draft, restored, scope, start);
    return;
  }
  draft.update(restored.id, { undo: undefined, undoing: [...(record.inner ?? [])].reverse() });
  undoNext(draft, restored.id);
}

/** A compensation handler has completed: on to the next record of whoever threw. */
export function handlerEnded(draft: Draft, handler: Instance): void {
  if (handler.undoes !== undefined && draft.find(handler.undoes)) undoNext(draft, handler.undoes);
}
