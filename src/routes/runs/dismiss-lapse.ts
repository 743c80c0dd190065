import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { adminRole } from '../../organisation/access/grant.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { ReadAssignments } from '../assignments/read-assignments.js';

/** A decision has lapsed, and it is left at that: what has changed does not ask for a new one. */
@Injectable()
export class DismissLapse {
  constructor(private readonly assignments: ReadAssignments) {}

  /**
   * For administrators and for whoever has taken the decision; recorded with the reason. May be said twice.
   * @throws Refusal notFound, forbidden, conflict when it has not lapsed
   */
  async execute(context: Context, id: string, reason: string): Promise<void> {
    const { actor, tx, now } = context;
    // For whom may not see it there is none.
    const { document } = await this.assignments.get(context, id);
    const [decision] = await tx.query<{
      closed_by: string | null;
      lapsed_at: Date | null;
      lapse_dismissed_at: Date | null;
      step: { readonly name: string } | null;
    }>('SELECT closed_by, lapsed_at, lapse_dismissed_at, step FROM assignment WHERE id = $1 FOR UPDATE', [id]);
    if (decision?.closed_by !== actor.id && !actor.roles.includes(adminRole)) {
      const message = 'It is left as it is by whoever took the decision, or by an administrator.';
      throw new Refusal('forbidden', 'not-your-decision', message);
    }
    if (!decision.lapsed_at) throw new Refusal('conflict', 'not-lapsed', 'This decision has not lapsed.');
    if (decision.lapse_dismissed_at) return;
    await tx.query('UPDATE assignment SET lapse_dismissed_at = $2, version = version + 1 WHERE id = $1', [id, now]);
    await writeHistory(context, document.id, 'decision.lapse-dismissed', {
      assignment: id,
      step: decision.step?.name ?? null,
      reason,
    });
  }
}
