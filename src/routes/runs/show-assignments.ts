import { Injectable } from '@nestjs/common';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import type { Page } from '../../platform/http/page.js';
import { assignmentDeeds } from '../assignments/assignment-deeds.js';
import type { AssignmentView } from '../assignments/assignment-row.js';
import { ReadAssignments, type AssignmentQuery } from '../assignments/read-assignments.js';
import { RecallDecision } from './recall-decision.js';

/** Assignments as they are read, with what the asker may do, and whether a decision may still be taken back. */
@Injectable()
export class ShowAssignments {
  constructor(
    private readonly assignments: ReadAssignments,
    private readonly recalls: RecallDecision,
    private readonly directory: Directory,
  ) {}

  async list(context: Context, query: AssignmentQuery): Promise<Page<AssignmentView>> {
    const page = await this.assignments.list(context, query);
    return { ...page, items: await this.marked(context, page.items) };
  }

  /** @throws Refusal notFound also for what the actor may not see */
  async get(context: Context, id: string): Promise<AssignmentView> {
    const view = await this.assignments.get(context, id);
    const [marked] = await this.marked(context, [view]);
    return marked ?? view;
  }

  private async marked(context: Context, views: AssignmentView[]): Promise<AssignmentView[]> {
    const organisation = this.directory.snapshot();
    const closed = views.filter(({ closedAt }) => closedAt !== undefined);
    const recallable =
      closed.length === 0
        ? new Set<string>()
        : await this.recalls.recallable(
            context,
            closed.map(({ id }) => id),
          );
    return views.map((view) =>
      view.closedAt === undefined
        ? { ...view, may: assignmentDeeds(context.actor, organisation, view) }
        : { ...view, recallable: recallable.has(view.id) },
    );
  }
}
