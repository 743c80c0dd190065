import type { Organisation } from '../../organisation/directory/organisation.js';
import type { Matter } from '../../organisation/substitution/matter.js';
import type { ActionRegistry } from '../actions/action-registry.js';
import type { Facts, RouteLibrary } from '../engine/protocol.js';
import type { AskedAgain } from './run-record.js';

/** What a run needs of its surroundings while it is stepped. */
export interface RunSurroundings {
  readonly runId: string;
  readonly documentId: string;
  readonly startedBy: string;
  readonly library: RouteLibrary;
  readonly organisation: Organisation;
  readonly actions: ActionRegistry;
  readonly facts: FactsSource;
  /** An assignment that was taken back and is issued again: to whom, instead of looking for a performer. */
  readonly reissued?: { readonly instance: string; readonly performerId: string };
  /** What an assignment that asks for a lapsed decision again tells. */
  readonly askedAgain?: AskedAgain;
  /** Called before an action changes anything, so that the story tells the cause before its effects. */
  readonly beforeActing: () => Promise<void>;
}

/** The document as expressions see it. */
export interface FactsSource {
  /** The same object until `forget`. */
  read(): Promise<Facts>;
  /** The document as substitutions look at it. */
  matter(): Promise<Matter>;
  /** An action has changed the document. */
  forget(): void;
}
