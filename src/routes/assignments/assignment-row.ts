import type { Organisation } from '../../organisation/directory/organisation.js';
import { textIn, type Language, type LocalisedText } from '../../platform/languages.js';
import { amountOf } from '../../streams/card/amount-of.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { explainDue } from '../../worktime/explain-due.js';
import type { DueStep } from '../../worktime/due-trail.js';
import type { AssignmentState } from './assignment-life.js';
import { personValue, type PersonValue } from './performer-functions.js';
import type { StepFields } from './step-fields.js';

/** The decision that lapsed, and what has changed since it was taken. */
export interface AskedAgainView {
  readonly assignment: string;
  readonly changes: readonly { path: string; name?: unknown; before?: unknown; after?: unknown }[];
}

/** A request for more time that nobody has decided yet. */
export interface ExtensionOfAssignment {
  readonly id: string;
  /** ISO 8601. */
  readonly askedDueAt: string;
  readonly reason: string;
  readonly askedAt: string;
}

/** An assignment as it is read, with its document. */
export interface AssignmentRow {
  readonly id: string;
  readonly state: AssignmentState;
  readonly instruction: LocalisedText;
  readonly outcomes: readonly { key: string; label: LocalisedText; reasonRequired: boolean }[];
  readonly run_id: string | null;
  readonly element: string | null;
  readonly step: ({ name: string } & StepFields) | null;
  readonly author_id: string;
  readonly performer_id: string | null;
  readonly acting_for_id: string | null;
  readonly owner_id: string | null;
  readonly candidates: string[];
  readonly controller_id: string | null;
  readonly due_at: Date | null;
  readonly due_because: DueStep[] | null;
  readonly issued_at: Date;
  /** Null: since it was issued. */
  readonly waiting_since: Date | null;
  readonly closed_at: Date | null;
  readonly outcome: string | null;
  readonly comment: string | null;
  readonly round: number | null;
  readonly content_hash: string | null;
  readonly lapsed_at: Date | null;
  readonly asked_again: AskedAgainView | null;
  readonly parent_id: string | null;
  readonly co_performer: boolean;
  readonly skippable: boolean;
  readonly acceptance: boolean;
  readonly opened_at: Date | null;
  readonly suspended_until: Date | null;
  readonly report: { outcome: string | null; comment: string | null; by: string; at: string } | null;
  readonly returned_reason: string | null;
  readonly lead_id: string | null;
  readonly extension: ExtensionOfAssignment | null;
  readonly version: number;
  readonly document_id: string;
  readonly document_stream: string;
  readonly document_number: string;
  readonly document_title: string;
  readonly document_status: string;
  readonly document_version: number;
  readonly document_fields: CardValues;
}

/** An assignment that was decided a moment ago, as the statement that decided it answers. */
export type DecidedRow = Omit<AssignmentRow, 'lead_id' | 'extension' | 'document_fields'>;

/** The columns of DecidedRow that `assignment a` has. */
export const ownColumns = `a.id, a.state, a.instruction, a.outcomes, a.run_id, a.element, a.step, a.author_id,
  a.performer_id, a.acting_for_id, a.owner_id, a.candidates, a.controller_id, a.due_at, a.due_because, a.issued_at, a.waiting_since,
  a.closed_at, a.outcome, a.comment, a.round, a.content_hash, a.lapsed_at, a.asked_again, a.version,
  a.parent_id, a.co_performer, a.skippable, a.acceptance, a.opened_at, a.suspended_until, a.report, a.returned_reason`;

/** The columns of DecidedRow that `document d` has. */
export const documentColumns = `d.id AS document_id, d.stream AS document_stream, d.number AS document_number,
  d.title AS document_title, d.status AS document_status, d.version AS document_version`;

/** The columns of AssignmentRow, from `assignment a JOIN document d`. */
export const assignmentColumns = `${ownColumns}, ${documentColumns}, d.fields AS document_fields,
  CASE WHEN a.co_performer THEN (SELECT l.performer_id FROM assignment l WHERE l.id = a.parent_id) END AS lead_id,
  (SELECT jsonb_build_object('id', e.id, 'askedDueAt', e.asked_due_at, 'reason', e.reason, 'askedAt', e.asked_at)
    FROM extension_request e WHERE e.assignment_id = a.id AND e.state = 'asked') AS extension`;

/**
 * What can be done about an assignment besides answering it, by the calls that do it: `remind` whoever has it, `extend`
 * (ask for more time), `grant` (decide what was asked for), `delegate` and `forward`, `cancel`.
 */
export type AssignmentDeed = 'remind' | 'extend' | 'grant' | 'delegate' | 'forward' | 'cancel';

/** The document of an assignment, as far as a list of assignments shows it. */
export interface AssignedDocument {
  readonly id: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
  /** Key of the status. */
  readonly status: string;
  readonly version: number;
  /** Null where the card has no amount, or has it empty. */
  readonly amount: { readonly amount: string; readonly currency: string } | null;
}

/** The step of a route that an assignment is of, and what it says about the fields of the card (keys). */
export interface AssignmentStep {
  readonly element: string;
  readonly name: string;
  /** May be changed with the decision, whatever other rights say. */
  readonly editable: string[];
  /** Of these, what must be filled in to complete the step; not for an outcome that needs a reason. */
  readonly required: string[];
  /** Not shown at the step. */
  readonly hidden: string[];
}

