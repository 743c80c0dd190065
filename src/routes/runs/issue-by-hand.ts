import { Injectable } from '@nestjs/common';
import { grantAccess } from '../../documents/access/grant-access.js';
import type { DocumentRow } from '../../documents/document-row.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { adminRole } from '../../organisation/access/grant.js';
import { Directory } from '../../organisation/directory/directory.js';
import { calendarFor, substituteFor } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { Refusal, type Problem } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { defaultLadder, rungTimes } from '../assignments/ladder/rung-times.js';
import { matterOf } from '../assignments/matter-of.js';
import { personOf } from '../assignments/performer-functions.js';
import { dueTime, type DueTime } from './due-time.js';

/** What a person asks others to do about a document. */
export interface ByHandRequest {
  /** Ids or logins; each gets an assignment. */
  readonly performers: readonly string[];
  readonly instruction: string;
  /** `2 working days`, or an ISO 8601 date or time. */
  readonly due?: string;
  readonly controller?: string;
  /** One of the performers: the others work for this one, who accepts what they report. */
  readonly lead?: string;
  /** An open assignment of the actor that this is a part of. */
  readonly parent?: string;
}

interface NewByHand {
  readonly id: string;
  readonly parentId: string | null;
  readonly performerId: string;
  readonly actingForId: string | null;
  readonly coPerformer: boolean;
  readonly controllerId: string | null;
  readonly acceptance: boolean;
  readonly due: DueTime | null;
}

const deepest = 10;

/** Assignments issued by a person: to one, to several, or to a lead with co-performers; also below an own assignment. */
@Injectable()
export class IssueByHand {
  constructor(
    private readonly directory: Directory,
    private readonly streams: StreamRegistry,
  ) {}

  /**
   * Answers the ids of what was issued, the lead's first.
   * @param document one that the actor may edit, or that carries the open assignment `parent`
   * @throws Refusal invalid with a problem for each unknown person and unreadable time; conflict for a closed parent
   */
  async execute(context: Context, document: DocumentRow, request: ByHandRequest): Promise<string[]> {
    const problems: Problem[] = [];
    const people = request.performers.map((name, index) => this.person(name, `performers[${index}]`, problems));
    const lead = request.lead === undefined ? null : this.person(request.lead, 'lead', problems);
    const controller =
      request.controller === undefined ? null : this.person(request.controller, 'controller', problems);
    if (lead !== null && !people.includes(lead)) {
      const message = 'The lead must be one of the performers.';
      problems.push({ path: 'lead', code: 'lead-not-performer', message });
    }
    const parent = request.parent === undefined ? null : await this.parent(context, document.id, request.parent);
    const rows = this.plan(
      context,
      document,
      { ...request, people: [...new Set(people)], lead, controller, parent },
      problems,
    );
    if (problems.length > 0)
      throw new Refusal('invalid', 'bad-assignment', 'Nothing was issued: look at what is marked.', problems);
    for (const row of rows) await this.write(context, document.id, row, request.instruction);
    return rows.map(({ id }) => id);
  }

  private plan(
    context: Context,
    document: DocumentRow,
    wanted: {
      readonly people: readonly (string | null)[];
      readonly lead: string | null;
      readonly controller: string | null;
      readonly parent: string | null;
      readonly due?: string;
    },
    problems: Problem[],
  ): NewByHand[] {
    const { people, lead, controller, parent } = wanted;
    const known = people.filter((id) => id !== null);
    const ordered = lead === null ? known : [lead, ...known.filter((id) => id !== lead)];
    const matter = matterOf(this.streams.all(), document);
    const leadRow = newId();
    return ordered.map((id, index) => {
      const coPerformer = lead !== null && index > 0;
      const organisation = this.directory.snapshot();
      const performerId = substituteFor(organisation, id, context.now.getTime(), matter)?.id ?? id;
      return {
        id: index === 0 ? leadRow : newId(),
        parentId: coPerformer ? leadRow : parent,
        performerId,
        actingForId: performerId === id ? null : id,
        coPerformer,
        controllerId: coPerformer ? null : controller,
        acceptance: coPerformer || controller !== null,
        due: this.due(context, wanted.due, performerId, problems),
      };
    });
  }

