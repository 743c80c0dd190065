import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { adminRole } from '../../organisation/access/grant.js';
import { systemActor } from '../../organisation/directory/actors.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { isUuid, newId } from '../../platform/ids.js';
import { StandIns } from '../assignments/stand-ins.js';

/** A request for more time, as the API answers it. */
export interface ExtensionView {
  readonly id: string;
  readonly assignment: string;
  readonly state: 'asked' | 'granted' | 'denied' | 'withdrawn';
  readonly askedDueAt: string;
  readonly reason: string;
  readonly decider: { readonly id: string; readonly name: string };
  readonly askedAt: string;
  readonly answer: string | null;
}

interface AssignmentRow {
  readonly id: string;
  readonly document_id: string;
  readonly performer_id: string | null;
  readonly controller_id: string | null;
  readonly author_id: string;
  readonly lead_id: string | null;
  readonly due_at: Date | null;
  readonly closed_at: Date | null;
  readonly step: string | null;
}

interface RequestRow {
  readonly id: string;
  readonly assignment_id: string;
  readonly asked_by: string;
  readonly decider_id: string;
  readonly asked_due_at: Date;
  readonly reason: string;
  readonly state: ExtensionView['state'];
  readonly answer: string | null;
  readonly asked_at: Date;
}

/** More time for an assignment: asked for by its performer, decided by the lead, else the controller, else the author. */
@Injectable()
export class ExtendAssignment {
  constructor(
    private readonly directory: Directory,
    private readonly standIns: StandIns,
  ) {}

  /**
   * Asks for it; granted at once where there is nobody above the performer to ask.
   * @throws Refusal notFound, forbidden, conflict (closed, or asked already), invalid (no later than now due)
   */
  async ask(context: Context, assignmentId: string, dueAt: Date, reason: string): Promise<ExtensionView> {
    const { tx, now, actor } = context;
    const row = await lockAssignment(context, assignmentId);
    if (row.performer_id !== actor.id)
      throw new Refusal('forbidden', 'not-your-assignment', 'Its performer asks for it.');
    if (row.closed_at) throw new Refusal('conflict', 'wrong-state', 'This assignment is closed.');
    if (dueAt <= (row.due_at ?? now)) {
      const message = `Expected a time after ${(row.due_at ?? now).toISOString()}.`;
      throw new Refusal('invalid', 'not-later', message, [{ path: 'dueAt', code: 'not-later', message }]);
    }
    const deciderId = row.lead_id ?? row.controller_id ?? row.author_id;
    const id = newId();
    const inserted = await tx.query(
      `INSERT INTO extension_request (id, assignment_id, asked_by, decider_id, asked_due_at, reason, state, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7) ON CONFLICT DO NOTHING RETURNING id`,
      [id, row.id, actor.id, deciderId, dueAt, reason, now],
    );
    if (inserted.length === 0) throw new Refusal('conflict', 'asked-already', 'More time was asked for already.');
    await this.tell(context, row, 'extension.asked', { dueAt: dueAt.toISOString(), reason, decider: deciderId });
    if (deciderId === actor.id || deciderId === systemActor.id) await this.close(context, row, id, dueAt, null);
    return this.view(await lockRequest(context, id));
  }

  /** @throws Refusal notFound, forbidden, conflict (decided already, or the assignment is closed) */
  async grant(context: Context, id: string, dueAt: Date | null, answer: string | null): Promise<ExtensionView> {
    const { request, row } = await this.open(context, id);
    await this.close(context, row, id, dueAt ?? request.asked_due_at, answer);
    return this.view(await lockRequest(context, id));
  }

  /** @throws Refusal like `grant` */
  async deny(context: Context, id: string, reason: string): Promise<ExtensionView> {
    const { row } = await this.open(context, id);
    await decide(context, id, 'denied', reason);
    await this.tell(context, row, 'extension.denied', { reason });
    return this.view(await lockRequest(context, id));
  }

  /** Those that the actor decides or has asked for, the newest first. */
  async list({ tx, actor }: Context, state: ExtensionView['state'] | undefined): Promise<ExtensionView[]> {
    const rows = await tx.query<RequestRow>(
      `SELECT * FROM extension_request WHERE (decider_id = $1 OR asked_by = $1) AND ($2::text IS NULL OR state = $2)
       ORDER BY asked_at DESC, id LIMIT 200`,
      [actor.id, state ?? null],
    );
    return rows.map((row) => this.view(row));
  }

