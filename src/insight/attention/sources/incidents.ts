import type { Instance } from '../../../routes/engine/state.js';
import {
  documentColumns,
  documentOf,
  type FoundItem,
  type AttentionReason,
  type AttentionSearch,
  type AttentionSource,
  type DocumentColumns,
  type MendingCall,
} from '../attention-item.js';
import { cancelling, moving, movingFrom, runColumns, type RunColumns } from '../mending-calls.js';
import { writtenDown } from '../../../platform/words/sentence.js';

interface IncidentRow extends DocumentColumns, RunColumns {
  readonly id: string;
  readonly instance: string;
  readonly element: string;
  readonly code: string | null;
  readonly message: string;
  readonly since: Date;
  /** The instance as the state of the run has it. */
  readonly held: Instance | null;
}

/** Codes that the route itself gives its failures; every other one comes from an action. */
const routeCodes = [
  'calls-too-deep',
  'condition-failed',
  'correlation-failed',
  'dead-join',
  'decision-failed',
  'endless-loop',
  'error-not-caught',
  'loop-failed',
  'mapping-failed',
  'no-way-on',
  'parameter-failed',
  'rounds-exceeded',
  'script-failed',
  'timer-failed',
  'unknown-route',
];

const nobody = 'nobody-to-assign';

/** Steps for which nobody was found. */
export const nobodyToAssign = incidentsWith(nobody, 'i.code = ANY ($2::text[])', [nobody]);

/** Routes that cannot go on as they are drawn. */
export const routesFailed = incidentsWith('route-failed', 'i.code = ANY ($2::text[])', routeCodes);

/** Automatic actions that failed. */
export const actionsFailed = incidentsWith('action-failed', '(i.code = ANY ($2::text[])) IS NOT TRUE', [
  nobody,
  ...routeCodes,
]);

function incidentsWith(reason: AttentionReason, condition: string, codes: readonly string[]): AttentionSource {
  return {
    reasons: [reason],
    async find(search) {
      const parameters: unknown[] = [search.limit, codes];
      const rows = await search.context.tx.query<IncidentRow>(
        `SELECT i.id, i.instance, i.element, i.code, i.message, i.since, ${runColumns}, ${documentColumns},
           r.state -> 'instances' -> i.instance AS held
         FROM incident i JOIN route_run r ON r.id = i.run_id JOIN document d ON d.id = i.document_id
         WHERE i.resolved_at IS NULL AND ${condition} AND ${search.visible(parameters)}
         ORDER BY i.since, i.id LIMIT $1`,
        parameters,
      );
      return Promise.all(rows.map((row) => toItem(search, reason, row)));
    },
  };
}

async function toItem(search: AttentionSearch, reason: AttentionReason, row: IncidentRow): Promise<FoundItem> {
  const mend = row.code === 'dead-join' ? await joining(search, row) : await trying(search, row);
  return {
    reason,
    since: row.since.toISOString(),
    message: writtenDown(row.message),
    document: documentOf(row),
    run: row.run_id,
    incident: row.id,
    mend: [...mend, cancelling(row.run_id)],
  };
}

/** What waits at a join in vain goes on without what is missing; trying again would find it missing again. */
async function joining(search: AttentionSearch, row: IncidentRow): Promise<MendingCall[]> {
  const { element, instance: inside, held } = row;
  const origin = { from: element, inside, element, ...(held?.route === undefined ? {} : { route: held.route }) };
  const body = { from: element, inside, to: element, reason: '' };
  return [
    { label: 'Go on without what is missing', method: 'POST', path: `/api/runs/${row.run_id}/move`, body },
    ...(await moving(search, row, origin)),
  ];
}

async function trying(search: AttentionSearch, row: IncidentRow): Promise<MendingCall[]> {
  const path = `/api/incidents/${row.id}/retry`;
  return [
    { label: 'Try again', method: 'POST', path, body: {} },
    { label: 'Set a variable and try again', method: 'POST', path, body: { variables: {} } },
    // Of an event at the edge of a task it is the task that is moved.
    ...(row.held ? await movingFrom(search, row, row.held) : []),
  ];
}
