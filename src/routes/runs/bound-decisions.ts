import type { DecisionBinding } from './run-record.js';

/** A decision of a run that has been taken, as far as it matters whether it still holds. */
export interface TakenDecision {
  readonly id: string;
  readonly element: string;
  /** The instance that held what was decided, and the turn of its loop. */
  readonly container: string;
  readonly turn: number | null;
  /** Sequence of the step in which it was taken. */
  readonly sequence: number;
  readonly outcome: string | null;
  /** It sent the document back: its outcome needs a reason. */
  readonly negative: boolean;
  /** Null for a decision that is bound to nothing. */
  readonly binding: DecisionBinding | null;
  readonly contentHash: string | null;
  readonly lapsed: boolean;
}

/**
 * The decisions that a change of the document touches: approvals bound to what is not the same any more, the last of each
 * task (and turn) only. `ask` is false where somebody has sent the document back since: the route asks again by itself.
 * @param hashOf the hash over what a decision is bound to, of the document as it is now
 */
export function touchedDecisions<Decision extends TakenDecision>(
  decisions: readonly Decision[],
  hashOf: (decision: Decision) => string,
): { decision: Decision; ask: boolean }[] {
  const last = new Map<string, Decision>();
  for (const decision of [...decisions].sort((a, b) => a.sequence - b.sequence)) {
    last.set(JSON.stringify([decision.container, decision.element, decision.turn]), decision);
  }
  return [...last.values()].flatMap((decision) => {
    if (decision.negative || decision.lapsed || decision.binding === null) return [];
    if (hashOf(decision) === decision.contentHash) return [];
    const sentBack = decisions.some(({ negative, sequence }) => negative && sequence > decision.sequence);
    return [{ decision, ask: !sentBack }];
  });
}
