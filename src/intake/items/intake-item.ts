import type { DeliveryReport } from '../letters/delivery-report.js';
import type { AutomaticLetter } from '../letters/automatic-letters.js';

/** The ways into the house that leave an intake item. */
export type IntakeChannel = 'mail' | 'form';

export const intakeStates = ['received', 'registered', 'duplicate', 'ignored', 'failed'] as const;
export type IntakeState = (typeof intakeStates)[number];

/** What became of an arrival. `kind` says it to programs, `reason` to people. */
export type IntakeOutcome =
  | { readonly kind: 'registered'; readonly documentId: string; readonly number: string; readonly reason: string }
  | { readonly kind: 'joined'; readonly documentId: string; readonly number: string; readonly reason: string }
  | { readonly kind: 'duplicate'; readonly of: string; readonly documentId?: string; readonly reason: string }
  | {
      readonly kind: 'ignored';
      readonly automatic: AutomaticLetter['kind'];
      readonly reason: string;
      /** The document whose letter it answers. */
      readonly documentId?: string;
      readonly report?: DeliveryReport;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** The state of the item's row for an outcome. */
export function stateFor(kind: IntakeOutcome['kind']): IntakeState {
  return kind === 'joined' ? 'registered' : kind;
}

/** An arrival as it was written down. */
export interface IntakeItem {
  readonly id: string;
  readonly channel: IntakeChannel;
  /** The mailbox or form that it came through. */
  readonly source: string;
  readonly stream: string;
  readonly receivedAt: Date;
  readonly rawSha256: string;
  readonly rawSize: number;
  readonly rawType: string;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly messageId: string | null;
  readonly state: IntakeState;
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly documentId: string | null;
  readonly attempts: number;
  readonly processedAt: Date | null;
}

/** The select list that gives an `IntakeItem` from `intake_item i`. */
export const itemSelection = `i.id, i.channel, i.source, i.stream, i.received_at AS "receivedAt",
  i.raw_sha256 AS "rawSha256", i.raw_size::float8 AS "rawSize", i.raw_type AS "rawType", i.sender, i.subject,
  i.message_id AS "messageId", i.state, i.outcome, i.document_id AS "documentId", i.attempts,
  i.processed_at AS "processedAt"`;

/** Media type under which a letter is kept of which only the beginning was fetched. */
export const partialLetter = 'message/partial';
