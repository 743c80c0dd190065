import type { LocalisedText } from '../../platform/languages.js';
import type { AssignmentState } from '../assignments/assignment-life.js';
import type { StepFields } from '../assignments/step-fields.js';
import type { RouteEvent, TrailEntry } from '../engine/protocol.js';
import type { RunState } from '../engine/state.js';

/** A run as its row holds it. */
export interface RunRecord {
  readonly id: string;
  readonly documentId: string;
  readonly route: string;
  readonly routeVersion: number;
  readonly calledVersions: Readonly<Record<string, number>>;
  readonly status: 'queued' | 'running' | 'finished' | 'cancelled';
  readonly state: RunState;
  /** Number of the last recorded step. */
  readonly sequence: number;
  /** Version of the document that the last recorded facts belong to; 0 before the first step. */
  readonly documentVersion: number;
  readonly startedBy: string;
}

/** An outcome that a performer can choose. */
export interface OutcomeChoice {
  readonly key: string;
  readonly label: LocalisedText;
  readonly reasonRequired: boolean;
}

/** A new assignment, as it is written. Times are epoch milliseconds. */
export interface NewAssignment {
  readonly id: string;
  readonly instance: string;
  readonly element: string;
  readonly step: StepFields & {
    readonly name: string;
    readonly route?: string;
    /** By the id of each excluded person: the name of the step that they did. */
    readonly apart?: Readonly<Record<string, string>>;
  };
  readonly state: AssignmentState;
  readonly instruction: LocalisedText;
  readonly outcomes: readonly OutcomeChoice[];
  readonly performerId: string | null;
  readonly actingForId: string | null;
  readonly candidateIds: readonly string[];
  /** The candidates before absent ones were replaced; null when none was. */
  readonly wantedIds: readonly string[] | null;
  readonly controllerId: string | null;
  readonly dueAt: string | null;
  readonly dueBecause: unknown;
  readonly round: number | null;
  readonly skippable: boolean;
  readonly acceptance: boolean;
  readonly excluded: readonly string[];
  readonly binding: DecisionBinding | null;
  readonly askedAgain: AskedAgain | null;
  readonly rungs: readonly NewRung[];
}

/** What a decision is bound to: these fields of the card (null for all), and the attached files or not. */
export interface DecisionBinding {
  readonly fields: readonly string[] | null;
  readonly files: boolean;
}

/** The decision that lapsed, and what has changed since. */
export interface AskedAgain {
  readonly assignment: string;
  readonly changes: readonly unknown[];
}

/** One rung of an assignment's ladder, with its time. */
export interface NewRung {
  readonly rung: number;
  readonly action: 'remind' | 'notify-head' | 'reassign';
  readonly target: string | null;
  readonly dueAt: string;
  readonly because: unknown;
}

export interface NewTimer {
  readonly timer: string;
  readonly element: string;
  readonly dueAt: string;
  readonly dueBecause: unknown;
}

export interface NewIncident {
  readonly id: string;
  readonly incident: string;
  readonly instance: string;
  readonly element: string;
  readonly code: string;
  readonly message: string;
}

/** A job that continues the run: an automatic action, or a timer at its time. */
export interface RunJob {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly runAt?: Date;
  readonly key?: string;
}

/** All that one transaction changes about a run. */
export interface RunChanges {
  readonly events: readonly RouteEvent[];
  readonly trail: readonly TrailEntry[];
  readonly issued: readonly NewAssignment[];
  readonly withdrawn: readonly { readonly instance: string; readonly why: 'obsolete' | 'exited' }[];
  readonly timersSet: readonly NewTimer[];
  readonly timersCleared: readonly string[];
  readonly incidentsRaised: readonly NewIncident[];
  readonly incidentsCleared: readonly string[];
  readonly jobs: readonly RunJob[];
  readonly thrown: readonly Thrown[];
}

/** What a run tells others. */
export interface Thrown {
  readonly kind: 'message' | 'signal';
  readonly name: string;
  readonly key?: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Names of the jobs that continue a run. */
export const runJobs = {
  action: 'routes.run-action',
  timer: 'routes.fire-timer',
  sweep: 'routes.sweep-timers',
  documentChanged: 'routes.document-changed',
  startQueued: 'routes.start-queued',
  sweepQueued: 'routes.sweep-queued',
  deliverMessage: 'routes.deliver-message',
  matchMessages: 'routes.match-messages',
  expireMessages: 'routes.expire-messages',
  broadcastSignal: 'routes.broadcast-signal',
  deliverSignal: 'routes.deliver-signals',
  startRoute: 'routes.start-route',
  startTimers: 'routes.sweep-start-timers',
  startForDocuments: 'routes.start-for-documents',
} as const;

/** Timers due within this time have a job of their own; the sweep, which comes more often, gives one to the others. */
export const nearTimerMs = 90_000;

/** The key under which the job of a timer can be taken back. */
export function timerJobKey(runId: string, timer: string): string {
  return `timer:${runId}:${timer}`;
}
