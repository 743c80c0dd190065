import { Injectable } from '@nestjs/common';
import { writeHistory } from '../../documents/history/write-history.js';
import { adminRole } from '../../organisation/access/grant.js';
import { Directory } from '../../organisation/directory/directory.js';
import { calendarFor, headOfPerson } from '../../organisation/directory/queries.js';
import type { Context } from '../../platform/context.js';
import { stateWords } from '../assignments/state-words.js';
import { Refusal } from '../../platform/errors.js';
import { say, sayTogether } from '../../platform/words/sentence.js';
import { newId } from '../../platform/ids.js';
import { textIn, type Language } from '../../platform/languages.js';
import { isOpen } from '../assignments/assignment-life.js';
import { moved } from '../assignments/check-performer.js';
import { personValue, type PersonValue } from '../assignments/performer-functions.js';
import { ReadAssignments } from '../assignments/read-assignments.js';
import { StandIns } from '../assignments/stand-ins.js';
import {
  listRequests,
  lockExtended,
  moveDue,
  readRequest,
  unknownRequest,
  type ExtendedRow,
  type ExtensionState,
  type RequestRow,
} from './extension-requests.js';

/** A request for more time, as the API answers it. Times are ISO 8601. */
export interface ExtensionView {
  readonly id: string;
  readonly assignment: string;
  readonly instruction: string;
  readonly document: RequestRow['document'];
  readonly state: ExtensionState;
  /** Of the assignment, as it is now. */
  readonly dueAt: string | null;
  readonly askedDueAt: string;
  readonly reason: string;
  readonly askedBy: PersonValue | null;
  readonly decider: PersonValue | null;
  readonly askedAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: PersonValue | null;
  readonly answer: string | null;
}

/** More time for an assignment: asked for by its performer, decided by the lead, else the controller, else the author. */
@Injectable()
export class ExtendAssignment {
  constructor(
    private readonly directory: Directory,
    private readonly standIns: StandIns,
    private readonly assignments: ReadAssignments,
  ) {}

  /**
   * Asks for it; granted at once where there is nobody above the performer to ask.
   * @throws Refusal notFound, forbidden, conflict (closed, or asked already), invalid (no later than now due)
   */
  async ask(context: Context, assignmentId: string, dueAt: Date, reason: string): Promise<ExtensionView> {
    const { tx, now, actor } = context;
    const row = await lockExtended(context, assignmentId);
    await this.checkPerformer(context, row);
    moved(row.state, 'extend');
    checkLater(row, dueAt, now);
    const deciderId = this.deciderOf(row);
    const id = newId();
    const inserted = await tx.query(
      `INSERT INTO extension_request (id, assignment_id, asked_by, decider_id, asked_due_at, reason, state, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7) ON CONFLICT DO NOTHING RETURNING id`,
      [id, row.id, actor.id, deciderId, dueAt, reason, now],
    );
    if (inserted.length === 0) {
      throw new Refusal('conflict', 'asked-already', 'More time was asked for already, and is not decided yet.');
    }
    await this.tell(context, row, 'asked', { dueAt: dueAt.toISOString(), reason, decider: this.person(deciderId) });
    const request = await readRequest(context, id);
    if (deciderId === actor.id || deciderId === row.performer_id) await this.give(context, row, request, dueAt, null);
    return this.view(context, id);
  }

  /** @throws Refusal notFound, forbidden, conflict (decided already, or the assignment is closed), invalid (no later) */
  async grant(context: Context, id: string, dueAt: Date | null, answer: string | null): Promise<ExtensionView> {
    const { request, row } = await this.open(context, id);
    const until = dueAt ?? request.asked_due_at;
    checkLater(row, until, context.now);
    await this.give(context, row, request, until, answer);
    return this.view(context, id);
  }

  /** @throws Refusal like `grant` */
  async deny(context: Context, id: string, reason: string): Promise<ExtensionView> {
    const { row } = await this.open(context, id);
    await decide(context, id, 'denied', reason);
    await this.tell(context, row, 'denied', { reason });
    return this.view(context, id);
  }

  /** Those that the actor decides; without `mine` also those that the actor has made. Newest first. */
  async list(
    context: Context,
    { state, mine }: { readonly state: ExtensionState | undefined; readonly mine: boolean },
  ): Promise<ExtensionView[]> {
    const rows = await listRequests(context, this.standIns.replaced(context), { state, asked: !mine });
    return rows.map((row) => this.shown(row, context.actor.language));
  }

