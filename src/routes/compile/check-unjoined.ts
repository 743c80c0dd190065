import type { ModelNode, ModelScope } from '../model/route-model.js';
import type { CompileContext } from './compile-context.js';
import { ConcurrentTokens, type Meeting } from './concurrent-tokens.js';
import { TokenMoves } from './token-moves.js';

/**
 * Branches that go on at the same time and meet where nothing joins them: what follows is done once for each. That is a
 * problem where they always go together, and a warning where conditions may choose several.
 */
export function checkUnjoined(context: CompileContext): void {
  const visit = (scope: ModelScope, adHoc: boolean): void => {
    if (!adHoc) checkScope(context, scope);
    for (const node of scope.nodes) if (node.scope) visit(node.scope, node.type === 'adHocSubProcess');
  };
  visit(context.process, false);
}

function checkScope(context: CompileContext, scope: ModelScope): void {
  const moves = new TokenMoves(context, scope);
  const told = new Set<string>();
  const unjoined = (together: boolean): { node: ModelNode; message: string }[] => {
    const tokens = new ConcurrentTokens(moves, together);
    // Where a circle comes back to what has split, branches meet themselves: told only where nothing else tells it.
    const [round, others] = [true, false].map((is) =>
      tokens.meetings.filter((one) => (one.from === one.origin) === is),
    );
    return [...(others ?? []), ...(round ?? [])].flatMap((meeting) => {
      const node = moves.nodes.get(meeting.at);
      if (meeting.from === meeting.origin && told.size > 0) return [];
      if (!node || told.has(node.id) || !doesSomething(moves, tokens, node)) return [];
      told.add(node.id);
      return [{ node, message: messageOf(moves, tokens, meeting) }];
    });
  };
  for (const { node, message } of unjoined(false)) context.problem(node, 'unjoined-branches', message);
  for (const { node, message } of unjoined(true)) context.warning(node, 'unjoined-choice', message);
}

/** Whether anything but an end comes of both tokens. */
function doesSomething(moves: TokenMoves, tokens: ConcurrentTokens, first: ModelNode): boolean {
  const seen = new Set<string>();
  const open = [first.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = moves.nodes.get(id);
    if (!node || seen.has(id) || !tokens.isDoubled(id)) continue;
    seen.add(id);
    if (!node.type.endsWith('Gateway') && !isQuietEnd(node)) return true;
    for (const way of moves.waysOn(node))
      open.push(...way.map((target) => (typeof target === 'string' ? target : target.target)));
  }
  return false;
}

function isQuietEnd({ type, event }: ModelNode): boolean {
  return type === 'endEvent' && ['none', 'terminate'].includes(event?.type ?? 'none');
}

function messageOf(moves: TokenMoves, tokens: ConcurrentTokens, { at, from, origin }: Meeting): string {
  const others = tokens.besides(from, at).filter((id) => id !== from);
  const branches = [from, ...others].map((id) => named(moves, id)).join(' and ');
  const begun = moves.nodes.get(origin);
  const apart =
    begun?.type === 'boundaryEvent'
      ? `${named(moves, origin)} begins a way beside what it is attached to`
      : `${named(moves, origin)} begins several ways at once`;
  return `${apart}, and they meet here unjoined (from ${branches}): what follows is done once for each; join them with a gateway of the kind that split them, or let one of them end before`;
}

function named(moves: TokenMoves, id: string): string {
  const name = moves.nodes.get(id)?.name;
  return name === undefined || name === id ? `"${id}"` : `"${name}" (${id})`;
}
