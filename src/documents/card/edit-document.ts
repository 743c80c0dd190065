import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Refusal, type Problem } from '../../platform/errors.js';
import { say } from '../../platform/words/sentence.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { documentNotFound, VisibleDocuments } from '../access/visible-documents.js';
import { lockDocument, type DocumentRow, type Flag } from '../document-row.js';
import { toDocumentView, type DocumentView } from '../document-view.js';
import { cardProblem } from './card-messages.js';
import { fieldChanges } from './changes.js';
import { cardRefused, CardPointers } from './check-card.js';
import { statusProblem } from './statuses.js';
import { WriteEdit } from './write-edit.js';

/** What to change; what is absent stays. */
export interface DocumentEdit {
  /** A patch: absent fields stay, null empties a field. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly status?: string;
  /** Without `unitId` the document moves to the person's first unit, unless the person belongs to its unit. */
  readonly responsibleId?: string | null;
  readonly unitId?: string | null;
  /** Whether levels of access do not reach it any more. */
  readonly confidential?: boolean;
  /** The open questions from now on. */
  readonly flags?: readonly Flag[];
  /** The version whose values come back; the history says so. */
  readonly restored?: number;
}

/** Changes a document: card, status, whose it is. Nobody's change is lost and everything is told in the history. */
@Injectable()
export class EditDocument {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly visible: VisibleDocuments,
    private readonly pointers: CardPointers,
    private readonly writer: WriteEdit,
  ) {}

  /**
   * Changes the document, which is then one version further; an edit that changes nothing leaves the version.
   * @param expectedVersion the version that the change was made from; absent: whatever it is now
   * @throws Refusal notFound, forbidden, stale (`version` tells the present one), invalid, conflict (a unique value is taken)
   */
  async execute(ctx: Context, id: string, edit: DocumentEdit, expectedVersion?: number): Promise<DocumentView> {
    const [granted, row] = await Promise.all([this.visible.granted(ctx, id), lockDocument(ctx.tx, id)]);
    if (!row) throw documentNotFound();
    this.visible.require(ctx.actor, 'edit', { ...row, ...granted });
    if (expectedVersion !== undefined && expectedVersion !== row.version) throw stale(row, expectedVersion);
    const card = this.streams.get(row.stream);
    const problems: Problem[] = [];
    const place = this.place(ctx, card, row, edit, problems);
    const asked = edit.fields !== undefined || (card.asksStatus && place.status !== row.status);
    const values = asked ? this.values(ctx, card, row, { ...edit, status: place.status }, problems) : row.fields;
    if (problems.length > 0) throw cardRefused(problems);
    const { confidential = row.confidential, flags = restingFlags(row.flags, edit.fields) } = edit;
    const next = { ...row, ...place, confidential, fields: values, flags };
    const changes = fieldChanges(card, row.fields, values);
    const written = await this.writer.write(
      ctx,
      card,
      row,
      changes.length > 0 ? await this.titled(ctx, card, row, next) : next,
      { changes, ...(edit.restored !== undefined && { restored: edit.restored }) },
    );
    return toDocumentView(written, this.directory.snapshot(), ctx.actor.language);
  }

  private values(
    ctx: Context,
    card: CompiledCard,
    row: DocumentRow,
    { fields = {}, status }: Pick<DocumentEdit, 'fields' | 'status'>,
    problems: Problem[],
  ): CardValues {
    const { language } = ctx.actor;
    const checked = card.check(fields, {
      ...{ mode: 'edit', previous: row.fields, previousStatus: row.status, language },
      ...(status !== undefined && { status }),
    });
    problems.push(...checked.problems);
    return checked.values;
  }

  /** Checks what the card points at now, and gives the document the title that its fields make. */
  private async titled(ctx: Context, card: CompiledCard, row: DocumentRow, next: DocumentRow): Promise<DocumentRow> {
    const before = [...card.references(row.fields), ...card.persons(row.fields)];
    const known = new Set(before.map(({ id }) => id));
    const rules = { lenient: false, language: ctx.actor.language, known };
    const { targets } = await this.pointers.check(ctx, card, next.fields, rules);
    const titles = new Map([...targets.values()].map(({ id, title }) => [id, title]));
    return { ...next, title: card.title(next.fields, titles) };
  }

  private place(
    ctx: Context,
    card: CompiledCard,
    row: DocumentRow,
    edit: DocumentEdit,
    problems: Problem[],
  ): Pick<DocumentRow, 'status' | 'responsibleId' | 'unitId'> {
    const { language } = ctx.actor;
    const org = this.directory.snapshot();
    const status = edit.status ?? row.status;
    const wrongStatus = status === row.status ? undefined : statusProblem(card, status, language);
    if (wrongStatus) problems.push(wrongStatus);
    const { responsibleId = row.responsibleId, unitId } = edit;
    const moved = responsibleId !== null && responsibleId !== row.responsibleId;
    const responsible = moved ? org.persons.get(responsibleId) : undefined;
    if (moved && !responsible) problems.push(cardProblem('responsible', 'person-not-found', language));
    if (unitId && !org.units.has(unitId)) problems.push(cardProblem('unit', 'unit-not-found', language));
    if (unitId !== undefined) return { status, responsibleId, unitId };
    const follows = responsible && !(row.unitId !== null && responsible.unitIds.includes(row.unitId));
    return { status, responsibleId, unitId: follows ? (responsible.unitIds[0] ?? row.unitId) : row.unitId };
  }
}

/** A question about a field is settled when somebody fills the field in. */
function restingFlags(flags: readonly Flag[], patch: DocumentEdit['fields']): readonly Flag[] {
  if (patch === undefined || flags.length === 0) return flags;
  const touched = new Set(Object.keys(patch));
  const left = flags.filter(({ path }) => !touched.has(/^fields\.([^.[]+)/.exec(path)?.[1] ?? ''));
  return left.length === flags.length ? flags : left;
}

function stale(row: DocumentRow, expected: number): Refusal {
  const message = say(
    'The document was changed meanwhile: you started from version {expected}, it is at version {current} now. Read it again and repeat your change.',
    { expected, current: row.version },
  );
  return new Refusal('stale', 'stale-version', message, [], { version: row.version });
}
