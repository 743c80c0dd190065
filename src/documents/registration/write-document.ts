import { Injectable } from '@nestjs/common';
import { toldFrom } from '../../platform/audit/told-calls.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { newId } from '../../platform/ids.js';
import { calendarFor } from '../../organisation/directory/queries.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { periodKey } from '../../streams/numbering/number-pattern.js';
import { localDateOf } from '../../worktime/local-time.js';
import { VisibleDocuments, type PointedDocument } from '../access/visible-documents.js';
import { withoutFields, type CardRules } from '../card/check-card.js';
import { joinFlags } from '../card/flags.js';
import type { DocumentRow } from '../document-row.js';
import { distinctLinks, fieldLinks } from '../links/link-kind.js';
import { numberPieces } from '../numbering/number-pieces.js';
import type { DraftPlace } from './draft-place.js';
import type { DocumentDraft } from './register-request.js';
import { registrationStatement } from './registration-statement.js';
import { brokenConstraint, isUniqueViolation, uniqueConflict } from './unique-conflict.js';

/** A draft of which everything has been checked. */
export interface CheckedDraft {
  readonly draft: DocumentDraft;
  readonly place: DraftPlace;
  /** The documents that it points at, by id. */
  readonly targets: ReadonlyMap<string, PointedDocument>;
}

/** A document whose statement has been sent; its number comes with the answer. */
export interface DocumentInWriting {
  /** The row with an empty number. */
  readonly row: DocumentRow;
  readonly number: Promise<string>;
}

/** Writes the rows of a new document. */
@Injectable()
export class WriteDocument {
  constructor(
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
  ) {}

  /**
   * Draws the number and writes document, history, links and files in one statement.
   * @throws Refusal conflict when a unique value is taken, unless `rules` are lenient: then it is left out and flagged
   */
  async write(ctx: Context, card: CompiledCard, rules: CardRules, checked: CheckedDraft): Promise<DocumentRow> {
    // Only a card with unique values can be refused by the database; others save the savepoint.
    if (card.uniqueKeys(checked.draft.values).length === 0) return numbered(this.send(ctx, card, checked));
    const saved = ctx.tx.query('SAVEPOINT registration');
    saved.catch(() => undefined);
    try {
      return await numbered(this.insert(ctx, card, checked));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await ctx.tx.query('ROLLBACK TO SAVEPOINT registration');
      const refusal = await this.takenValue(ctx, card, checked, rules);
      if (!refusal) return explained(card)(error);
      if (!rules.lenient) throw refusal;
      return this.write(ctx, card, rules, withoutTaken(card, checked, refusal, rules));
    }
  }

  /** Sends the statement without waiting for its answer; only for cards that no unique value can refuse. */
  send(ctx: Context, card: CompiledCard, checked: CheckedDraft): DocumentInWriting {
    const { row, number } = this.insert(ctx, card, checked);
    const explainedNumber = number.catch(explained(card));
    explainedNumber.catch(() => undefined);
    return { row, number: explainedNumber };
  }

  private insert(ctx: Context, card: CompiledCard, { draft, place, targets }: CheckedDraft): DocumentInWriting {
    const { values, flags } = draft;
    const source: DocumentRow['source'] = draft.source ?? {};
    const titles = new Map([...targets.values()].map(({ id, title }) => [id, title]));
    const title = card.title(values, titles);
    const links = distinctLinks([...fieldLinks(card.references(values)), ...(draft.links ?? [])]);
    const files = draft.files ?? [];
    const { statement, values: extra } = registrationStatement({
      links: links.map((link) => ({ id: newId(), ...link })),
      files: files.map((file) => ({ id: newId(), ...file })),
    });
    const answers = ctx.tx.run<{ number: string }>(statement, [
      ...this.numbering(ctx, card, place),
      draft.id,
      card.stream,
      title,
      place.status,
      ctx.actor.id,
      place.responsibleId,
      place.unitId,
      JSON.stringify(values),
      JSON.stringify(flags),
      JSON.stringify(source),
      card.searchText(values),
      ctx.now,
      ctx.actor.name,
      JSON.stringify({ channel: source.channel ?? 'api', flags: flags.length, files: files.map(({ name }) => name) }),
      place.confidential,
      ...toldFrom(ctx.actor),
      ...extra,
    ]);
    const at = { createdAt: ctx.now, updatedAt: ctx.now, version: 1 };
    const { id } = draft;
    const row = {
      ...{ id, stream: card.stream, number: '', title, authorId: ctx.actor.id },
      ...place,
      ...{ fields: values, flags, source },
      ...at,
    };
    return { row, number: answers.then(numberOf) };
  }

  /** Register, period, and the pieces of the number. A register has one calendar day for all units. */
  private numbering(ctx: Context, card: CompiledCard, place: DraftPlace): unknown[] {
    const org = this.directory.snapshot();
    const { register, pattern, period } = card.definition.numbering;
    const date = localDateOf(calendarFor(org, {}).timeZone, ctx.now.getTime());
    const unit = place.unitId === null ? undefined : org.units.get(place.unitId)?.key;
    const { texts, digits } = numberPieces(pattern, date, unit);
    return [register, periodKey(period, date), texts, digits];
  }

  private takenValue(
    ctx: Context,
    card: CompiledCard,
    { draft: { values, id } }: CheckedDraft,
    { language }: CardRules,
  ): Promise<Refusal | undefined> {
    return uniqueConflict(ctx, card, values, { language, exceptId: id, visible: this.visible });
  }
}

async function numbered({ row, number }: DocumentInWriting): Promise<DocumentRow> {
  return { ...row, number: await number };
}

function numberOf([answer]: readonly { number: string }[]): string {
  if (!answer) throw new Error('Registration answered no number.');
  return answer.number;
}

/** Puts into words what else can be there already: the arrival, or the number. */
function explained(card: CompiledCard): (error: unknown) => never {
  return (error) => {
    const constraint = brokenConstraint(error);
    if (constraint === 'document_intake_item')
      throw new Refusal('conflict', 'arrival-registered', 'This arrival has been registered already.');
    throw constraint === 'document_stream_number_key' ? numberTaken(card) : error;
  };
}

/** The numbering of a stream was changed so that it gives numbers which documents have already. */
function numberTaken(card: CompiledCard): Refusal {
  const { register, pattern } = card.definition.numbering;
  const message = say(
    'The next number of the register "{register}" by the pattern "{pattern}" belongs to an earlier document of the stream "{stream}". Change the pattern so that numbers do not repeat.',
    { register, pattern, stream: card.stream },
  );
  return new Refusal('conflict', 'number-taken', message);
}

function withoutTaken(card: CompiledCard, checked: CheckedDraft, refusal: Refusal, rules: CardRules): CheckedDraft {
  const { draft } = checked;
  const problems = refusal.problemsIn(rules.language);
  const flagged = problems.map((problem) => {
    const key = problem.path.slice('fields.'.length);
    return { ...problem, value: String(draft.values[key]).slice(0, 500) };
  });
  const rest = withoutFields(card, draft.values, problems, rules.language);
  const flags = joinFlags(joinFlags(draft.flags, flagged), rest.flags);
  return { ...checked, draft: { ...draft, values: rest.values, flags } };
}
