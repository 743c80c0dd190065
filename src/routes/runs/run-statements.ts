import { steppedNotice } from '../../documents/notices/noticed-events.js';
import type { Statement } from '../../platform/context.js';
import { commitEarlySql } from '../../platform/database/durable-commits.js';
import { documentColumns, ownColumns } from '../assignments/assignment-row.js';
import type { RunChanges } from './run-record.js';

/** A statement, with the names of the values that its parameters take, in their order. */
export interface NamedStatement {
  readonly statement: Statement;
  readonly names: readonly string[];
}

/** As much of a step as says which parts it has. */
export interface StepToWrite {
  /** The first step of a run, which inserts its row. */
  readonly isNew: boolean;
  /** The assignment that is closed. */
  readonly closed?: unknown;
  readonly changes: RunChanges;
  readonly history: readonly unknown[];
}

/**
 * The one statement that writes a step, of the parts that the step has: most steps raise no incident and set no timer, and
 * even a part that writes nothing costs the database time.
 */
export function statementFor(write: StepToWrite): NamedStatement {
  const kind = write.isNew ? 'start' : write.closed ? 'decide' : 'step';
  const present = parts.filter(({ isIn }) => isIn(write));
  const name = `run_${[kind, ...present.map((part) => part.name)].join('_')}`;
  const known = composed.get(name);
  if (known) return known;
  const { begin, answer, from } = kinds[kind];
  // Screens hear of all but the parts that are silent, and what notifies commits early: said here, the database need not
  // say it by itself in the midst of the statement.
  const commitsEarly = kind === 'decide' || present.some(({ isSilent }) => !isSilent);
  const answers = [...(commitsEarly ? [`${commitEarlySql} AS early`] : []), ...answer].join(', ');
  const text = `WITH ${[begin, recorded, ...present.map(({ sql }) => sql)].join(',')} SELECT ${answers} ${from}`;
  const statement = numbered(name, text, commitsEarly);
  composed.set(name, statement);
  return statement;
}

const composed = new Map<string, NamedStatement>();

/** Gives each `$name` of the text its number. */
function numbered(name: string, text: string, commitsEarly: boolean): NamedStatement {
  const names: string[] = [];
  const sql = text.replace(/\$([a-zA-Z]+)/g, (_, value: string) => {
    if (!names.includes(value)) names.push(value);
    return `$${names.indexOf(value) + 1}`;
  });
  return { statement: { name, text: sql, commitsEarly }, names };
}

const recorded = `
  recorded AS (
    INSERT INTO route_run_event (run_id, sequence, at, event, trail)
    VALUES ($run::uuid, $sequence::int, $at::timestamptz, $events::jsonb, $trail::jsonb)
  )`;

const issued = `
  issued AS (
    INSERT INTO assignment (id, document_id, run_id, instance, element, step, state, instruction, outcomes, author_id,
      performer_id, acting_for_id, candidates, controller_id, due_at, due_because, issued_at, round, skippable, acceptance,
      excluded, binding, asked_again, wanted)
    SELECT x.id, $document::uuid, $run::uuid, x.instance, x.element, x.step, x.state, x.instruction, x.outcomes,
      $startedBy::uuid, x."performerId", x."actingForId", x."candidateIds", x."controllerId", x."dueAt", x."dueBecause",
      $at::timestamptz, x.round, x.skippable, x.acceptance, x.excluded, x.binding, x."askedAgain", x."wantedIds"
    FROM jsonb_to_recordset($issued::jsonb) AS x (id uuid, instance text, element text, step jsonb, state text,
      instruction jsonb, outcomes jsonb, "performerId" uuid, "actingForId" uuid, "candidateIds" uuid[], "controllerId" uuid,
      "dueAt" timestamptz, "dueBecause" jsonb, round int, skippable boolean, acceptance boolean, excluded uuid[],
      binding jsonb, "askedAgain" jsonb, "wantedIds" uuid[])
    RETURNING performer_id, acting_for_id, controller_id, candidates, wanted
  ), readers AS (
    INSERT INTO document_access (document_id, person_id, reason)
    -- Who stands in for somebody may read only as long as that lasts.
    SELECT $document::uuid, person, CASE WHEN (person = performer_id AND acting_for_id IS NOT NULL)
      OR (person = ANY (candidates) AND NOT person = ANY (wanted)) THEN 'substitution' ELSE 'assignment' END
    FROM issued, unnest(array[performer_id, acting_for_id, controller_id] || candidates) AS person
    WHERE person IS NOT NULL
    ON CONFLICT DO NOTHING
  ), rungs AS (
    INSERT INTO assignment_rung (assignment_id, rung, action, target, due_at, because)
    SELECT r."assignmentId", r.rung, r.action, r.target, r."dueAt", r.because
    FROM jsonb_to_recordset($rungs::jsonb)
      AS r ("assignmentId" uuid, rung int, action text, target text, "dueAt" timestamptz, because jsonb)
  )`;

const withdrawn = `
  withdrawn AS (
    UPDATE assignment a SET state = x.why, closed_at = $at::timestamptz, version = version + 1
    FROM jsonb_to_recordset($withdrawn::jsonb) AS x (instance text, why text)
    WHERE a.run_id = $run::uuid AND a.instance = x.instance AND a.closed_at IS NULL
  )`;

