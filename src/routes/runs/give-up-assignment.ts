import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import { checkPerformer, moved } from '../assignments/check-performer.js';
import { closeTree, withdrawRequests } from '../assignments/close-tree.js';
import { personValue } from '../assignments/performer-functions.js';
import { StandIns } from '../assignments/stand-ins.js';
import type { RouteEvent } from '../engine/protocol.js';
import { lockAssignmentAndRun, type AssignmentToDecide } from './load-run.js';
import type { RunRecord } from './run-record.js';
import type { HistoryEntry } from './save-run.js';
import { RunStepper } from './run-stepper.js';

/** A performer does not do it: skips what may be skipped, or reports that it cannot be done. */
@Injectable()
export class GiveUpAssignment {
  constructor(
    private readonly stepper: RunStepper,
    private readonly directory: Directory,
    private readonly standIns: StandIns,
  ) {}

  /** The route goes on without it. @throws Refusal notFound, forbidden, conflict where it may not be skipped */
  async skip(context: Context, id: string, reason: string | undefined): Promise<void> {
    const { assignment, run } = await this.mine(context, id);
    if (!assignment.skippable) {
      throw new Refusal('conflict', 'not-skippable', 'This step cannot be skipped; decide it, or say that it failed.');
    }
    moved(assignment.state, 'skip');
    await close(context, assignment, 'obsolete', reason ?? null);
    const performer = personValue(this.directory.snapshot(), context.actor.id) ?? null;
    await this.goOn(context, run, told(assignment, 'skipped', reason ?? null), {
      type: 'skip',
      at: context.now.getTime(),
      instance: assignment.instance ?? '',
      performer,
      ...(reason === undefined ? {} : { comment: reason }),
    });
  }

  /**
   * It cannot be done. The route catches the error where it was drawn to; otherwise it is an incident, whose retry issues
   * the assignment anew. One that was issued by hand ends so. @throws Refusal notFound, forbidden, conflict
   */
  async fail(context: Context, id: string, code: string | undefined, reason: string): Promise<void> {
    const { assignment, run } = await this.mine(context, id);
    moved(assignment.state, 'fail');
    await close(context, assignment, 'failed', reason);
    await this.goOn(context, run, told(assignment, 'failed', reason), {
      type: 'task-error',
      at: context.now.getTime(),
      instance: assignment.instance ?? '',
      code: code ?? 'failed',
      message: reason,
    });
  }

  private async mine(
    context: Context,
    id: string,
  ): Promise<{ readonly assignment: AssignmentToDecide; readonly run: RunRecord | null }> {
    const found = isUuid(id) ? await lockAssignmentAndRun(context.tx, id) : undefined;
    if (!found) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    const { assignment, run } = found;
    await checkPerformer(context, this.standIns, assignment);
    return { assignment, run };
  }

  private async goOn(
    context: Context,
    run: RunRecord | null,
    { documentId, ...entry }: HistoryEntry & { readonly documentId: string },
    routeEvent: RouteEvent,
  ): Promise<void> {
    if (!run) return writeHistory(context, documentId, entry.event, entry.detail);
    const stepped = await this.stepper.step(context, run, routeEvent, { history: [entry] });
    if ('refused' in stepped) throw new Refusal('conflict', stepped.refused.code, stepped.refused.message);
  }
}

function told(
  { id, documentId, step }: AssignmentToDecide,
  what: 'skipped' | 'failed',
  reason: string | null,
): HistoryEntry & { readonly documentId: string } {
  const detail = { assignment: id, step: step?.name ?? null, reason };
  return { documentId, event: `assignment.${what}`, detail };
}

/** Closed before the route is stepped, which then finds nothing to withdraw. */
async function close(
  context: Context,
  { id, version }: AssignmentToDecide,
  state: 'obsolete' | 'failed',
  reason: string | null,
): Promise<void> {
  const { tx, now, actor } = context;
  const rows = await tx.query(
    `UPDATE assignment SET state = $3, comment = $4, closed_at = $5, closed_by = $6, version = version + 1
     WHERE id = $1 AND version = $2 RETURNING id`,
    [id, version, state, reason, now, actor.id],
  );
  if (rows.length === 0) {
    throw new Refusal('conflict', 'already-decided', 'This assignment was changed at the same moment. Open it again.');
  }
  await closeTree(context, [id]);
  await withdrawRequests(context, id);
}
