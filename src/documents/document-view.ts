import { textIn, type Language } from '../platform/languages.js';
import { publicActor, systemActor } from '../organisation/directory/actors.js';
import type { Organisation } from '../organisation/directory/organisation.js';
import type { CardValues } from '../streams/card/card-scope.js';
import type { DocumentDeed } from './access/document-deeds.js';
import type { DocumentRow, DocumentSource, Flag } from './document-row.js';

export interface PersonView {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

export interface UnitView {
  readonly id: string;
  readonly name: string;
}

/** A document as the API answers it, except that reference fields still hold bare ids. */
export interface DocumentView {
  readonly id: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly fields: CardValues;
  readonly author: PersonView;
  readonly responsible: PersonView | null;
  readonly unit: UnitView | null;
  /** Levels of access do not reach it, only rights of one's own. */
  readonly confidential: boolean;
  readonly flags: readonly Flag[];
  readonly source: Partial<DocumentSource>;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One document with what the asker may do with it. */
export interface DocumentDetail extends DocumentView {
  readonly may: DocumentDeed[];
  /** Keys of the fields that the asker may change. */
  readonly editable: string[];
}

/** Puts names to the ids of a row. */
export function toDocumentView(row: DocumentRow, org: Organisation, language: Language = 'en'): DocumentView {
  return {
    id: row.id,
    stream: row.stream,
    number: row.number,
    title: row.title,
    status: row.status,
    fields: row.fields,
    author: personView(row.authorId, org),
    responsible: row.responsibleId === null ? null : personView(row.responsibleId, org),
    unit: row.unitId === null ? null : unitView(row.unitId, org, language),
    confidential: row.confidential,
    flags: row.flags,
    source: row.source,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The row that a view was made of. */
export function toDocumentRow(view: DocumentView): DocumentRow {
  const { author, responsible, unit, createdAt, updatedAt, ...same } = view;
  return {
    ...same,
    authorId: author.id,
    responsibleId: responsible?.id ?? null,
    unitId: unit?.id ?? null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}

/** The person, or the system or the public; somebody who is no longer known is named by the id. */
export function personView(id: string, org: Organisation): PersonView {
  const known = [systemActor, publicActor].find((actor) => actor.id === id) ?? org.persons.get(id);
  return known ? { id, login: known.login, name: known.name } : { id, login: '', name: id };
}

function unitView(id: string, org: Organisation, language: Language): UnitView {
  const unit = org.units.get(id);
  return { id, name: unit ? textIn(language, unit.name) : id };
}