  private due(context: Context, text: string | undefined, performerId: string, problems: Problem[]): DueTime | null {
    if (text === undefined) return null;
    const at = context.now.getTime();
    const due = dueTime(text, calendarFor(this.directory.snapshot(), { personId: performerId }), at, {});
    if (due !== null && !('failure' in due) && due.dueAt > at) return due;
    const message = due !== null && 'failure' in due ? due.failure : `"${text}" has passed.`;
    if (!problems.some(({ path }) => path === 'due')) problems.push({ path: 'due', code: 'bad-due', message });
    return null;
  }

  private async parent({ tx, actor }: Context, documentId: string, id: string): Promise<string> {
    const [row] = isUuid(id)
      ? await tx.query<{ performer_id: string | null; owner_id: string | null; closed_at: Date | null; depth: number }>(
          `WITH RECURSIVE up AS (
             SELECT id, parent_id, 1 AS depth FROM assignment WHERE id = $1
             UNION ALL SELECT a.id, a.parent_id, up.depth + 1 FROM assignment a JOIN up ON a.id = up.parent_id
           )
           SELECT performer_id, owner_id, closed_at, (SELECT max(depth) FROM up)::int AS depth
           FROM assignment WHERE id = $1 AND document_id = $2 FOR UPDATE`,
          [id, documentId],
        )
      : [];
    const mine = row && (row.performer_id === actor.id || row.owner_id === actor.id || actor.roles.includes(adminRole));
    const refuse = (kind: 'conflict' | 'invalid', code: string, message: string) =>
      new Refusal(kind, code, message, [{ path: 'parent', code, message }]);
    if (!row || !mine) throw refuse('invalid', 'unknown-parent', 'Expected an assignment of yours on this document.');
    if (row.closed_at)
      throw refuse('conflict', 'closed-parent', 'That assignment is closed; nothing can be a part of it.');
    if (row.depth >= deepest)
      throw refuse('conflict', 'too-deep', `Assignments can be parts of each other ${deepest} deep.`);
    return id;
  }

  private async write(context: Context, documentId: string, row: NewByHand, instruction: string): Promise<void> {
    const { tx, now, actor } = context;
    await tx.query(
      `INSERT INTO assignment (id, document_id, parent_id, state, instruction, outcomes, author_id, performer_id, acting_for_id,
         controller_id, due_at, due_because, issued_at, acceptance, co_performer)
       VALUES ($1, $2, $3, 'reserved', $4, '[]', $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        row.id,
        documentId,
        row.parentId,
        JSON.stringify(instruction),
        actor.id,
        row.performerId,
        row.actingForId,
        row.controllerId,
        row.due === null ? null : new Date(row.due.dueAt),
        row.due === null ? null : JSON.stringify(row.due.because),
        now,
        row.acceptance,
        row.coPerformer,
      ],
    );
    await this.writeLadder(context, row);
    const readers = [row.performerId, row.controllerId].filter((id) => id !== null);
    await grantAccess(tx, documentId, readers, 'assignment');
    await writeHistory(context, documentId, 'assignment.issued', {
      assignment: row.id,
      performer: row.performerId,
      actingFor: row.actingForId,
      controller: row.controllerId,
      parent: row.parentId,
      dueAt: row.due === null ? null : new Date(row.due.dueAt).toISOString(),
      instruction,
    });
  }

  private async writeLadder({ tx, now }: Context, { id, performerId, due }: NewByHand): Promise<void> {
    const calendar = calendarFor(this.directory.snapshot(), { personId: performerId });
    const times = { issuedAt: now.getTime(), dueAt: due?.dueAt ?? null, calendar };
    await tx.query(
      `INSERT INTO assignment_rung (assignment_id, rung, action, target, due_at, because)
       SELECT $1, r.rung, r.action, r.target, r."dueAt", r.because
       FROM jsonb_to_recordset($2::jsonb) AS r (rung int, action text, target text, "dueAt" timestamptz, because jsonb)`,
      [id, JSON.stringify(rungTimes(defaultLadder(times), times))],
    );
  }

  private person(name: string, path: string, problems: Problem[]): string | null {
    const person = personOf(this.directory.snapshot(), name);
    if (person) return person.id;
    const message = `"${name}" is no active person; expected an id or a login.`;
    problems.push({ path, code: 'unknown-person', message });
    return null;
  }
}
