import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import type { RouteEvent } from '../engine/protocol.js';
import { lockRun } from './load-run.js';
import type { RunRecord } from './run-record.js';
import { RunStepper } from './run-stepper.js';
import type { HistoryEntry } from './save-run.js';

/** What an administrator does to a run that does not go on. */
@Injectable()
export class MendRun {
  constructor(private readonly stepper: RunStepper) {}

  /** Does again what failed. @throws Refusal notFound, conflict when the incident is over */
  async retry(context: Context, incidentId: string): Promise<RunRecord> {
    const [incident] = await context.tx.query<{
      run_id: string;
      incident: string;
      element: string;
      resolved_at: Date | null;
    }>('SELECT run_id, incident, element, resolved_at FROM incident WHERE id = $1', [incidentId]);
    if (!incident) throw new Refusal('notFound', 'unknown-incident', 'There is no such incident.');
    if (incident.resolved_at) throw new Refusal('conflict', 'incident-is-over', 'This incident was mended already.');
    const event = { type: 'retry', at: context.now.getTime(), incident: incident.incident } as const;
    return this.apply(context, incident.run_id, event, {
      event: 'incident.retried',
      detail: { incident: incidentId, element: incident.element },
    });
  }

  /** Ends a run before its end. @throws Refusal notFound, conflict when it has ended */
  async cancel(context: Context, runId: string, reason: string): Promise<RunRecord> {
    const event = { type: 'cancel', at: context.now.getTime(), reason } as const;
    return this.apply(context, runId, event, { event: 'route.cancel-asked', detail: { run: runId, reason } });
  }

  private async apply(context: Context, runId: string, event: RouteEvent, entry: HistoryEntry): Promise<RunRecord> {
    const run = await lockRun(context.tx, runId);
    const stepped = await this.stepper.step(context, run, event, { history: [entry] });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
    if ('outdated' in stepped) throw new Error('Mending closes no assignment.');
    return stepped.run;
  }
}
