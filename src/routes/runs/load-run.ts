import type { Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { documentSelection, type DocumentRow } from '../../documents/document-row.js';
import { attachedFiles, type Content } from '../../documents/files/content-hash.js';
import type { PinnedVersions } from '../definitions/route-registry.service.js';
import type { AssignmentState } from '../assignments/assignment-life.js';
import type { HeldStep } from '../assignments/check-performer.js';
import type { StepFields } from '../assignments/step-fields.js';
import type { DecisionBinding, OutcomeChoice, RunRecord } from './run-record.js';

const runColumns = `r.id, r.document_id AS "documentId", r.route, r.route_version AS "routeVersion",
  r.called_versions AS "calledVersions", r.status, r.state, r.sequence, r.document_version AS "documentVersion",
  r.started_by AS "startedBy"`;

/** The versions that the run is pinned to. */
export function pinnedOf(run: Pick<RunRecord, 'route' | 'routeVersion' | 'calledVersions'>): PinnedVersions {
  return { route: run.route, version: run.routeVersion, called: run.calledVersions };
}

/** Reads a run and locks its row until the transaction ends. @throws Refusal notFound */
export async function lockRun(tx: Tx, runId: string): Promise<RunRecord> {
  const [run] = isUuid(runId) ? await tx.run<RunRecord>(lockStatement, [runId]) : [];
  if (!run) throw new Refusal('notFound', 'unknown-run', 'There is no such run.');
  return run;
}

/** Reads a run that nobody is going to change. @throws Refusal notFound */
export async function readRun(tx: Tx, runId: string): Promise<RunRecord> {
  const [run] = await tx.query<RunRecord>(`SELECT ${runColumns} FROM route_run r WHERE r.id = $1`, [runId]);
  if (!run) throw new Refusal('notFound', 'unknown-run', 'There is no such run.');
  return run;
}

/** Several such runs, by their ids. */
export async function readRuns(tx: Tx, runIds: readonly string[]): Promise<ReadonlyMap<string, RunRecord>> {
  const runs = await tx.query<RunRecord>(`SELECT ${runColumns} FROM route_run r WHERE r.id = ANY ($1::uuid[])`, [
    runIds,
  ]);
  return new Map(runs.map((run) => [run.id, run]));
}

/** What a performer has reported to the controller. */
export interface AssignmentReport {
  readonly outcome: string | null;
  readonly comment: string | null;
  readonly by: string;
  readonly actingFor: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly contentHash: string;
  readonly documentVersion: number;
}

/** What a decision needs to know of its assignment. */
export interface AssignmentToDecide {
  readonly id: string;
  readonly documentId: string;
  readonly state: AssignmentState;
  readonly version: number;
  readonly instance: string | null;
  readonly element: string | null;
  readonly step: (HeldStep & StepFields) | null;
  readonly outcomes: readonly OutcomeChoice[];
  readonly performerId: string | null;
  readonly ownerId: string | null;
  readonly actingForId: string | null;
  readonly candidateIds: readonly string[];
  /** The candidates before absent ones were replaced; null when none was. */
  readonly wantedIds: readonly string[] | null;
  readonly round: number | null;
  readonly binding: DecisionBinding | null;
  readonly acceptance: boolean;
  readonly skippable: boolean;
  readonly controllerId: string | null;
  readonly excluded: readonly string[];
  /** Of a co-performer: who leads, and accepts when there is no controller. */
  readonly leadId: string | null;
  readonly authorId: string;
  readonly report: AssignmentReport | null;
  /** Whether sub-assignments below it are still open. */
  readonly openBelow: boolean;
}

/** The document of an assignment, with the files that a decision may be bound to. */
export type DecidedDocument = DocumentRow & Content;

/** An assignment whose run is locked, with its document. */
export interface LockedAssignment {
  readonly assignment: AssignmentToDecide;
  readonly run: RunRecord | null;
  readonly document: DecidedDocument;
}

/**
 * Reads an assignment with its run and its document and locks the run's row, in one round trip. Undefined when there is no
 * such row.
 */
export async function lockAssignmentAndRun(tx: Tx, assignmentId: string): Promise<LockedAssignment | undefined> {
  const [[run], read] = await Promise.all([
    tx.run<RunRecord>(lockOfAssignment, [assignmentId]),
    readDecided(tx, assignmentId),
  ]);
  return read && { ...read, run: run ?? null };
}

/** The document of an assignment as it is now, with its files. */
export async function loadDecided(tx: Tx, assignmentId: string): Promise<DecidedDocument | undefined> {
  return (await readDecided(tx, assignmentId))?.document;
}

async function readDecided(tx: Tx, assignmentId: string): Promise<Omit<LockedAssignment, 'run'> | undefined> {
  type Row = DecidedDocument & { readonly assignment: AssignmentToDecide };
  const [row] = await tx.run<Row>(decidedStatement, [assignmentId]);
  if (!row) return undefined;
  const { assignment, ...document } = row;
  return { assignment, document };
}

const lockStatement = {
  name: 'run_lock',
  text: `SELECT ${runColumns} FROM route_run r WHERE r.id = $1 FOR UPDATE`,
};

// The run row alone is locked: every change of its assignments happens under that lock or under their own version. Nothing
// but that row is read here, since all else would be as it was before whoever held the lock had written.
const lockOfAssignment = {
  name: 'assignment_run_lock',
  text: `SELECT ${runColumns} FROM route_run r WHERE r.id = (SELECT run_id FROM assignment WHERE id = $1) FOR UPDATE`,
};

// A statement of its own: it begins when the run is locked, and sees what whoever held the lock before has written.
const decidedStatement = {
  name: 'assignment_to_decide',
  text: `
  SELECT ${documentSelection}, ${attachedFiles} AS files,
    jsonb_build_object('id', a.id, 'documentId', a.document_id, 'state', a.state, 'version', a.version,
      'instance', a.instance, 'element', a.element, 'step', a.step, 'outcomes', a.outcomes, 'performerId', a.performer_id,
      'ownerId', a.owner_id, 'actingForId', a.acting_for_id, 'candidateIds', a.candidates, 'wantedIds', a.wanted, 'round', a.round, 'binding', a.binding,
      'acceptance', a.acceptance, 'skippable', a.skippable, 'controllerId', a.controller_id, 'excluded', a.excluded,
      'authorId', a.author_id, 'report', a.report,
      'leadId', CASE WHEN a.co_performer THEN (SELECT p.performer_id FROM assignment p WHERE p.id = a.parent_id) END,
      'openBelow', EXISTS (SELECT FROM assignment b WHERE b.parent_id = a.id AND b.closed_at IS NULL)) AS assignment
  FROM assignment a JOIN document d ON d.id = a.document_id WHERE a.id = $1`,
};