  private async open(context: Context, id: string): Promise<{ request: RequestRow; row: AssignmentRow }> {
    const { actor } = context;
    const { assignment_id: assignmentId } = await readRequest(context, id);
    // The assignment first, as when it is asked for.
    const row = await lockAssignment(context, assignmentId);
    const request = await lockRequest(context, id);
    const may =
      actor.id === request.decider_id ||
      actor.roles.includes(adminRole) ||
      (await this.standIns.actsFor(context, request.decider_id, row.document_id));
    if (!may) {
      if (request.asked_by !== actor.id) throw unknown();
      throw new Refusal('forbidden', 'not-yours-to-decide', 'It is decided by the lead, the controller or the author.');
    }
    if (request.state !== 'asked') throw new Refusal('conflict', 'decided-already', `It is ${request.state} already.`);
    if (row.closed_at) throw new Refusal('conflict', 'wrong-state', 'The assignment is closed meanwhile.');
    return { request, row };
  }

  private async close(
    context: Context,
    row: AssignmentRow,
    id: string,
    dueAt: Date,
    answer: string | null,
  ): Promise<void> {
    const { tx, actor } = context;
    await decide(context, id, 'granted', answer);
    const step = { step: 'extended', at: dueAt.getTime(), by: actor.name };
    await tx.query(
      `UPDATE assignment SET due_at = $2, due_because = coalesce(due_because, '[]') || $3::jsonb, version = version + 1
       WHERE id = $1`,
      [row.id, dueAt, JSON.stringify([step])],
    );
    const later = row.due_at === null ? 0 : dueAt.getTime() - row.due_at.getTime();
    await tx.query(
      `UPDATE assignment_rung SET due_at = due_at + $2 * interval '1 millisecond' WHERE assignment_id = $1 AND done_at IS NULL`,
      [row.id, later],
    );
    await this.tell(context, row, 'extension.granted', { dueAt: dueAt.toISOString(), answer });
  }

  private async tell(context: Context, row: AssignmentRow, event: string, detail: object): Promise<void> {
    await writeHistory(context, row.document_id, event, { assignment: row.id, step: row.step, ...detail });
  }

  private view(row: RequestRow): ExtensionView {
    const name = this.directory.snapshot().persons.get(row.decider_id)?.name ?? '';
    return {
      id: row.id,
      assignment: row.assignment_id,
      state: row.state,
      askedDueAt: row.asked_due_at.toISOString(),
      reason: row.reason,
      decider: { id: row.decider_id, name },
      askedAt: row.asked_at.toISOString(),
      answer: row.answer,
    };
  }
}

async function decide({ tx, now, actor }: Context, id: string, state: string, answer: string | null): Promise<void> {
  await tx.query(
    'UPDATE extension_request SET state = $2, answer = $3, decided_at = $4, decided_by = $5 WHERE id = $1',
    [id, state, answer, now, actor.id],
  );
}

async function lockAssignment({ tx }: Context, id: string): Promise<AssignmentRow> {
  const [row] = isUuid(id)
    ? await tx.query<AssignmentRow>(
        `SELECT a.id, a.document_id, a.performer_id, a.controller_id, a.author_id, a.due_at, a.closed_at, a.step ->> 'name' AS step,
           CASE WHEN a.co_performer THEN (SELECT l.performer_id FROM assignment l WHERE l.id = a.parent_id) END AS lead_id
         FROM assignment a WHERE a.id = $1 FOR UPDATE OF a`,
        [id],
      )
    : [];
  if (!row) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
  return row;
}

async function readRequest({ tx }: Context, id: string): Promise<RequestRow> {
  const [row] = isUuid(id) ? await tx.query<RequestRow>('SELECT * FROM extension_request WHERE id = $1', [id]) : [];
  if (!row) throw unknown();
  return row;
}

async function lockRequest({ tx }: Context, id: string): Promise<RequestRow> {
  const [row] = await tx.query<RequestRow>('SELECT * FROM extension_request WHERE id = $1 FOR UPDATE', [id]);
  if (!row) throw unknown();
  return row;
}

function unknown(): Refusal {
  return new Refusal('notFound', 'unknown-extension', 'There is no such request for more time.');
}
