import type { Due } from '../conditions/repetition.js';

/** Lifecycle of an element instance; see `lifecycle.ts` for the legal transitions. */
export type InstanceState = 'created' | 'active' | 'completing' | 'completed' | 'terminating' | 'terminated';

/** One activation of an element. Containers (processes, sub-processes, loops, calls) have children by `parent`. */
export interface Instance {
  readonly id: string;
  readonly parent: string | null;
  readonly element: string;
  readonly state: 'active' | 'completing';
  /** Epoch milliseconds. */
  readonly since: number;
  /** Key of the called route that it belongs to; absent in the main one. */
  readonly route?: string;
  /** Outcome of the last user task on the way here. */
  readonly outcome?: string;
  /** Own variables; what is not here is looked for in the parents. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Variables of the parents are not visible: the process of a called route. */
  readonly isolated?: true;
  /** Tokens waiting at joins inside this container: gateway id -> ids of the flows they came by. */
  readonly arrived?: Readonly<Record<string, readonly string[]>>;
  /** User tasks completed inside this process (called routes; the main route's are in `RunState.steps`). */
  readonly steps?: Readonly<Record<string, StepRecord>>;
  readonly loop?: LoopState;
  /** Of one item of a multi-instance sub-process: rounds of the tasks done for this item. */
  readonly rounds?: Rounds;
  /** A turn of a loop, from 1. */
  readonly turn?: number;
  /** A decision that lapsed is being confirmed: no token waits here. */
  readonly confirms?: Confirmation;
  /** Tokens that wait in this container until lapsed decisions in it are confirmed, oldest first. */
  readonly parked?: readonly ParkedToken[];
  /** Loops of user tasks that are over in this container, the last one of each element. */
  readonly over?: Readonly<Record<string, LoopOver>>;
  /** What can be undone in this container, oldest first. */
  readonly undo?: readonly UndoRecord[];
  /** The instance that waits for this compensation handler. */
  readonly undoes?: string;
  /** Compensations that this throwing instance still waits for. */
  readonly undoing?: number;
  /** Conditional events whose condition held when it was last looked at. */
  readonly met?: readonly string[];
  /** Ad-hoc scopes and cancelled transactions. */
  readonly closing?: true;
}

/** How many times tasks have been completed, by element. */
export type Rounds = Readonly<Record<string, number>>;

export interface LoopState {
  /** Of a task for people: the how many-th time it is come to. Its turns are this round together. */
  readonly round?: number;
  /** Of a sub-process: the rounds of the tasks in it when it was come to. Each item counts on from there by itself. */
  readonly rounds?: Rounds;
  readonly items?: readonly unknown[];
  /** Number of turns; null while it is not known (standard loop). */
  readonly total: number | null;
  readonly started: number;
  readonly completed: number;
  readonly collected?: readonly unknown[];
  /** The turns whose results `collected` has, in the same order. */
  readonly order?: readonly number[];
}

/** What is kept of a loop that is over, for the case that the decision of one of its turns lapses. */
export interface LoopOver {
  /** Id that the container of the turns had. */
  readonly id: string;
  readonly items?: readonly unknown[];
  readonly order?: readonly number[];
  /** Own variables of the container when it completed: counters and what was collected. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The decision that is being confirmed, as it was taken. */
export interface Confirmation {
  readonly outcome: string | null;
  readonly performer: unknown;
  /** Of a loop: whose turn it was. */
  readonly turn?: number;
  /** It has been decided otherwise; what is left is to go on from here. */
  readonly changed?: true;
}

/** A token that has left its element, but may not go on yet. */
export interface ParkedToken {
  /** The flow that it will take. */
  readonly flow: string;
  readonly outcome?: string;
}

/** A completed activity that has a way to be undone. */
export interface UndoRecord {
  readonly element: string;
  /** What was completed inside it, when it is a sub-process. */
  readonly inner?: readonly UndoRecord[];
  /** Its own variables when it completed. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The result of a user task, as expressions read it: `steps.<element>.outcome`. */
export interface StepRecord {
  readonly outcome: string | null;
  readonly comment: string | null;
  readonly performer: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
  /** How many times it has been completed in this run; the turns of a loop count once. */
  readonly round: number;
}

export interface TimerState {
  readonly id: string;
  /** The waiting instance: the event itself, the host of a boundary event, or the scope of an event sub-process. */
  readonly instance: string;
  /** The timer event's element. */
  readonly element: string;
  /** Firings left after this one; null without end; absent for a single firing. */
  readonly repeat?: number | null;
  /** When it fires; a duration counts from `setAt`. */
  readonly due: Due;
  /** Epoch milliseconds. */
  readonly setAt: number;
}

export interface IncidentState {
  readonly id: string;
  readonly instance: string;
  readonly element: string;
  /** What is done again on retry. */
  readonly phase: 'enter' | 'complete' | 'join' | 'arm';
  readonly code: string;
  readonly message: string;
  readonly since: number;
}

/** The whole state of a run: plain JSON, replaced (never changed) by each step. */
export interface RunState {
  readonly format: 1;
  readonly status: 'new' | 'active' | 'finished' | 'cancelled';
  /** Last number given to an instance, timer or incident. */
  readonly counter: number;
  /** Variables of the run. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly instances: Readonly<Record<string, Instance>>;
  readonly timers: Readonly<Record<string, TimerState>>;
  readonly incidents: Readonly<Record<string, IncidentState>>;
}

/** A run that has not been started. */
export function initialState(): RunState {
  return { format: 1, status: 'new', counter: 0, variables: {}, steps: {}, instances: {}, timers: {}, incidents: {} };
}
