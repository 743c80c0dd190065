import type { DocumentPointer } from '../../documents/access/visible-documents.js';
import type { PersonView, UnitView } from '../../documents/document-view.js';

/** A remark that somebody left on a call. */
export interface CallComment {
  readonly author: PersonView;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A call that came before, and what became of it. */
export interface EarlierCall extends DocumentPointer {
  readonly status: string;
  /** Name of the status in the reader's language. */
  readonly statusName: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly caller: string | null;
  readonly phone: string | null;
  readonly matter: string | null;
  readonly unit: UnitView | null;
  /** Who took it on; null while nobody has. */
  readonly takenBy: PersonView | null;
  /** How it was settled, in the reader's language; null while it is open. */
  readonly outcome: string | null;
  /** What was written when it was settled. */
  readonly remark: string | null;
  /** The latest three, the newest first. */
  readonly comments: CallComment[];
}

export interface EarlierCalls {
  /** The newest first. */
  readonly items: EarlierCall[];
}
