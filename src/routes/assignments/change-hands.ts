import { Injectable } from '@nestjs/common';
import { grantAccess } from '../../documents/access/grant-access.js';
import { writeHistory } from '../../documents/history/write-history.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Person } from '../../organisation/directory/organisation.js';
import type { Actor, Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say, type Sentence } from '../../platform/words/sentence.js';
import { isUuid } from '../../platform/ids.js';
import { personValue } from './performer-functions.js';
import { StandIns } from './stand-ins.js';
import { stateAfter, type AssignmentMove, type AssignmentState } from './assignment-life.js';
import { apart, moved, type HeldStep } from './check-performer.js';
import { ReadAssignments } from './read-assignments.js';

interface HandsRow {
  readonly id: string;
  readonly document_id: string;
  readonly state: AssignmentState;
  readonly performer_id: string | null;
  readonly owner_id: string | null;
  readonly candidates: string[];
  readonly excluded: string[];
  readonly wanted: string[] | null;
  readonly step: HeldStep | null;
}

/** Who an assignment is with: claim and release among candidates, delegate and forward to others. */
@Injectable()
export class ChangeHands {
  constructor(
    private readonly directory: Directory,
    private readonly standIns: StandIns,
    private readonly assignments: ReadAssignments,
  ) {}

  /** The first candidate to claim has it. @throws Refusal conflict when somebody was quicker */
  async claim(context: Context, id: string): Promise<void> {
    const row = await this.locked(context, id);
    if (!row.candidates.includes(context.actor.id)) {
      await this.assignments.get(context, id);
      throw forbidden('It is not offered to you.');
    }
    const holder = row.performer_id === null ? undefined : this.directory.snapshot().persons.get(row.performer_id);
    // Whoever presses second wants to know who has it.
    if (holder && holder.id !== context.actor.id) {
      throw new Refusal(
        'conflict',
        'taken-already',
        say('{person} was quicker and has it now.', { person: holder.name }),
      );
    }
    const wanted = row.wanted?.includes(context.actor.id) ? [] : (row.wanted ?? []);
    const actingFor = await this.standIns.behalfOf(context, wanted, row.document_id);
    await this.move(context, row, 'claim', context.actor, row.owner_id, actingFor);
  }

  /** Back to the candidates. @throws Refusal conflict when there are none to give it back to */
  async release(context: Context, id: string): Promise<void> {
    const row = await this.locked(context, id);
    const offered = row.performer_id === null && row.candidates.includes(context.actor.id);
    if (!offered) await this.checkMine(context, row);
    moved(row.state, 'release');
    if (row.candidates.length === 0) {
      throw new Refusal('conflict', 'no-candidates', 'It was issued to you alone. Forward it to somebody instead.');
    }
    await this.move(context, row, 'release', null, row.owner_id);
  }

  /** Somebody else does it; the one who delegates stays its owner. */
  async delegate(context: Context, id: string, to: string): Promise<void> {
    const { row, person } = await this.handed(context, id, 'delegate', to);
    await this.move(context, row, 'delegate', person, row.owner_id ?? context.actor.id);
  }

  /** Somebody else takes it over with the responsibility. */
  async forward(context: Context, id: string, to: string): Promise<void> {
    const { row, person } = await this.handed(context, id, 'forward', to);
    await this.move(context, row, 'forward', person, null);
  }

  /** Who may give it away, and to whom it goes; a second click finds it there already. */
  private async handed(
    context: Context,
    id: string,
    move: 'delegate' | 'forward',
    to: string,
  ): Promise<{ row: HandsRow; person: Person }> {
    const row = await this.locked(context, id);
    const person = this.person(to);
    if (stateAfter(row.state, move) === undefined || row.performer_id !== person.id) {
      await this.checkMine(context, row);
      return { row, person };
    }
    await this.assignments.get(context, id);
    throw new Refusal('conflict', 'there-already', say('It is with {person} already.', { person: person.name }));
  }

  private async checkMine(context: Context, row: HandsRow): Promise<void> {
    const { actor } = context;
    const may =
      row.performer_id === actor.id ||
      row.owner_id === actor.id ||
      actor.roles.includes('admin') ||
      this.heads(context, row);
    if (may) return;
    // For whom may not see it there is none.
    await this.assignments.get(context, row.id);
    throw forbidden("It is another person's.");
  }

  /** The head of a unit hands out what its people have. */
  private heads({ actor }: Context, row: HandsRow): boolean {
    const person = row.performer_id === null ? undefined : this.directory.snapshot().persons.get(row.performer_id);
    return person?.unitIds.some((unit) => actor.headedUnitIds.includes(unit)) ?? false;
  }

  private async locked(context: Context, id: string): Promise<HandsRow> {
    const [row] = isUuid(id)
      ? await context.tx.query<HandsRow>(
          'SELECT id, document_id, state, performer_id, owner_id, candidates, wanted, excluded, step FROM assignment WHERE id = $1 FOR UPDATE',
          [id],
        )
      : [];
    if (!row) throw new Refusal('notFound', 'unknown-assignment', 'There is no such assignment.');
    return row;
  }

  private async move(
    context: Context,
    row: HandsRow,
    move: AssignmentMove,
    performer: Pick<Actor, 'id' | 'name'> | null,
    ownerId: string | null,
    actingForId: string | null = null,
  ): Promise<void> {
    if (performer !== null && row.excluded.includes(performer.id)) throw apart(row, performer);
    const state = moved(row.state, move);
    const performerId = performer?.id ?? null;
    // Who claims it has opened it; once opened it stays so, whoever gets it then.
    const openedAt = move === 'claim' ? context.now : null;
    await context.tx.query(
      `UPDATE assignment SET state = $2, performer_id = $3, owner_id = $4, acting_for_id = $5,
         opened_at = coalesce($6, opened_at), waiting_since = $7, suspended_until = NULL, version = version + 1 WHERE id = $1`,
      [row.id, state, performerId, ownerId, actingForId, openedAt, context.now],
    );
    if (performerId !== null) await grantAccess(context.tx, row.document_id, [performerId], 'assignment');
    await writeHistory(context, row.document_id, `assignment.${move}`, {
      assignment: row.id,
      step: row.step?.name ?? null,
      from: row.performer_id,
      to: performerId,
      ...(actingForId === null ? {} : { actingFor: personValue(this.directory.snapshot(), actingForId) }),
    });
  }

  private person(idOrLogin: string): Person {
    const organisation = this.directory.snapshot();
    const person = organisation.persons.get(idOrLogin) ?? organisation.personByLogin.get(idOrLogin);
    if (person?.active) return person;
    const message = say('"{person}" is no active person; expected an id or a login.', { person: idOrLogin });
    throw new Refusal('invalid', 'unknown-person', message, [{ path: 'to', code: 'unknown-person', message }]);
  }
}

function forbidden(reason: string | Sentence): Refusal {
  return new Refusal('forbidden', 'not-your-assignment', reason);
}
