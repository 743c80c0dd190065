import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { adminRole } from '../../organisation/access/grant.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid } from '../../platform/ids.js';
import type { AssignmentState } from '../assignments/assignment-life.js';
import { moved } from '../assignments/check-performer.js';
import { closeTree, withdrawRequests } from '../assignments/close-tree.js';
import { ReadAssignments } from '../assignments/read-assignments.js';

interface IssuedRow {
  readonly id: string;
  readonly document_id: string;
  readonly run_id: string | null;
  readonly state: AssignmentState;
  readonly author_id: string;
  readonly controller_id: string | null;
}

/** An assignment that was issued by hand is taken back by its author or controller, with everything below it. */
@Injectable()
export class CancelByHand {
  constructor(private readonly assignments: ReadAssignments) {}

  /** @throws Refusal notFound, forbidden, conflict (issued by a route, or closed) */
  async execute(context: Context, id: string, reason: string): Promise<void> {
    const { tx, now, actor } = context;
    const [row] = isUuid(id)
      ? await tx.query<IssuedRow>(
          'SELECT id, document_id, run_id, state, author_id, controller_id FROM assignment WHERE id = $1 FOR UPDATE',
          [id],
        )
      : [];
    if (!row) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    if (![row.author_id, row.controller_id].includes(actor.id) && !actor.roles.includes(adminRole)) {
      // For whom may not see it there is none.
      await this.assignments.get(context, id);
      throw new Refusal('forbidden', 'not-yours-to-cancel', 'Its author or controller takes it back.');
    }
    if (row.run_id !== null)
      throw new Refusal('conflict', 'issued-by-route', 'A route has issued it; the run can be cancelled instead.');
    const state = moved(row.state, 'cancel');
    await tx.query(
      'UPDATE assignment SET state = $2, comment = $3, closed_at = $4, closed_by = $5, version = version + 1 WHERE id = $1',
      [id, state, reason, now, actor.id],
    );
    await closeTree(context, [id]);
    await withdrawRequests(context, id);
    await writeHistory(context, row.document_id, 'assignment.cancelled', { assignment: id, reason });
  }
}
