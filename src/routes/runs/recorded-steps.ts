import type { Tx } from '../../platform/context.js';
import type { RouteEvent } from '../engine/protocol.js';

/** The recorded steps of a run, oldest first, as far back as they can be replayed with the drawing that it has now. */
export interface RecordedSteps {
  readonly steps: readonly (readonly RouteEvent[])[];
  /** Sequence of the first of them. */
  readonly first: number;
}

/** Reads what happened to a run, from its beginning or from the last time that it was put into another state. */
export async function readRecordedSteps(tx: Tx, runId: string): Promise<RecordedSteps> {
  return (await readStepsOf(tx, [runId])).get(runId) ?? { steps: [], first: 1 };
}

/** The same of several runs, by their ids. */
export async function readStepsOf(tx: Tx, runIds: readonly string[]): Promise<ReadonlyMap<string, RecordedSteps>> {
  const rows = await tx.query<RecordedRow & { run_id: string }>(
    'SELECT run_id, sequence, event FROM route_run_event WHERE run_id = ANY ($1::uuid[]) ORDER BY run_id, sequence',
    [runIds],
  );
  const recorded = new Map<string, RecordedRow[]>(runIds.map((id) => [id, []]));
  for (const row of rows) recorded.get(row.run_id)?.push(row);
  return new Map([...recorded].map(([id, steps]) => [id, sinceRestored(steps)]));
}

interface RecordedRow {
  readonly sequence: number;
  readonly event: RouteEvent[];
}

function sinceRestored(rows: readonly RecordedRow[]): RecordedSteps {
  const begin = Math.max(
    0,
    rows.findLastIndex(({ event }) => event[0]?.type === 'restore'),
  );
  return {
    steps: withFirstFacts(
      rows.map(({ event }) => event),
      begin,
    ),
    first: rows[begin]?.sequence ?? 1,
  };
}

/** An event without facts has those of the event before, which may be among those left out. */
function withFirstFacts(steps: readonly RouteEvent[][], begin: number): RouteEvent[][] {
  const facts = steps
    .slice(0, begin)
    .flat()
    .findLast((event) => event.facts !== undefined)?.facts;
  const [first, ...rest] = steps.slice(begin);
  const [event, ...answers] = first ?? [];
  if (!first || !event || event.facts !== undefined || facts === undefined) return steps.slice(begin);
  return [[{ ...event, facts }, ...answers], ...rest];
}
