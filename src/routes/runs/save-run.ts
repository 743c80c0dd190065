import { toldFrom } from '../../platform/audit/told-calls.js';
import type { Context, Tx } from '../../platform/context.js';
import type { JobQueue } from '../../platform/jobs/job-queue.js';
import type { DecidedRow } from '../assignments/assignment-row.js';
import type { RouteEvent } from '../engine/protocol.js';
import type { NewAssignment, RunChanges, RunRecord } from './run-record.js';
import { statementFor } from './run-statements.js';

/** The assignment that a decision closes, and how. */
export interface ClosedAssignment {
  readonly id: string;
  readonly version: number;
  readonly state: 'completed' | 'failed' | 'obsolete';
  readonly outcome: string | null;
  readonly comment: string | null;
  readonly closedBy: string;
  readonly performerId: string;
  readonly actingForId: string | null;
  /** Over what it is bound to; null where nothing was decided. */
  readonly contentHash: string | null;
  /** Version of the document that was decided on. */
  readonly decidedVersion: number | null;
  /** The element instance that held the decided one, and the turn of its loop: where it would be asked again. */
  readonly container: string | null;
  readonly turn: number | null;
}

export interface HistoryEntry {
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface RunWrite {
  /** The run as it is after the step. */
  readonly run: RunRecord;
  /** True for the first step, which inserts the row. */
  readonly isNew: boolean;
  /** Whether another run of the route may not go on beside it; counts for a new one. */
  readonly exclusive: boolean;
  readonly documentVersionBefore: number;
  readonly changes: RunChanges;
  readonly history: readonly HistoryEntry[];
  readonly closed?: ClosedAssignment;
}

/** What became of a step. */
export interface Saved {
  /** False when the assignment to be closed has changed meanwhile; the database refuses to commit then. */
  readonly written: boolean;
  /** The assignment that was closed, as it is now. */
  readonly decided?: DecidedRow;
}

/**
 * Writes a step of a run: its state, the recorded events, assignments, timers, incidents and history in one statement,
 * and the jobs that continue it.
 */
export async function saveRun(context: Context, jobs: JobQueue, write: RunWrite): Promise<Saved> {
  const { statement, names } = statementFor(write);
  const known = { ...commonValues(context, write), ...(write.closed ? closedValues(write.closed) : {}) };
  const values = names.map((name) => known[name]);
  try {
    const written = context.tx.run<DecidedRow>(statement, values);
    await Promise.all([written, ...jobWrites(context.tx, jobs, write)]);
    const [decided] = await written;
    return write.closed && decided ? { written: true, decided } : { written: true };
  } catch (error) {
    if ((error as { code?: unknown }).code === outdatedCode) return { written: false };
    throw error;
  }
}

/** SQLSTATE division_by_zero, with which a decision ends its transaction when it found nothing to close. */
const outdatedCode = '22012';

// The job of a cleared timer may stay: it finds its timer gone and does nothing.
function jobWrites(tx: Tx, jobs: JobQueue, { changes }: RunWrite): Promise<void>[] {
  return changes.jobs.map((job) => jobs.add(tx, job.name, job.payload, job));
}

/** Values by the names that `run-statements.ts` gives them; those of parts that a step does not have stay undefined. */
type Values = Readonly<Record<string, unknown>>;

function commonValues(context: Context, write: RunWrite): Values {
  const { run, changes } = write;
  return {
    run: run.id,
    document: run.documentId,
    at: context.now,
    state: JSON.stringify(run.state),
    status: run.status,
    sequence: run.sequence,
    events: JSON.stringify(recordedEvents(changes.events, write.documentVersionBefore === run.documentVersion)),
    trail: JSON.stringify(changes.trail),
    issued: listed(changes.issued.map(withoutRungs)),
    rungs: listed(changes.issued.flatMap(rungsOf)),
    withdrawn: listed(changes.withdrawn),
    timersSet: listed(changes.timersSet),
    timersCleared: changes.timersCleared,
    incidentsRaised: listed(changes.incidentsRaised),
    incidentsCleared: changes.incidentsCleared,
    history: listed(write.history),
    notice: noticeOf(write),
    actor: context.actor.id,
    actorName: context.actor.name,
    ...(write.history.length > 0 && place(context)),
    documentVersion: run.documentVersion,
    route: run.route,
    routeVersion: run.routeVersion,
    calledVersions: JSON.stringify(run.calledVersions),
    startedBy: run.startedBy,
    exclusive: write.exclusive,
  };
}

function place({ actor }: Context): Values {
  const [address, session] = toldFrom(actor);
  return { address, session };
}

/** What people may have to be told of; looked at when nobody waits for it any more. */
function noticeOf({ run, changes, history }: RunWrite): string {
  return JSON.stringify({ run: run.id, issued: changes.issued.map(({ id }) => id), history });
}

function withoutRungs({ rungs: _apart, ...assignment }: NewAssignment): Omit<NewAssignment, 'rungs'> {
  return assignment;
}

function rungsOf({ id, rungs }: NewAssignment): unknown[] {
  return rungs.map((rung) => ({ assignmentId: id, ...rung }));
}

function listed(entries: readonly unknown[]): string {
  return entries.length === 0 ? '[]' : JSON.stringify(entries);
}

function closedValues(closed: ClosedAssignment): Values {
  const { id, version, state, ...decision } = closed;
  return { closed: id, closedVersion: version, closedState: state, ...decision };
}

/**
 * The events as they are kept for replay. Facts are large and seldom change, so an event carries them only when they
 * differ from those of the event before.
 */
function recordedEvents(events: readonly RouteEvent[], factsAreKnown: boolean): RouteEvent[] {
  return events.map((event, index) => {
    const previous = events[index - 1];
    const same = previous === undefined ? factsAreKnown : previous.facts === event.facts;
    return same ? withoutFacts(event) : event;
  });
}

function withoutFacts(event: RouteEvent): RouteEvent {
  const { facts: _known, ...rest } = event;
  return rest;
}
