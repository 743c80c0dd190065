import { Injectable } from '@nestjs/common';
import type { Context } from '../../platform/context.js';
import { Issued } from '../../platform/database/unit-of-work.js';
import { Refusal } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { can } from '../../organisation/access/can.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';
import { cardRefused, CardPointers, checkNewCard, type CardRules } from '../card/check-card.js';
import { lockedProblems } from '../card/locked-fields.js';
import { wasChanged } from '../card/changed-meanwhile.js';
import { sameValues } from '../card/changes.js';
import { joinFlags, toFlags } from '../card/flags.js';
import { loadDocument, type DocumentRow, type Flag } from '../document-row.js';
import { toDocumentView, type DocumentView } from '../document-view.js';
import { DocumentChanges } from '../changes/document-changes.js';
import { checkLinks, linkedIds } from './draft-links.js';
import { placeDraft, type DraftPlace } from './draft-place.js';
import type { DocumentDraft, RegisterRequest, RegistrationStep } from './register-request.js';
import { RegistrationSteps } from './registration-steps.js';
import { StepFailure } from './step-failure.js';
import { WriteDocument, type CheckedDraft } from './write-document.js';

export interface RegisterOptions {
  /** Register only: nothing is filled, linked or started by itself. */
  readonly withoutSteps?: boolean;
  /** Flags that the document has from the beginning. */
  readonly flags?: readonly Flag[];
}

interface WrittenDocument {
  readonly row: DocumentRow;
  readonly checked: CheckedDraft;
}

/** The only way a document comes to be: checked card, number, links, files and history in the caller's transaction. */
@Injectable()
export class RegisterDocument {
  constructor(
    private readonly streams: StreamRegistry,
    private readonly directory: Directory,
    private readonly pointers: CardPointers,
    private readonly writer: WriteDocument,
    private readonly steps: RegistrationSteps,
    private readonly watched: DocumentChanges,
  ) {}

  /**
   * Registers a document and does what follows by itself.
   * @throws Refusal notFound (no such stream), forbidden, invalid (the card breaks its rules), conflict (a unique value
   *   is taken; `existing` points at the document that has it)
   * @throws StepFailure when a step failed unexpectedly
   */
  async execute(ctx: Context, request: RegisterRequest, options: RegisterOptions = {}): Promise<DocumentView> {
    const { card, rules, checked, steps } = await this.prepare(ctx, request, options);
    const row = await this.writer.write(ctx, card, rules, checked);
    return this.finish(ctx, rules, steps, { row, checked });
  }

  /**
   * Like `execute`, but where nothing stands against it all statements are sent at once and the answer is awaited by
   * whoever commits.
   */
  async issue(ctx: Context, request: RegisterRequest): Promise<Issued<DocumentView>> {
    const { card, rules, checked, steps } = await this.prepare(ctx, request, {});
    if (card.uniqueKeys(checked.draft.values).length > 0 || this.watched.awaitsNew(card.stream)) {
      const row = await this.writer.write(ctx, card, rules, checked);
      return new Issued(Promise.resolve(await this.finish(ctx, rules, steps, { row, checked })));
    }
    const { row, number } = this.writer.send(ctx, card, checked);
    const [step, ...others] = steps;
    const issued = others.length === 0 ? await this.issued(ctx, rules, step, { row, checked }) : undefined;
    if (!issued)
      return new Issued(
        Promise.resolve(await this.finish(ctx, rules, steps, { row: { ...row, number: await number }, checked })),
      );
    return new Issued(
      (async () => {
        // The document's own failure comes first: behind it every other statement fails too.
        const known = { ...row, number: await number };
        await guarded(rules, issued.written);
        return this.answer(ctx, rules, known);
      })(),
    );
  }

  private async issued(
    ctx: Context,
    rules: CardRules,
    step: RegistrationStep | undefined,
    { row, checked }: WrittenDocument,
  ): Promise<{ written: Promise<unknown> } | undefined> {
    if (step?.issue === undefined) return step ? undefined : { written: Promise.resolve() };
    const view = toDocumentView(row, this.directory.snapshot(), rules.language);
    const issued = await guarded(rules, step.issue(ctx, view, finalDraft(checked, row)));
    issued?.written.catch(() => undefined);
    return issued;
  }