  private async checkPerformer(context: Context, row: ExtendedRow): Promise<void> {
    const { performer_id: performer, document_id: document } = row;
    if (performer === context.actor.id) return;
    if (performer !== null && (await this.standIns.actsFor(context, performer, document))) return;
    // For whom may not see it there is none.
    await this.assignments.get(context, row.id);
    const message = performer === null ? 'Claim it first.' : 'Its performer asks for more time.';
    throw new Refusal('forbidden', 'not-your-assignment', message);
  }

  /** The lead, else the controller, else the author; where they have left or a route has no author, the performer's head. */
  private deciderOf({ lead_id, controller_id, author_id, performer_id }: ExtendedRow): string {
    const organisation = this.directory.snapshot();
    const above = [lead_id, controller_id, author_id].find((id) => id !== null && organisation.persons.get(id)?.active);
    const performer = performer_id ?? author_id;
    return above ?? headOfPerson(organisation, performer)?.id ?? performer;
  }

  private async open(context: Context, id: string): Promise<{ request: RequestRow; row: ExtendedRow }> {
    const { actor } = context;
    const { assignment_id: assignmentId } = await readRequest(context, id);
    // The lock of the assignment is the lock of its requests; what it says is read behind it.
    const row = await lockExtended(context, assignmentId);
    const request = await readRequest(context, id);
    const may =
      actor.id === request.decider_id ||
      actor.roles.includes(adminRole) ||
      (await this.standIns.actsFor(context, request.decider_id, row.document_id));
    if (!may) {
      if (request.asked_by !== actor.id) throw unknownRequest();
      const decider = this.person(request.decider_id)?.name ?? say('somebody else');
      throw new Refusal('forbidden', 'not-yours-to-decide', say('It is decided by {decider}.', { decider }));
    }
    if (request.state !== 'asked' || !isOpen(row.state)) {
      const why =
        request.state === 'asked'
          ? say('The assignment is {state}.', { state: stateWords[row.state] })
          : say('It was decided already.');
      throw new Refusal('conflict', 'decided-already', sayTogether([why, say('Nothing is left to decide.')]));
    }
    return { request, row };
  }

  private async give(
    context: Context,
    row: ExtendedRow,
    { id, reason }: RequestRow,
    dueAt: Date,
    answer: string | null,
  ): Promise<void> {
    await decide(context, id, 'granted', answer);
    const { timeZone } = calendarFor(this.directory.snapshot(), { personId: row.performer_id });
    await moveDue(context, row, dueAt, { by: context.actor.name, reason, timeZone });
    await this.tell(context, row, 'granted', { dueAt: dueAt.toISOString(), answer });
  }

  private async tell(context: Context, row: ExtendedRow, what: string, detail: object): Promise<void> {
    const about = { assignment: row.id, step: row.step };
    await writeHistory(context, row.document_id, `extension.${what}`, { ...about, ...detail });
  }

  private async view(context: Context, id: string): Promise<ExtensionView> {
    return this.shown(await readRequest(context, id), context.actor.language);
  }

  private shown(row: RequestRow, language: Language): ExtensionView {
    return {
      id: row.id,
      assignment: row.assignment_id,
      instruction: textIn(language, row.instruction),
      document: row.document,
      state: row.state,
      dueAt: row.due_at?.toISOString() ?? null,
      askedDueAt: row.asked_due_at.toISOString(),
      reason: row.reason,
      askedBy: this.person(row.asked_by),
      decider: this.person(row.decider_id),
      askedAt: row.asked_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
      decidedBy: row.decided_by === null ? null : this.person(row.decided_by),
      answer: row.answer,
    };
  }

  private person(id: string): PersonValue | null {
    return personValue(this.directory.snapshot(), id) ?? null;
  }
}

/** More time is later than it is due, and still to come. */
function checkLater({ due_at: due }: ExtendedRow, dueAt: Date, now: Date): void {
  const after = due !== null && due > now ? due : now;
  if (dueAt > after) return;
  const message = say('Expected a time after {time}.', { time: after.toISOString() });
  throw new Refusal('invalid', 'not-later', message, [{ path: 'dueAt', code: 'not-later', message }]);
}

async function decide({ tx, now, actor }: Context, id: string, state: string, answer: string | null): Promise<void> {
  await tx.query(
    'UPDATE extension_request SET state = $2, answer = $3, decided_at = $4, decided_by = $5 WHERE id = $1',
    [id, state, answer, now, actor.id],
  );
}
