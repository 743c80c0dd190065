import type { Assignment } from './assignments.ts';

/** One way to answer an assignment: an outcome of the step, or a move of its life. */
export interface Choice {
  readonly kind: 'claim' | 'complete' | 'accept' | 'return';
  /** Of an outcome. */
  readonly outcome?: string;
  /** Of an outcome; the others are named by their kind. */
  readonly label?: string;
  readonly reasonRequired: boolean;
  /** How it is shown: the first that goes on is the main one; what needs a reason sends back. */
  readonly weight: 'main' | 'other' | 'back';
}

/** Assignments that have an end state, or wait for somebody else. */
const answerable: readonly Assignment['state'][] = ['created', 'ready', 'reserved', 'in-progress', 'returned'];

/** What `me` may answer now, the main choice first; nothing for what is done, suspended or somebody else's. */
export function choicesOf(assignment: Assignment, me: string): Choice[] {
  const { state, performer, controller, lead, candidates, outcomes } = assignment;
  if (state === 'reported') {
    const accepts = (controller ?? lead)?.id === me;
    return accepts ? [plain('accept', 'main'), { kind: 'return', reasonRequired: true, weight: 'back' }] : [];
  }
  if (!answerable.includes(state)) return [];
  if (performer === undefined && candidates.some(({ id }) => id === me)) return [plain('claim', 'main')];
  if (performer?.id !== me) return [];
  if (outcomes.length === 0) return [plain('complete', 'main')];
  const main = outcomes.findIndex(({ reasonRequired }) => !reasonRequired);
  return outcomes
    .map((outcome, position) => ({
      kind: 'complete' as const,
      outcome: outcome.key,
      label: outcome.label,
      reasonRequired: outcome.reasonRequired,
      weight: position === main ? ('main' as const) : outcome.reasonRequired ? ('back' as const) : ('other' as const),
    }))
    .toSorted((a, b) => order[a.weight] - order[b.weight]);
}

const order = { main: 0, other: 1, back: 2 } as const;

function plain(kind: 'claim' | 'complete' | 'accept', weight: Choice['weight']): Choice {
  return { kind, reasonRequired: false, weight };
}

/** Choices that every one of the assignments offers in the same words: what may be answered for all at once. */
export function commonChoices(assignments: readonly Assignment[], me: string): Choice[] {
  const [first, ...rest] = assignments.map((assignment) => choicesOf(assignment, me));
  return (first ?? []).filter((choice) => rest.every((choices) => choices.some((other) => same(choice, other))));
}

function same(a: Choice, b: Choice): boolean {
  return a.kind === b.kind && a.outcome === b.outcome && a.label === b.label && a.reasonRequired === b.reasonRequired;
}