  private async prepare(ctx: Context, request: RegisterRequest, options: RegisterOptions) {
    const card = this.streams.get(request.stream);
    const rules = {
      ...{ lenient: request.lenient ?? false, language: request.language ?? ctx.actor.language },
      status: request.status ?? card.definition.initial,
    };
    checkFieldRights(ctx, card, request, rules);
    const { values, flags } = checkNewCard(card, request.fields, rules);
    const known = joinFlags(request.flags ?? [], options.flags ?? []);
    let draft: DocumentDraft = { ...request, id: newId(), values, flags: joinFlags(known, flags) };
    this.checkRight(ctx, card, draft, rules);
    const steps = options.withoutSteps ? [] : this.steps.all();
    for (const step of steps) if (step.prepare) draft = await guarded(rules, step.prepare(ctx, draft));
    const checked = await this.check(ctx, card, rules, draft, values);
    return { card, rules, checked, steps };
  }

  private async finish(
    ctx: Context,
    rules: CardRules,
    steps: readonly RegistrationStep[],
    { row, checked }: WrittenDocument,
  ): Promise<DocumentView> {
    const view = toDocumentView(row, this.directory.snapshot(), rules.language);
    const final = finalDraft(checked, row);
    await this.watched.tellNew(ctx, row);
    for (const step of steps) if (step.followUp) await guarded(rules, step.followUp(ctx, view, final));
    return this.answer(ctx, rules, row);
  }

  /** A step may have changed the document: the route's first action sets a status, say. */
  private async answer(ctx: Context, rules: CardRules, row: DocumentRow): Promise<DocumentView> {
    const now = wasChanged(ctx.tx, row.id) ? await loadDocument(ctx.tx, row.id) : undefined;
    return toDocumentView(now ?? row, this.directory.snapshot(), rules.language);
  }

  private checkRight(ctx: Context, card: CompiledCard, draft: DocumentDraft, rules: CardRules): void {
    const { place } = this.place(ctx, card, draft, rules);
    const { grants, stream } = card;
    // Whether one may register does not depend on the mark that the document will have.
    const document = { ...place, authorId: ctx.actor.id, confidential: false, fields: draft.values };
    const { allowed, because } = can(ctx.actor, 'register', { stream, grants, document });
    if (!allowed) throw new Refusal('forbidden', 'may-not-register', because, [], { stream });
  }

  /** Everything that must hold before the rows are written. `before` are values that were checked by themselves. */
  private async check(
    ctx: Context,
    card: CompiledCard,
    rules: CardRules,
    draft: DocumentDraft,
    before: DocumentDraft['values'],
  ): Promise<CheckedDraft> {
    const sound = sameValues(draft.values, before)
      ? { values: draft.values, flags: [] }
      : checkNewCard(card, draft.values, rules);
    const { place, problems } = this.place(ctx, card, draft, rules);
    const alsoIds = linkedIds(draft.links);
    const pointed = await this.pointers.check(ctx, card, sound.values, { ...rules, alsoIds });
    const checkedLinks = checkLinks(draft.links, pointed.targets, rules.language);
    problems.push(...checkedLinks.problems);
    if (problems.length > 0 && !rules.lenient) throw cardRefused(problems);
    const flags = [sound.flags, pointed.flags, toFlags(problems, undefined)].reduce(joinFlags, draft.flags);
    const { values, targets } = pointed;
    return { draft: { ...draft, values, flags, links: checkedLinks.links }, place, targets };
  }

  private place(
    ctx: Context,
    card: CompiledCard,
    draft: DocumentDraft,
    rules: CardRules,
  ): ReturnType<typeof placeDraft> & { place: DraftPlace } {
    return placeDraft(this.directory.snapshot(), ctx.actor, card, draft, rules.language);
  }
}

/** What people fill in must be theirs to fill in; routes and arrivals fill in what they were told to. */
function checkFieldRights({ actor }: Context, card: CompiledCard, request: RegisterRequest, rules: CardRules): void {
  if (actor.kind !== 'person' || rules.lenient || request.source?.channel === 'route') return;
  const problems = lockedProblems(card, actor, request.fields, { before: {}, language: rules.language });
  if (problems.length > 0) throw cardRefused(problems);
}

function finalDraft({ draft, place }: CheckedDraft, row: DocumentRow): DocumentDraft {
  return { ...draft, ...place, values: row.fields, flags: row.flags };
}

/** What a step throws is told apart from failures of registration itself. */
async function guarded<Result>({ lenient }: CardRules, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    // A refusal is for whoever asked; nobody waits for an answer to a lenient request.
    const passed = error instanceof StepFailure || (error instanceof Refusal && !lenient);
    throw passed ? error : new StepFailure(error);
  }
}
