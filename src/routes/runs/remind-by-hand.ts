import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { assignmentDeeds } from '../assignments/assignment-deeds.js';
import { ReadAssignments } from '../assignments/read-assignments.js';

/** Reminders closer together than this, in milliseconds, would only annoy. */
const rest = 60 * 60_000;

/** Whoever wants an assignment done reminds those who have it. */
@Injectable()
export class RemindByHand {
  constructor(
    private readonly assignments: ReadAssignments,
    private readonly directory: Directory,
  ) {}

  /** @throws Refusal notFound, forbidden, conflict (reminded within the hour) */
  async execute(context: Context, id: string): Promise<void> {
    const { tx, actor, now } = context;
    const view = await this.assignments.get(context, id);
    if (!assignmentDeeds(actor, this.directory.snapshot(), view).includes('remind')) {
      const message = 'Whoever issued or controls an open assignment reminds those who have it.';
      throw new Refusal('forbidden', 'not-yours-to-remind', message);
    }
    const reminded = await tx.query(
      `UPDATE assignment SET reminded_at = $2 WHERE id = $1 AND (reminded_at IS NULL OR reminded_at <= $3) RETURNING id`,
      [id, now, new Date(now.getTime() - rest)],
    );
    if (reminded.length === 0) {
      throw new Refusal('conflict', 'reminded-already', 'They were reminded less than an hour ago.');
    }
    const people = view.performer ? [view.performer] : view.candidates;
    await writeHistory(context, view.document.id, 'assignment.reminded', {
      assignment: id,
      step: view.step?.name ?? null,
      // Told apart from the rungs of the ladder, and from other times.
      rung: `by-hand ${now.toISOString()}`,
      people: people.map(({ name }) => name),
      peopleIds: people.map((person) => person.id),
    });
  }
}
