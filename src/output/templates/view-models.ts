import type { Money } from '../render/helpers/decimal.js';

/**
 * What templates see: plain data prepared for printing, never entities. Every member is present; what is empty is
 * null. Dates are `YYYY-MM-DD` or ISO 8601 moments; decimals are strings.
 */
export interface PartyView {
  readonly name: string;
  readonly taxNumber: string | null;
  /** Further registration code where the country has one (KPP, REGON, VAT code), as it is to be printed. */
  readonly registrationCode: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly bank: { readonly name: string; readonly account: string; readonly code: string | null } | null;
  /** Who signs; null prints empty lines to fill in by hand. */
  readonly signatory: { readonly name: string; readonly post: string } | null;
}

/** The document itself, as far as every paper shows it. `fields` holds every field of the card, null where empty. */
export interface DocumentView<Fields extends object = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** The label of the status in the language of the paper. */
  readonly status: string;
  readonly createdAt: string;
  readonly responsible: {
    readonly name: string;
    readonly post: string | null;
    readonly phone: string | null;
    readonly email: string | null;
  } | null;
  readonly fields: Fields;
}

export interface StageView {
  readonly name: string;
  readonly dueAt: string | null;
  readonly amount: Money | null;
}

export interface LineView {
  readonly name: string;
  readonly quantity: string;
  readonly unit: string | null;
  readonly price: Money;
}

interface PaperView {
  /** When the paper was made (ISO 8601 moment). */
  readonly generatedAt: string;
}

/** `sales/contract`. */
export interface ContractView extends PaperView {
  readonly document: DocumentView<{
    readonly subject: string;
    /** Label of the kind in the language of the paper. */
    readonly kind: string | null;
    readonly amount: Money | null;
    readonly signedAt: string | null;
    readonly validUntil: string | null;
  }>;
  readonly seller: PartyView;
  readonly client: PartyView;
  readonly stages: readonly StageView[];
}

/** `sales/invoice`. Prices are those to be paid; `tax` shows what part of `total` is tax. */
export interface InvoiceView extends PaperView {
  readonly document: DocumentView<{ readonly dueAt: string | null; readonly total: Money }>;
  readonly seller: PartyView;
  readonly client: PartyView;
  /** The contract the invoice is issued under. */
  readonly contract: { readonly number: string; readonly createdAt: string } | null;
  readonly lines: readonly LineView[];
  readonly tax: { readonly rate: string; readonly amount: Money } | null;
}

/** One approver's part in a round. `decidedAt` null: not decided yet. */
export interface DecisionView {
  readonly round: number;
  readonly person: string;
  readonly post: string | null;
  /** The absent person for whom a substitute decided. */
  readonly onBehalfOf: string | null;
  readonly askedAt: string;
  readonly decidedAt: string | null;
  /** `approved`, `rejected` and `waiting` have a colour; `label` is the word in the language of the paper. */
  readonly outcome: 'approved' | 'rejected' | 'waiting';
  readonly label: string;
  readonly remark: string | null;
  /** The SHA-256 (hex) of the card and file versions the decision was taken on. */
  readonly versionHash: string | null;
  /** True where a later change lapsed the decision. */
  readonly lapsed: boolean;
}

export interface RoundView {
  readonly number: number;
  readonly decisions: readonly (DecisionView & { readonly shortHash: string | null })[];
}

/** `sales/approval-sheet`. */
export interface ApprovalSheetView extends PaperView {
  readonly document: DocumentView<{ readonly amount: Money | null }>;
  readonly seller: PartyView;
  readonly client: { readonly name: string } | null;
  readonly rounds: readonly RoundView[];
  /** Versions of card and files, newest last, that the hashes stand for. */
  readonly versions: readonly {
    readonly hash: string;
    readonly shortHash: string;
    readonly files: readonly string[];
    readonly at: string;
  }[];
}

/** What every letter needs: the seller signs it. `recipient` is the person or firm addressed, null for nobody known. */
interface LetterView extends PaperView {
  readonly seller: PartyView;
  readonly recipient: string | null;
}

/** `sales/request-receipt`: acknowledges a request. */
export interface RequestReceiptView extends LetterView {
  readonly document: DocumentView<{ readonly subject: string | null }>;
}

/** `sales/request-refusal`. */
export interface RequestRefusalView extends LetterView {
  readonly document: DocumentView<{ readonly subject: string | null }>;
  readonly reason: string;
}

/** `sales/contract-scans`: the signed papers leave as attachments. */
export interface ContractScansView extends LetterView {
  readonly document: DocumentView<{ readonly subject: string }>;
  readonly attachments: readonly { readonly name: string }[];
}

/** The first characters of a hash, enough to tell versions of one document apart on paper. */
export function shortHash(hash: string): string {
  return hash.slice(0, 10);
}

/** Decisions in the order they are given, under their rounds in ascending order. */
export function roundsOf(decisions: readonly DecisionView[]): RoundView[] {
  const rounds = new Map<number, DecisionView[]>();
  for (const decision of decisions) {
    const round = rounds.get(decision.round) ?? [];
    rounds.set(decision.round, round);
    round.push(decision);
  }
  return [...rounds.entries()]
    .sort(([a], [b]) => a - b)
    .map(([number, taken]) => ({
      number,
      decisions: taken.map((one) => ({
        ...one,
        shortHash: one.versionHash === null ? null : shortHash(one.versionHash),
      })),
    }));
}
