import type { Assignment } from '../../../assignments/assignments.ts';

/** An assignment with its parts: those of co-performers, and those that its performer gave to others. */
export interface TreeNode {
  readonly assignment: Assignment;
  readonly parts: readonly TreeNode[];
}

/**
 * What people have given to each other about a document, each with its parts, in the order in which it was given. Steps of
 * routes stand here only where they have parts; by themselves they are told of with the route.
 */
export function buildTree(assignments: readonly Assignment[]): TreeNode[] {
  const ordered = assignments.toSorted((a, b) => (a.issuedAt < b.issuedAt ? -1 : a.issuedAt > b.issuedAt ? 1 : 0));
  const known = new Set(assignments.map(({ id }) => id));
  const partsOf = new Map<string, Assignment[]>();
  for (const one of ordered) {
    if (one.parent === undefined || !known.has(one.parent)) continue;
    partsOf.set(one.parent, [...(partsOf.get(one.parent) ?? []), one]);
  }
  const nodeOf = (assignment: Assignment): TreeNode => ({
    assignment,
    // Co-performers stand beside the lead, before what was given on.
    parts: (partsOf.get(assignment.id) ?? [])
      .toSorted((a, b) => Number(b.coPerformer ?? false) - Number(a.coPerformer ?? false))
      .map(nodeOf),
  });
  return ordered
    .filter(
      ({ id, parent, run }) => !(parent !== undefined && known.has(parent)) && (run === undefined || partsOf.has(id)),
    )
    .map(nodeOf);
}

/** How it is with an assignment, as a tone and the key of a word. */
export type Standing = 'done' | 'failed' | 'withdrawn' | 'reported' | 'returned' | 'suspended' | 'offered' | 'open';

/** How it is with an assignment, for people. */
export function standingOf({ state, performer }: Pick<Assignment, 'state' | 'performer'>): Standing {
  switch (state) {
    case 'completed':
      return 'done';
    case 'failed':
      return 'failed';
    case 'obsolete':
    case 'exited':
      return 'withdrawn';
    case 'reported':
    case 'returned':
    case 'suspended':
      return state;
    default:
      return performer === undefined ? 'offered' : 'open';
  }
}
