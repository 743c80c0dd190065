import type { Context, Statement, Tx } from '../../platform/context.js';
import type { JobQueue } from '../../platform/jobs/job-queue.js';
import type { RouteEvent } from '../engine/protocol.js';
import type { RunChanges, RunRecord } from './run-record.js';

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

/**
 * Writes a step of a run: its state, the recorded events, assignments, timers, incidents and history in one statement,
 * and the jobs that continue it. Answers false when the assignment to be closed has changed meanwhile; the database refuses
 * to commit then.
 */
export async function saveRun(context: Context, jobs: JobQueue, write: RunWrite): Promise<boolean> {
  const statement = write.isNew ? startStatement : write.closed ? decideStatement : stepStatement;
  const more = write.isNew ? [write.exclusive] : write.closed ? closedValues(write.closed) : [];
  const values = [...commonValues(context, write), ...more];
  try {
    await Promise.all([context.tx.run(statement, values), ...jobWrites(context.tx, jobs, write)]);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === outdatedCode) return false;
    throw error;
  }
}

/** SQLSTATE division_by_zero, with which `decideStatement` ends its transaction when it found nothing to close. */
const outdatedCode = '22012';

// The job of a cleared timer may stay: it finds its timer gone and does nothing.
function jobWrites(tx: Tx, jobs: JobQueue, { changes }: RunWrite): Promise<void>[] {
  return changes.jobs.map((job) => jobs.add(tx, job.name, job.payload, job));
}

function commonValues(context: Context, write: RunWrite): unknown[] {
  const { run, changes } = write;
  return [
    run.id,
    run.documentId,
    context.now,
    JSON.stringify(run.state),
    run.status,
    run.sequence,
    JSON.stringify(recordedEvents(changes.events, write.documentVersionBefore === run.documentVersion)),
    JSON.stringify(changes.trail),
    JSON.stringify(changes.issued),
    JSON.stringify(changes.withdrawn),
    JSON.stringify(changes.timersSet),
    changes.timersCleared,
    JSON.stringify(changes.incidentsRaised),
    changes.incidentsCleared,
    JSON.stringify(write.history),
    context.actor.id,
    context.actor.name,
    run.documentVersion,
    run.route,
    run.routeVersion,
    JSON.stringify(run.calledVersions),
    run.startedBy,
  ];
}

