import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import type { Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { AssignmentState } from './assignment-life.js';
import { checkPerformer, moved, type ActedOn } from './check-performer.js';
import { StandIns } from './stand-ins.js';

interface HeldRow extends ActedOn {
  readonly id: string;
  readonly state: AssignmentState;
}

/** What the performer does without deciding: begins to work on it, lays it aside, takes it up again. */
@Injectable()
export class HoldAssignment {
  constructor(private readonly standIns: StandIns) {}

  /**
   * Opened to work on; from now on the decision before it stands. May be said twice. The version stays: whoever answers at the
   * same moment, or with what was seen before, has missed nothing.
   */
  async start(context: Context, id: string): Promise<void> {
    const row = await this.mine(context, id);
    const state = moved(row.state, 'start');
    if (state === row.state) return;
    await context.tx.query('UPDATE assignment SET state = $2, opened_at = coalesce(opened_at, $3) WHERE id = $1', [
      id,
      state,
      context.now,
    ]);
    await this.tell(context, row, 'started', {});
  }

  /** Laid aside, for good or until a time at which it comes back by itself. @throws Refusal invalid for a time that has passed */
  async suspend(context: Context, id: string, until: Date | null, reason: string | null): Promise<void> {
    if (until !== null && until <= context.now) {
      const message = 'Expected a time that is still to come.';
      throw new Refusal('invalid', 'in-the-past', message, [{ path: 'until', code: 'in-the-past', message }]);
    }
    const row = await this.mine(context, id);
    const state = moved(row.state, 'suspend');
    await context.tx.query(
      'UPDATE assignment SET state = $2, suspended_until = $3, version = version + 1 WHERE id = $1',
      [id, state, until],
    );
    await this.tell(context, row, 'suspended', { until: until?.toISOString() ?? null, reason });
  }

  async resume(context: Context, id: string): Promise<void> {
    const row = await this.mine(context, id);
    moved(row.state, 'resume');
    await resumeRows(context, [id]);
    await this.tell(context, row, 'resumed', {});
  }

  private async mine(context: Context, id: string): Promise<HeldRow> {
    const row = await lockRow(context.tx, id);
    await checkPerformer(context, this.standIns, row);
    return row;
  }

  private async tell(context: Context, row: HeldRow, what: string, detail: object): Promise<void> {
    await writeHistory(context, row.documentId, `assignment.${what}`, {
      assignment: row.id,
      step: row.step?.name ?? null,
      ...detail,
    });
  }
}

/** Suspended assignments are with their performer again, or open to their candidates. */
export async function resumeRows({ tx, now }: Context, ids: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE assignment SET state = CASE WHEN performer_id IS NULL THEN 'ready' ELSE 'reserved' END,
       suspended_until = NULL, waiting_since = $2, version = version + 1
     WHERE id = ANY ($1::uuid[]) AND state = 'suspended'`,
    [ids, now],
  );
}

async function lockRow(tx: Tx, id: string): Promise<HeldRow> {
  const [row] = isUuid(id)
    ? await tx.query<HeldRow>(
        `SELECT id, document_id AS "documentId", state, performer_id AS "performerId", owner_id AS "ownerId",
           acting_for_id AS "actingForId", candidates AS "candidateIds", wanted AS "wantedIds", excluded, step
         FROM assignment WHERE id = $1 FOR UPDATE`,
        [id],
      )
    : [];
  if (!row) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
  return row;
}
