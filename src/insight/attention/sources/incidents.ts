import {
  cancelling,
  documentColumns,
  documentOf,
  type AttentionItem,
  type AttentionReason,
  type AttentionSource,
  type DocumentColumns,
} from '../attention-item.js';

interface IncidentRow extends DocumentColumns {
  readonly id: string;
  readonly run_id: string;
  readonly element: string;
  readonly code: string | null;
  readonly message: string;
  readonly since: Date;
}

/** Codes that the route itself gives its failures; every other one comes from an action. */
const routeCodes: ReadonlySet<string> = new Set([
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
]);

/** Incidents of runs: nobody found, an action that failed, a route that cannot go on. */
export const incidents: AttentionSource = async ({ context, visible, limit }) => {
  const parameters: unknown[] = [limit];
  const rows = await context.tx.query<IncidentRow>(
    `SELECT i.id, i.run_id, i.element, i.code, i.message, i.since, ${documentColumns}
     FROM incident i JOIN document d ON d.id = i.document_id
     WHERE i.resolved_at IS NULL AND ${visible(parameters)} ORDER BY i.since, i.id LIMIT $1`,
    parameters,
  );
  return rows.map(toItem);
};

function toItem(row: IncidentRow): AttentionItem {
  return {
    reason: reasonOf(row.code),
    since: row.since.toISOString(),
    message: row.message,
    document: documentOf(row),
    run: row.run_id,
    incident: row.id,
    mend: [
      { label: 'Try again', method: 'POST', path: `/api/incidents/${row.id}/retry`, body: {} },
      {
        label: 'Set a variable and try again',
        method: 'POST',
        path: `/api/incidents/${row.id}/retry`,
        body: { variables: {} },
      },
      {
        label: 'Go on elsewhere',
        method: 'POST',
        path: `/api/runs/${row.run_id}/move`,
        body: { from: row.element, to: '', reason: '' },
      },
      cancelling(row.run_id),
    ],
  };
}

function reasonOf(code: string | null): AttentionReason {
  if (code === 'nobody-to-assign') return 'nobody-to-assign';
  return code !== null && routeCodes.has(code) ? 'route-failed' : 'action-failed';
}