function closedValues(closed: ClosedAssignment): unknown[] {
  const { id, version, outcome, comment, closedBy, performerId, actingForId, contentHash, state } = closed;
  const { decidedVersion, container, turn } = closed;
  const decision = [id, version, outcome, comment, closedBy, performerId, actingForId, contentHash];
  return [...decision, state, decidedVersion, container, turn];
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

const recorded = `
  recorded AS (
    INSERT INTO route_run_event (run_id, sequence, at, event, trail)
    VALUES ($1::uuid, $6::int, $3::timestamptz, $7::jsonb, $8::jsonb)
  ), issued AS (
    INSERT INTO assignment (id, document_id, run_id, instance, element, step, state, instruction, outcomes, author_id,
      performer_id, acting_for_id, candidates, controller_id, due_at, due_because, issued_at, round, skippable, acceptance,
      excluded, binding, asked_again, wanted)
    SELECT x.id, $2::uuid, $1::uuid, x.instance, x.element, x.step, x.state, x.instruction, x.outcomes, $22::uuid,
      x."performerId", x."actingForId", x."candidateIds", x."controllerId", x."dueAt", x."dueBecause", $3::timestamptz, x.round,
      x.skippable, x.acceptance, x.excluded, x.binding, x."askedAgain", x."wantedIds"
    FROM jsonb_to_recordset($9::jsonb) AS x (id uuid, instance text, element text, step jsonb, state text, instruction jsonb,
      outcomes jsonb, "performerId" uuid, "actingForId" uuid, "candidateIds" uuid[], "controllerId" uuid,
      "dueAt" timestamptz, "dueBecause" jsonb, round int, skippable boolean, acceptance boolean, excluded uuid[],
      binding jsonb, "askedAgain" jsonb, "wantedIds" uuid[])
    RETURNING performer_id, acting_for_id, controller_id, candidates, wanted
  ), rungs AS (
    INSERT INTO assignment_rung (assignment_id, rung, action, target, due_at, because)
    SELECT x.id, r.rung, r.action, r.target, r."dueAt", r.because
    FROM jsonb_to_recordset($9::jsonb) AS x (id uuid, rungs jsonb),
      jsonb_to_recordset(x.rungs) AS r (rung int, action text, target text, "dueAt" timestamptz, because jsonb)
  ), readers AS (
    INSERT INTO document_access (document_id, person_id, reason)
    -- Who stands in for somebody may read only as long as that lasts.
    SELECT DISTINCT $2::uuid, person, CASE WHEN (person = performer_id AND acting_for_id IS NOT NULL)
      OR (person = ANY (candidates) AND NOT person = ANY (wanted)) THEN 'substitution' ELSE 'assignment' END
    FROM issued, unnest(array[performer_id, acting_for_id, controller_id] || candidates) AS person
    WHERE person IS NOT NULL
    ON CONFLICT DO NOTHING
  ), withdrawn AS (
    UPDATE assignment a SET state = x.why, closed_at = $3::timestamptz, version = version + 1
    FROM jsonb_to_recordset($10::jsonb) AS x (instance text, why text)
    WHERE a.run_id = $1::uuid AND a.instance = x.instance AND a.closed_at IS NULL
  ), timers_set AS (
    INSERT INTO route_timer (run_id, timer, element, due_at, due_because)
    SELECT $1::uuid, x.timer, x.element, x."dueAt", x."dueBecause"
    FROM jsonb_to_recordset($11::jsonb) AS x (timer text, element text, "dueAt" timestamptz, "dueBecause" jsonb)
    ON CONFLICT (run_id, timer)
      DO UPDATE SET due_at = excluded.due_at, due_because = excluded.due_because, noticed_at = NULL
  ), timers_cleared AS (
    DELETE FROM route_timer WHERE run_id = $1::uuid AND timer = ANY ($12::text[])
  ), incidents_raised AS (
    INSERT INTO incident (id, run_id, incident, document_id, instance, element, code, message, since)
    SELECT x.id, $1::uuid, x.incident, $2::uuid, x.instance, x.element, x.code, x.message, $3::timestamptz
    FROM jsonb_to_recordset($13::jsonb) AS x (id uuid, incident text, instance text, element text, code text, message text)
  ), incidents_cleared AS (
    UPDATE incident SET resolved_at = $3::timestamptz
    WHERE run_id = $1::uuid AND incident = ANY ($14::text[]) AND resolved_at IS NULL
  ), told AS (
    INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail)
    SELECT $2::uuid, $3::timestamptz, $16::uuid, $17::text, x.event, x.detail
    FROM jsonb_to_recordset($15::jsonb) AS x (event text, detail jsonb)
  )`;

const updated = `
  updated AS (
    UPDATE route_run SET state = $4::jsonb, status = $5::text, sequence = $6::int, document_version = $18::int,
      finished_at = CASE WHEN $5::text = 'running' THEN NULL ELSE $3::timestamptz END
    WHERE id = $1::uuid AND route = $19::text AND route_version = $20::int AND called_versions IS NOT DISTINCT FROM $21::jsonb
    RETURNING id
  )`;

const startStatement: Statement = {
  name: 'run_start',
  text: `
  WITH run AS (
    INSERT INTO route_run (id, document_id, route, route_version, called_versions, status, state, sequence,
      document_version, started_by, started_at, finished_at, exclusive)
    VALUES ($1::uuid, $2::uuid, $19::text, $20::int, $21::jsonb, $5::text, $4::jsonb, $6::int, $18::int, $22::uuid,
      $3::timestamptz, CASE WHEN $5::text = 'running' THEN NULL ELSE $3::timestamptz END, $23::boolean)
  ), ${recorded}
  SELECT`,
};

const stepStatement: Statement = {
  name: 'run_step',
  text: `WITH ${updated}, ${recorded} SELECT FROM updated`,
};

const decideStatement: Statement = {
  name: 'run_decide',
  text: `
  WITH ${updated}, closed AS (
    UPDATE assignment SET state = $31, outcome = $25, comment = $26, closed_by = $27::uuid, performer_id = $28::uuid,
      acting_for_id = $29::uuid, content_hash = $30, decided_version = $32::int, container = $33, turn = $34::int,
      decided_sequence = $6::int, closed_at = $3::timestamptz, version = version + 1
    WHERE id = $23::uuid AND version = $24::int
    RETURNING id
  ), unasked AS (
    -- Of the closed row, whose lock comes first wherever more time is decided on.
    UPDATE extension_request e SET state = 'withdrawn', decided_at = $3::timestamptz
    FROM closed WHERE e.assignment_id = closed.id AND e.state = 'asked'
  ), ${recorded}
  -- Whoever writes may have sent COMMIT already: it must not succeed when the assignment was changed by somebody else.
  SELECT 1 / ((SELECT count(*) FROM updated) * (SELECT count(*) FROM closed)) AS written`,
};
