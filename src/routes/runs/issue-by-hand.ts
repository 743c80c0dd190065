import { Injectable } from '@nestjs/common';
import { grantAccess } from '../../documents/access/grant-access.js';
import type { DocumentRow } from '../../documents/document-row.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { adminRole } from '../../organisation/access/grant.js';
import { Directory } from '../../organisation/directory/directory.js';
import { calendarFor, substituteFor } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { stateWords } from '../assignments/state-words.js';
import { Refusal, type Objection } from '../../platform/errors.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import { newId } from '../../platform/ids.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { isOpen, type AssignmentState } from '../assignments/assignment-life.js';
import { defaultLadder, rungTimes } from '../assignments/ladder/rung-times.js';
import { matterOf } from '../assignments/matter-of.js';
import { personOf, personValue } from '../assignments/performer-functions.js';
import { dueTime, type DueTime } from './due-time.js';
import type { OutcomeChoice } from './run-record.js';

/** What a person asks others to do about a document. */
export interface ByHandRequest {
  /** Ids or logins; each gets an assignment. */
  readonly performers: readonly string[];
  readonly instruction: string;
  /** ISO 8601 date or time. */
  readonly dueAt?: string;
  /** `2 working days`, instead of `dueAt`. */
  readonly due?: string;
  readonly controller?: string;
  /** One of the performers: the others work for this one, who accepts what they report. */
  readonly lead?: string;
  /** An open assignment of the actor that this is a part of. */
  readonly parent?: string;
  /** What the performers choose from when they are through; none: it is done. */
  readonly outcomes?: readonly OutcomeChoice[];
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
    const problems: Objection[] = [];
    const people = request.performers.map((name, index) => this.person(name, `performers[${index}]`, problems));
    const lead = request.lead === undefined ? null : this.person(request.lead, 'lead', problems);
    const controller =
      request.controller === undefined ? null : this.person(request.controller, 'controller', problems);
    if (lead !== null && !people.includes(lead)) {
      const message = 'The lead must be one of the performers.';
      problems.push({ path: 'lead', code: 'lead-not-performer', message });
    }
    checkOutcomes(request.outcomes ?? [], problems);
    const parent = request.parent === undefined ? null : await lockParent(context, document.id, request.parent);
    const wanted = { request, people: [...new Set(people)], lead, controller, parent };
    const rows = this.plan(context, document, wanted, problems);
    if (problems.length > 0)
      throw new Refusal('invalid', 'bad-assignment', 'Nothing was issued: look at what is marked.', problems);
    for (const row of rows) await this.write(context, document.id, row, request);
    return rows.map(({ id }) => id);
  }

  private plan(
    context: Context,
    document: DocumentRow,
    wanted: {
      readonly request: ByHandRequest;
      readonly people: readonly (string | null)[];
      readonly lead: string | null;
      readonly controller: string | null;
      readonly parent: string | null;
    },
    problems: Objection[],
  ): NewByHand[] {
    const { request, people, lead, controller, parent } = wanted;
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
        due: this.due(context, request, performerId, problems),
      };
    });
  }

  private due(
    context: Context,
    { dueAt, due }: ByHandRequest,
    performerId: string,
    problems: Objection[],
  ): DueTime | null {
    const path = dueAt === undefined ? 'due' : 'dueAt';
    const text = dueAt ?? due;
    if (text === undefined) return null;
    const found = this.dueTime(context, text, performerId);
    const both = dueAt !== undefined && due !== undefined;
    if ('dueAt' in found && !both) return found;
    const message = 'problem' in found ? found.problem : 'Expected dueAt or due, not both.';
    // Once, not for each performer.
    if (!problems.some((problem) => problem.path === path)) problems.push({ path, code: 'bad-due', message });
    return null;
  }

  /** The time, or why it is none. */
  private dueTime({ now }: Context, text: string, performerId: string): DueTime | { problem: string | Sentence } {
    const calendar = calendarFor(this.directory.snapshot(), { personId: performerId });
    const due = text.startsWith('=') ? null : dueTime(text, calendar, now.getTime(), {});
    if (due === null) return { problem: say('Expected a span such as "2 working days", or an ISO 8601 date or time.') };
    if ('failure' in due) return { problem: due.failure };
    if (due.dueAt > now.getTime()) return due;
    return { problem: say('Expected a time that is still to come; "{text}" has passed.', { text }) };
  }

  private async write(context: Context, documentId: string, row: NewByHand, request: ByHandRequest): Promise<void> {
    const { tx, now, actor } = context;
    const dueAt = row.due === null ? null : new Date(row.due.dueAt);
    await tx.query(
      `INSERT INTO assignment (id, document_id, parent_id, state, instruction, outcomes, author_id, performer_id, acting_for_id,
         controller_id, due_at, due_because, issued_at, acceptance, co_performer)
       VALUES ($1, $2, $3, 'reserved', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        row.id,
        documentId,
        row.parentId,
        JSON.stringify(request.instruction),
        JSON.stringify(request.outcomes ?? []),
        actor.id,
        row.performerId,
        row.actingForId,
        row.controllerId,
        dueAt,
        row.due === null ? null : JSON.stringify(row.due.because),
        now,
        row.acceptance,
        row.coPerformer,
      ],
    );
    await this.writeLadder(context, row);
    await this.openDocument(context, documentId, row);
    const organisation = this.directory.snapshot();
    const person = (id: string | null) => (id === null ? null : (personValue(organisation, id) ?? null));
    await writeHistory(context, documentId, 'assignment.issued', {
      assignment: row.id,
      performer: person(row.performerId),
      actingFor: person(row.actingForId),
      controller: person(row.controllerId),
      parent: row.parentId,
      dueAt: dueAt?.toISOString() ?? null,
      instruction: request.instruction,
    });
  }

  /** Who stands in for somebody may read only as long as that lasts. */
  private async openDocument({ tx }: Context, documentId: string, row: NewByHand): Promise<void> {
    const { performerId, actingForId, controllerId } = row;
    const named = [actingForId ?? performerId, controllerId].filter((id) => id !== null);
    await grantAccess(tx, documentId, named, 'assignment');
    if (actingForId !== null) await grantAccess(tx, documentId, [performerId], 'substitution');
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

  private person(name: string, path: string, problems: Objection[]): string | null {
    const person = personOf(this.directory.snapshot(), name);
    if (person) return person.id;
    const message = say('"{person}" is no active person; expected an id or a login.', { person: name });
    problems.push({ path, code: 'unknown-person', message });
    return null;
  }
}

function checkOutcomes(outcomes: readonly OutcomeChoice[], problems: Objection[]): void {
  outcomes.forEach(({ key }, index) => {
    if (outcomes.findIndex((other) => other.key === key) === index) return;
    const message = say('"{key}" is offered already.', { key });
    problems.push({ path: `outcomes[${index}].key`, code: 'duplicate', message });
  });
}

interface ParentRow {
  readonly id: string;
  readonly performer_id: string | null;
  readonly owner_id: string | null;
  readonly state: AssignmentState;
}

/**
 * Locks the assignment and those above it, from the top: whoever closes one of them closes all below. Its version counts
 * on, so that a decision at the same moment does not overlook the new part.
 */
async function lockParent({ tx, actor }: Context, documentId: string, id: string): Promise<string> {
  const refuse = (kind: 'conflict' | 'invalid', code: string, message: string | Sentence) =>
    new Refusal(kind, code, message, [{ path: 'parent', code, message }]);
  const chain = await tx.query<{ id: string }>(chainAbove, [id, documentId]);
  const ids = chain.map((one) => one.id);
  const rows = await tx.query<ParentRow>(
    'SELECT id, performer_id, owner_id, state FROM assignment WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE',
    [ids],
  );
  const parent = rows.find((row) => row.id === id);
  const mine = parent && [parent.performer_id, parent.owner_id].includes(actor.id);
  if (!parent || !(mine || actor.roles.includes(adminRole)))
    throw refuse('invalid', 'unknown-parent', 'Expected an assignment of yours on this document.');
  if (!isOpen(parent.state))
    throw refuse(
      'conflict',
      'closed-parent',
      say('That assignment is {state}; nothing can become a part of it.', { state: stateWords[parent.state] }),
    );
  if (rows.length >= deepest)
    throw refuse('conflict', 'too-deep', say('Assignments can be parts of each other {most} deep.', { most: deepest }));
  await tx.query('UPDATE assignment SET version = version + 1 WHERE id = $1', [id]);
  return id;
}

const chainAbove = `
  WITH RECURSIVE up AS (
    SELECT id, parent_id FROM assignment WHERE id = $1 AND document_id = $2
    UNION ALL SELECT a.id, a.parent_id FROM assignment a JOIN up ON a.id = up.parent_id
  )
  SELECT id FROM up`;