/** An assignment as the API answers it (api.md). */
export interface AssignmentView {
  readonly id: string;
  readonly state: AssignmentState;
  readonly instruction: string;
  readonly document: AssignedDocument;
  readonly run?: string;
  readonly step?: AssignmentStep;
  readonly author?: PersonValue;
  readonly performer?: PersonValue;
  readonly actingFor?: PersonValue;
  readonly owner?: PersonValue;
  readonly candidates: PersonValue[];
  readonly controller?: PersonValue;
  readonly outcomes: { key: string; label: string; reasonRequired: boolean }[];
  readonly dueAt: string | null;
  readonly dueBecause: string | null;
  readonly issuedAt: string;
  /** Since when it has waited for whoever has to do with it now. */
  readonly waitingSince: string;
  readonly closedAt?: string;
  readonly outcome?: string;
  readonly comment?: string;
  readonly round?: number;
  readonly contentHash?: string;
  /** The document has changed since: the decision does not hold any more. */
  readonly lapsedAt?: string;
  readonly askedAgain?: AskedAgainView;
  /** The assignment that it is a part of. */
  readonly parent?: string;
  readonly coPerformer?: true;
  /** Of a co-performer: who accepts where there is no controller. */
  readonly lead?: PersonValue;
  readonly skippable?: true;
  /** Completing it is a report, which the controller accepts or returns. */
  readonly acceptance?: true;
  readonly openedAt?: string;
  readonly suspendedUntil?: string;
  readonly report?: { outcome: string | null; comment: string | null; by: PersonValue | undefined; at: string };
  readonly returnedReason?: string;
  readonly failedReason?: string;
  /** The open request for more time. */
  readonly extension?: ExtensionOfAssignment;
  /** Of a closed one, where it is asked for: whether I may take the decision back now. */
  readonly recallable?: boolean;
  /** Where it is asked for: what I may do about it besides answering it. */
  readonly may?: AssignmentDeed[];
  readonly version: number;
}

/** What a view is made with. */
export interface ViewSurroundings {
  readonly organisation: Organisation;
  readonly cards: readonly CompiledCard[];
  readonly language: Language;
}

/** The view of a row in the language of the surroundings. */
export function assignmentView(
  row: AssignmentRow,
  { organisation, cards, language }: ViewSurroundings,
): AssignmentView {
  const person = (id: string | null) => (id === null ? undefined : personValue(organisation, id));
  return withoutAbsent({
    id: row.id,
    state: row.state,
    instruction: textIn(language, row.instruction),
    document: documentOf(row, cards),
    run: row.run_id ?? undefined,
    step: row.element === null || row.step === null ? undefined : stepView(row.element, row.step),
    author: person(row.author_id),
    performer: person(row.performer_id),
    actingFor: person(row.acting_for_id),
    owner: person(row.owner_id),
    candidates: row.candidates.flatMap((id) => person(id) ?? []),
    controller: person(row.controller_id),
    outcomes: row.outcomes.map(({ key, label, reasonRequired }) => ({
      key,
      label: textIn(language, label),
      reasonRequired,
    })),
    dueAt: row.due_at?.toISOString() ?? null,
    dueBecause: row.due_because === null ? null : explainDue(row.due_because, language),
    issuedAt: row.issued_at.toISOString(),
    waitingSince: (row.waiting_since ?? row.issued_at).toISOString(),
    closedAt: row.closed_at?.toISOString(),
    outcome: row.outcome ?? undefined,
    comment: row.comment ?? undefined,
    round: row.round ?? undefined,
    contentHash: row.content_hash ?? undefined,
    lapsedAt: row.lapsed_at?.toISOString(),
    askedAgain: row.asked_again ?? undefined,
    parent: row.parent_id ?? undefined,
    coPerformer: row.co_performer || undefined,
    lead: person(row.lead_id),
    skippable: row.skippable || undefined,
    acceptance: row.acceptance || undefined,
    openedAt: row.opened_at?.toISOString(),
    suspendedUntil: row.suspended_until?.toISOString(),
    report: reportOf(row, person),
    returnedReason: row.returned_reason ?? undefined,
    failedReason: row.state === 'failed' ? (row.comment ?? undefined) : undefined,
    extension: extensionOf(row.extension),
    recallable: undefined,
    may: undefined,
    version: row.version,
  });
}

function documentOf(row: AssignmentRow, cards: readonly CompiledCard[]): AssignedDocument {
  const card = cards.find(({ stream }) => stream === row.document_stream);
  return {
    id: row.document_id,
    stream: row.document_stream,
    number: row.document_number,
    title: row.document_title,
    status: row.document_status,
    version: row.document_version,
    amount: card ? amountOf(card.definition, row.document_fields) : null,
  };
}

/** The database writes its own form of a time. */
function extensionOf(extension: ExtensionOfAssignment | null): ExtensionOfAssignment | undefined {
  if (extension === null) return undefined;
  const { askedDueAt, askedAt } = extension;
  return {
    ...extension,
    askedDueAt: new Date(askedDueAt).toISOString(),
    askedAt: new Date(askedAt).toISOString(),
  };
}

function reportOf(
  { report }: AssignmentRow,
  person: (id: string | null) => PersonValue | undefined,
): AssignmentView['report'] | undefined {
  if (report === null) return undefined;
  const { outcome, comment, by, at } = report;
  return { outcome, comment, by: person(by), at };
}

function withoutAbsent<View extends object>(view: { [Key in keyof View]: View[Key] | undefined }): View {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined)) as View;
}

function stepView(element: string, { name, ...fields }: { readonly name: string } & StepFields): AssignmentStep {
  const { editable = [], required = [], hidden = [] } = fields;
  return { element, name, editable: [...editable], required: [...required], hidden: [...hidden] };
}
