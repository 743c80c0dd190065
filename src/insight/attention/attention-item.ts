import type { Context } from '../../platform/context.js';
import type { Sentence } from '../../platform/words/sentence.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { Page } from '../../platform/http/page.js';
import type { PinnedVersions, PublishedRoute } from '../../routes/definitions/route-registry.service.js';
import type { RouteLibrary } from '../../routes/engine/protocol.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';

/** Why something does not move. */
export const attentionReasons = [
  'nobody-to-assign',
  'absent-without-substitute',
  'performer-left',
  'unit-closed',
  'action-failed',
  'route-failed',
  'escalation-failed',
  'timer-overdue',
  'decision-lapsed',
  'message-unclaimed',
  'nothing-under-way',
  'mail-refused',
  'mailbox-down',
  'intake-failed',
  'job-dead',
] as const;
export type AttentionReason = (typeof attentionReasons)[number];

/**
 * A call of the API that mends it. `body` is what to send, with empty places (an empty text, an empty object) for what only
 * a person can say.
 */
export interface MendingCall {
  readonly label: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Of an empty place: what can stand there; absent where the name of the place says it. */
  readonly choices?: Readonly<Record<string, readonly Choice[]>>;
}

/** What can stand in an empty place, and how people know it. */
export interface Choice {
  readonly value: string;
  readonly name: string;
}

/** Something that does not move: since when, why, and how it is mended. */
export interface AttentionItem {
  readonly reason: AttentionReason;
  /** ISO 8601. */
  readonly since: string;
  readonly message: string;
  readonly document?: { readonly id: string; readonly stream: string; readonly number: string; readonly title: string };
  /** Whom it is about, where no document is. */
  readonly person?: { readonly id: string; readonly login: string; readonly name: string };
  readonly run?: string;
  readonly assignment?: string;
  readonly incident?: string;
  readonly mend: readonly MendingCall[];
}

/** An item as a source finds it, before it is told to somebody. */
export interface FoundItem extends Omit<AttentionItem, 'message'> {
  readonly message: Sentence;
}

/** What does not move, those that wait longest first. */
export interface AttentionList extends Page<AttentionItem> {
  /** Of each reason at most so many are answered. */
  readonly limit: number;
  /** Reasons of which there are more than are answered here. */
  readonly truncated: readonly AttentionReason[];
}

/** What a source looks with. */
export interface AttentionSearch {
  readonly context: Context;
  readonly organisation: Organisation;
  readonly cards: readonly CompiledCard[];
  /** The drawings of a run. */
  readonly library: (run: PinnedVersions) => Promise<RouteLibrary>;
  /** The route as it is in force; undefined when it is not there any more. */
  readonly route: (key: string) => PublishedRoute | undefined;
  /** Condition over `document d`: what the actor may read; pushes its values to `parameters`. */
  readonly visible: (parameters: unknown[]) => string;
  readonly limit: number;
}

/** Looks for what does not move for one of its reasons. */
export interface AttentionSource {
  readonly reasons: readonly AttentionReason[];
  /** Answers at most `limit` items, those that wait longest first. */
  find(search: AttentionSearch): Promise<FoundItem[]>;
}

/** The columns of the document in the queries of the sources. */
export const documentColumns =
  'd.id AS document_id, d.stream AS document_stream, d.number AS document_number, d.title AS document_title';

export interface DocumentColumns {
  readonly document_id: string;
  readonly document_stream: string;
  readonly document_number: string;
  readonly document_title: string;
}

/** The document of a row of such a query. */
export function documentOf(row: DocumentColumns): NonNullable<AttentionItem['document']> {
  const { document_id: id, document_stream: stream, document_number: number, document_title: title } = row;
  return { id, stream, number, title };
}
