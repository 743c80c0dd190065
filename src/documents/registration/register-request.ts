import type { Language } from '../../platform/languages.js';
import type { CardValues } from '../../streams/card/card-scope.js';
import type { DocumentSource, Flag } from '../document-row.js';
import type { DocumentView } from '../document-view.js';
import type { Context } from '../../platform/context.js';

export const fileRoles = ['attachment', 'raw', 'generated', 'scan'] as const;
export type FileRole = (typeof fileRoles)[number];

/** A file whose bytes are in the file store already. */
export interface NewFile {
  readonly name: string;
  readonly type: string;
  readonly sha256: string;
  readonly size: number;
  readonly role: FileRole;
  /** The template that it was generated from. */
  readonly template?: string;
}

/** A link from the document to another one. */
export interface NewLink {
  readonly to: string;
  /** Letters, digits, hyphens; `field:…` is kept for reference fields. */
  readonly kind: string;
}

/** What is asked for when a document is registered, whichever way it came. */
export interface RegisterRequest {
  readonly stream: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The stream's initial status unless said. */
  readonly status?: string;
  readonly responsibleId?: string | null;
  /** Unless said: the unit of the responsible person, else of the author. */
  readonly unitId?: string | null;
  /** As the stream says unless said. */
  readonly confidential?: boolean;
  readonly links?: readonly NewLink[];
  readonly files?: readonly NewFile[];
  readonly source?: DocumentSource;
  /** What breaks the rules of the card is left out and flagged instead of refusing the document. */
  readonly lenient?: boolean;
  /** Flags that the document has from the beginning. */
  readonly flags?: readonly Flag[];
  /** Of the messages; the actor's unless said. */
  readonly language?: Language;
}

/** A document about to be registered. */
export interface DocumentDraft extends RegisterRequest {
  readonly id: string;
  /** The checked card. A step may put another one in its place; it is checked again before it is written. */
  readonly values: CardValues;
  readonly flags: readonly Flag[];
  /** Handed from a step's `prepare` to its `followUp`. */
  readonly plan?: unknown;
}

/** Something that happens by itself when a document is registered, in the same transaction. */
export interface RegistrationStep {
  /** Before anything is written: fill, link, choose a performer. Answers the draft to go on with. */
  prepare?(ctx: Context, draft: DocumentDraft): Promise<DocumentDraft>;
  /** After the rows are written: start the route. */
  followUp?(ctx: Context, document: DocumentView, draft: DocumentDraft): Promise<void>;
  /**
   * The same without waiting: sends what is to be written behind the rows of the document, whose number (empty here) is
   * not known yet, and answers when all was sent. Undefined, with nothing sent, when it cannot do without the number;
   * `followUp` is then called in its place. It spares the register's counter, which is locked until the commit.
   */
  issue?(
    ctx: Context,
    document: DocumentView,
    draft: DocumentDraft,
  ): Promise<{ readonly written: Promise<unknown> } | undefined>;
}
