import type { RouteGraph } from '../compile/route-graph.js';
import type { RunState } from './state.js';

/** The route of a run and the routes that it calls, by key (`sales/contract-approval`), already compiled. */
export interface RouteLibrary {
  readonly main: RouteGraph;
  readonly called: ReadonlyMap<string, RouteGraph>;
}

/** What expressions see of the document; comes with every event, is never stored. Empty fields are null. */
export interface Facts {
  readonly document: Readonly<Record<string, unknown>> | null;
  readonly card: Readonly<Record<string, unknown>>;
}

type Variables = Readonly<Record<string, unknown>>;
interface EventBase {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly facts?: Facts;
}

/** Everything that can happen to a run. Recorded in order, these are all that is needed to build its state again. */
export type RouteEvent = EventBase &
  (
    | {
        readonly type: 'start';
        readonly startEvent?: string;
        readonly message?: string;
        readonly variables?: Variables;
      }
    | {
        readonly type: 'complete';
        readonly instance: string;
        readonly outcome?: string;
        readonly comment?: string;
        /** Who did it, as expressions shall see it (plain data). */
        readonly performer?: unknown;
        readonly variables?: Variables;
      }
    | {
        /** A user task that the route does not insist on is passed over; it ends without an outcome. */
        readonly type: 'skip';
        readonly instance: string;
        readonly comment?: string;
        readonly performer?: unknown;
      }
    | {
        /** A decision has lapsed because the document has changed: the same person is asked again. */
        readonly type: 'reopen';
        /** What held the instance that was decided: a scope, or for a turn the container of the loop. */
        readonly container: string;
        readonly element: string;
        readonly turn?: number;
        /** What was decided, and by whom, as expressions see it. */
        readonly outcome: string | null;
        readonly performer: unknown;
        /** The item of the turn; by default the one that the turn had. */
        readonly item?: unknown;
      }
    | { readonly type: 'timer'; readonly timer: string }
    | { readonly type: 'message'; readonly name: string; readonly key?: unknown; readonly variables?: Variables }
    | { readonly type: 'signal'; readonly name: string; readonly variables?: Variables }
    | { readonly type: 'trigger'; readonly instance: string; readonly element: string; readonly variables?: Variables }
    | {
        readonly type: 'action-done';
        readonly instance: string;
        readonly result?: unknown;
        readonly variables?: Variables;
      }
    | { readonly type: 'action-failed'; readonly instance: string; readonly code?: string; readonly message: string }
    | { readonly type: 'task-error'; readonly instance: string; readonly code: string; readonly message?: string }
    | { readonly type: 'task-escalation'; readonly instance: string; readonly code: string }
    | { readonly type: 'resolve-failed'; readonly instance: string; readonly message: string }
    | { readonly type: 'retry'; readonly incident: string; readonly variables?: Variables }
    | { readonly type: 'set-variables'; readonly variables: Variables; readonly instance?: string }
    | { readonly type: 'activate'; readonly instance: string; readonly element: string }
    | {
        readonly type: 'move';
        readonly instance: string;
        readonly to: string;
        /** Not the instance is moved, but the tokens that wait at this join inside it; to the join itself: it goes on. */
        readonly join?: string;
      }
    | { readonly type: 'facts-changed' }
    | { readonly type: 'cancel'; readonly reason: string }
    | {
        /**
         * The run is put into another state as it is: without a decision that was taken back, or in another version of its
         * route. The counter never goes down.
         */
        readonly type: 'restore';
        readonly reason: 'recall' | 'migration';
        readonly state: RunState;
        readonly detail?: string;
        /** Of a migration: what elements and flows of the run's own drawing are called from now on, by their ids before. */
        readonly renamed?: Readonly<Record<string, string>>;
      }
  );

export type EventOf<T extends RouteEvent['type']> = Extract<RouteEvent, { type: T }>;

/** What the shell has to carry out after a step, in order, in the same transaction. */
export type RouteCommand =
  | {
      /** Find the performer and issue the assignment; static attributes: `graph.nodes.get(element).assignment`. */
      readonly type: 'issue-assignment';
      readonly instance: string;
      readonly element: string;
      /** Key of the called route whose graph has the element; absent for the main one. */
      readonly route?: string;
      /** From 1: how many times this task has been reached and completed before, plus one. */
      readonly round: number;
      /** What performer expressions see: document, card, steps, outcome, variables. */
      readonly scope: Variables;
      /** Multi-instance: the item of this turn. */
      readonly item?: unknown;
      /** A decision that lapsed: this person is asked again, nobody else is looked for. */
      readonly again?: { readonly performer: unknown };
    }
  | {
      readonly type: 'withdraw-assignment';
      readonly instance: string;
      readonly element: string;
      readonly why: 'obsolete' | 'exited';
    }
  | {
      readonly type: 'run-action';
      readonly instance: string;
      readonly element: string;
      readonly route?: string;
      readonly action: string;
      readonly params: Variables;
      /** Parameters that are people: the shell looks for them in `scope`. */
      readonly people?: Readonly<Record<string, string>>;
      readonly scope?: Variables;
    }
  | { readonly type: 'cancel-action'; readonly instance: string; readonly element: string }
  | {
      readonly type: 'set-timer';
      readonly timer: string;
      readonly instance: string;
      readonly element: string;
      /** `duration`: ISO 8601 or working time ("4 working hours"), counted from the event's time; `date`: ISO 8601. */
      readonly due: { readonly kind: 'duration' | 'date'; readonly value: string };
      /** Epoch milliseconds from which a duration counts; absent: the event's time. */
      readonly from?: number;
    }
  | { readonly type: 'clear-timer'; readonly timer: string }
  | {
      readonly type: 'raise-incident';
      readonly incident: string;
      readonly instance: string;
      readonly element: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'clear-incident'; readonly incident: string }
  /** To other runs and to the outside; waiting elements of this run have had it already. */
  | {
      readonly type: 'throw-message';
      readonly element: string;
      readonly name: string;
      readonly key?: unknown;
      readonly variables: Variables;
    }
  | { readonly type: 'throw-signal'; readonly element: string; readonly name: string; readonly variables: Variables }
  | { readonly type: 'finish'; readonly result: 'finished' | 'cancelled'; readonly variables: Variables };

export interface TrailEntry {
  readonly at: number;
  readonly event:
    | 'entered'
    | 'completed'
    | 'taken'
    | 'cancelled'
    | 'compensated'
    | 'incident'
    | 'resolved'
    | 'moved'
    | 'reopened'
    | 'confirmed'
    | 'restored'
    | 'variables'
    | 'finished';
  /** Element id; for `taken` the flow's. */
  readonly element: string;
  readonly name?: string;
  readonly instance?: string;
  readonly route?: string;
  readonly detail?: string;
  /** Of `restored`: entries before this one name these elements and flows of the main route by the ids that they had then. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** Why an event was not taken: stable code, message for people. Nothing has changed. */
export interface StepRefusal {
  readonly code:
    | 'already-started'
    | 'not-started'
    | 'run-ended'
    | 'unknown-instance'
    | 'unknown-timer'
    | 'unknown-incident'
    | 'unknown-element'
    | 'not-waiting'
    | 'not-skippable'
    | 'already-asked'
    | 'undeclared-outcome'
    | 'outcome-required'
    | 'reason-required'
    | 'nobody-waits'
    | 'no-start'
    | 'malformed';
  readonly message: string;
}

export type StepResult =
  | { readonly state: RunState; readonly commands: readonly RouteCommand[]; readonly trail: readonly TrailEntry[] }
  | { readonly refused: StepRefusal };
