import type { Tx } from '../platform/context.js';
import type { Language } from '../platform/languages.js';
import type { CardValues } from '../streams/card/card-scope.js';

/** Something on the card that a clerk must look at; `value` shows what was sent and could not be taken. */
export interface Flag {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly value?: string;
}

export const channels = ['form', 'mail', 'call', 'sheet', 'scan', 'api', 'screen', 'route'] as const;
export type Channel = (typeof channels)[number];

/** Where a document came from. */
export interface DocumentSource {
  readonly channel: Channel;
  readonly intakeItemId?: string;
  /** The language of whoever sent it, for the answer. */
  readonly language?: Language;
  readonly sender?: { readonly name?: string; readonly email?: string; readonly phone?: string };
  /** Message-ID of the letter that is answered to. */
  readonly messageId?: string;
  readonly subject?: string;
}

/** A document as it is stored. */
export interface DocumentRow {
  readonly id: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly authorId: string;
  readonly responsibleId: string | null;
  readonly unitId: string | null;
  /** Levels of access do not reach it, only rights of one's own. */
  readonly confidential: boolean;
  readonly fields: CardValues;
  readonly flags: readonly Flag[];
  readonly source: Partial<DocumentSource>;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The select list that gives a `DocumentRow` from `document d`. */
export const documentSelection = `d.id, d.stream, d.number, d.title, d.status, d.author_id AS "authorId",
  d.responsible_id AS "responsibleId", d.unit_id AS "unitId", d.confidential, d.fields, d.flags, d.source, d.version,
  d.created_at AS "createdAt", d.updated_at AS "updatedAt"`;

const byId = { name: 'document_by_id', text: `SELECT ${documentSelection} FROM document d WHERE d.id = $1` };
const lockById = {
  name: 'document_lock',
  text: `SELECT ${documentSelection} FROM document d WHERE d.id = $1 FOR NO KEY UPDATE`,
};

/** The document, whoever asks: for the system's own use. Undefined when there is none. */
export async function loadDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const [row] = await tx.run<DocumentRow>(byId, [id]);
  return row;
}

/** Like `loadDocument`; nobody else changes the document until the transaction ends. */
export async function lockDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const [row] = await tx.run<DocumentRow>(lockById, [id]);
  return row;
}