const timers = `
  timers_set AS (
    INSERT INTO route_timer (run_id, timer, element, due_at, due_because)
    SELECT $run::uuid, x.timer, x.element, x."dueAt", x."dueBecause"
    FROM jsonb_to_recordset($timersSet::jsonb) AS x (timer text, element text, "dueAt" timestamptz, "dueBecause" jsonb)
    ON CONFLICT (run_id, timer)
      DO UPDATE SET due_at = excluded.due_at, due_because = excluded.due_because, noticed_at = NULL
  ), timers_cleared AS (
    DELETE FROM route_timer WHERE run_id = $run::uuid AND timer = ANY ($timersCleared::text[])
  )`;

const incidents = `
  incidents_raised AS (
    INSERT INTO incident (id, run_id, incident, document_id, instance, element, code, message, since)
    SELECT x.id, $run::uuid, x.incident, $document::uuid, x.instance, x.element, x.code, x.message, $at::timestamptz
    FROM jsonb_to_recordset($incidentsRaised::jsonb)
      AS x (id uuid, incident text, instance text, element text, code text, message text)
  ), incidents_cleared AS (
    UPDATE incident SET resolved_at = $at::timestamptz
    WHERE run_id = $run::uuid AND incident = ANY ($incidentsCleared::text[]) AND resolved_at IS NULL
  )`;

const told = `
  told AS (
    INSERT INTO document_history (document_id, at, actor_id, actor_name, event, detail, address, session)
    SELECT $document::uuid, $at::timestamptz, $actor::uuid, $actorName::text, x.event, x.detail, $address::text,
      $session::text
    FROM jsonb_to_recordset($history::jsonb) AS x (event text, detail jsonb)
  )`;

/** For the job that tells people (documents/notices). */
const noticed = `
  noticed AS (
    INSERT INTO notice (document_id, actor_id, at, event, detail)
    VALUES ($document::uuid, $actor::uuid, $at::timestamptz, '${steppedNotice}', $notice::jsonb)
  )`;

interface Part {
  readonly name: string;
  readonly sql: string;
  /** Nobody hears of it at once. */
  readonly isSilent?: true;
  isIn(write: StepToWrite): boolean;
}

/** What a step may have or not. */
const parts: readonly Part[] = [
  { name: 'issued', sql: issued, isIn: ({ changes }) => changes.issued.length > 0 },
  { name: 'withdrawn', sql: withdrawn, isIn: ({ changes }) => changes.withdrawn.length > 0 },
  {
    name: 'timers',
    sql: timers,
    isSilent: true,
    isIn: ({ changes }) => changes.timersSet.length + changes.timersCleared.length > 0,
  },
  {
    name: 'incidents',
    sql: incidents,
    isIn: ({ changes }) => changes.incidentsRaised.length + changes.incidentsCleared.length > 0,
  },
  { name: 'told', sql: told, isIn: ({ history }) => history.length > 0 },
  {
    name: 'noticed',
    sql: noticed,
    isSilent: true,
    isIn: ({ changes, history }) => changes.issued.length + changes.withdrawn.length + history.length > 0,
  },
];

const begun = `
  run AS (
    INSERT INTO route_run (id, document_id, route, route_version, called_versions, status, state, sequence,
      document_version, started_by, started_at, finished_at, exclusive)
    VALUES ($run::uuid, $document::uuid, $route::text, $routeVersion::int, $calledVersions::jsonb, $status::text,
      $state::jsonb, $sequence::int, $documentVersion::int, $startedBy::uuid, $at::timestamptz,
      CASE WHEN $status::text = 'running' THEN NULL ELSE $at::timestamptz END, $exclusive::boolean)
  )`;

const updated = `
  updated AS (
    UPDATE route_run SET state = $state::jsonb, status = $status::text, sequence = $sequence::int,
      document_version = $documentVersion::int,
      finished_at = CASE WHEN $status::text = 'running' THEN NULL ELSE $at::timestamptz END
    WHERE id = $run::uuid AND route = $route::text AND route_version = $routeVersion::int
      AND called_versions IS NOT DISTINCT FROM $calledVersions::jsonb
    RETURNING id
  )`;

const closed = `
  closed AS (
    UPDATE assignment a SET state = $closedState::text, outcome = $outcome::text, comment = $comment::text,
      closed_by = $closedBy::uuid, performer_id = $performerId::uuid, acting_for_id = $actingForId::uuid,
      content_hash = $contentHash::text, decided_version = $decidedVersion::int, container = $container::text,
      turn = $turn::int, decided_sequence = $sequence::int, closed_at = $at::timestamptz, version = a.version + 1
    WHERE a.id = $closed::uuid AND a.version = $closedVersion::int
    RETURNING ${ownColumns}
  ), unasked AS (
    -- Of the closed row, whose lock comes first wherever more time is decided on.
    UPDATE extension_request e SET state = 'withdrawn', decided_at = $at::timestamptz
    FROM closed WHERE e.assignment_id = closed.id AND e.state = 'asked'
  )`;

/** How a statement begins and ends. */
const kinds = {
  start: { begin: begun, answer: [], from: '' },
  step: { begin: updated, answer: [], from: 'FROM updated' },
  decide: {
    begin: `${updated},${closed}`,
    // Whoever writes may have sent COMMIT already: it must not succeed when the assignment was changed by somebody else.
    answer: [
      '1 / ((SELECT count(*) FROM updated) * (SELECT count(*) FROM closed)) AS written',
      ownColumns,
      documentColumns,
    ],
    from: 'FROM document d LEFT JOIN closed a ON true WHERE d.id = $document::uuid',
  },
} as const;
