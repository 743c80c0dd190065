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
 * Begins to undo, newest first, what was completed in the thrower's scope (or one activity of it). Handlers that wait for
 * people do not wait for each other. Each activity is undone once. When all of it is done, the thrower proceeds.
 */
export function startUndoing(draft: Draft, thrower: Instance, activity: string | undefined): void {
  const container = undoContainer(draft, thrower);
  const all = container?.undo ?? [];
  const chosen = all.filter((record) => activity === undefined || record.element === activity);
  const left = all.filter((record) => !chosen.includes(record));
  if (container) draft.update(container.id, { undo: left.length > 0 ? left : undefined });
  undoAll(draft, thrower, container, chosen);
}

function undoAll(
  draft: Draft,
  thrower: Instance,
  container: Instance | undefined,
  records: readonly UndoRecord[],
): void {
  // one more than the records, so that the thrower cannot go on before the last of them is begun
  draft.update(thrower.id, { undoing: records.length + 1 });
  for (const record of [...records].reverse()) {
    const current = container && draft.find(container.id);
    if (!draft.find(thrower.id)) return;
    if (!current || !undo(draft, thrower, current, record)) countDown(draft, thrower.id);
  }
  countDown(draft, thrower.id);
}

function countDown(draft: Draft, throwerId: string): void {
  const thrower = draft.find(throwerId);
  if (thrower?.undoing === undefined) return;
  const undoing = thrower.undoing - 1;
  draft.update(throwerId, { undoing: undoing > 0 ? undoing : undefined });
  if (undoing > 0) return;
  const node = draft.nodeOf(thrower);
  if (node.kind === 'scope') complete(draft, throwerId);
  else draft.behaviour(node).proceed?.(draft, node, draft.get(throwerId));
}

/** Begins to undo one activity; false where there is nothing to do for it. */
function undo(draft: Draft, thrower: Instance, container: Instance, record: UndoRecord): boolean {
  const node = draft.nodeById(record.element, thrower.route);
  if (!isActivity(node)) return false;
  if (node.compensatedBy !== undefined) {
    draft.log('compensated', node);
    enter(draft, draft.nodeById(node.compensatedBy, thrower.route), container, { undoes: thrower.id });
    return true;
  }
  if (node.kind !== 'scope') return false;
  restoreScope(draft, thrower, container, node, record);
  return true;
}

/** A completed sub-process comes back to undo its inside: by its compensation event sub-process, else record by record. */
function restoreScope(draft: Draft, thrower: Instance, container: Instance, node: ScopeNode, record: UndoRecord): void {
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
  draft.log('compensated', node, restored);
  const start = node.eventScopes
    .flatMap((scope) => scope.starts)
    .find(({ trigger }) => trigger.type === 'compensation');
  const scope = start?.scope ? draft.nodeById(start.scope, container.route) : undefined;
  if (start && scope?.kind === 'scope') {
    beginEventScope(draft, restored, scope, start);
    return;
  }
  draft.update(restored.id, { undo: undefined });
  undoAll(draft, restored, restored, record.inner ?? []);
}

/** A compensation handler has completed: one less for whoever threw. */
export function handlerEnded(draft: Draft, handler: Instance): void {
  if (handler.undoes !== undefined) countDown(draft, handler.undoes);
}
