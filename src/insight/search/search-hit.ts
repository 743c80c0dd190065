import type { DocumentPointer } from '../../documents/access/visible-documents.js';
import type { PersonView } from '../../documents/document-view.js';
import type { Mark } from './marks.js';

/** A text that was found, with the places of what was looked for. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** The field in which something was found; a part of it around the place. */
export interface MatchedField extends MarkedText {
  readonly field: string;
  /** Its name in the reader's language. */
  readonly name: string;
}

/** A field by which one tells documents with the same title apart. */
export interface Fact {
  readonly field: string;
  readonly name: string;
  readonly text: string;
}

export interface DocumentHit extends DocumentPointer {
  readonly kind: 'document';
  readonly score: number;
  readonly status: string;
  readonly numberMarks: readonly Mark[];
  readonly titleMarks: readonly Mark[];
  /** Absent where number and title hold all that was looked for. */
  readonly match?: MatchedField;
  /** At most three. */
  readonly facts: readonly Fact[];
  readonly responsible: PersonView | null;
  /** Not what was typed was found but words that are like it. */
  readonly corrected: boolean;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

export interface PersonHit {
  readonly kind: 'person';
  readonly score: number;
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly nameMarks: readonly Mark[];
  readonly post: string | null;
  readonly unit: string | null;
}

/** The register of a stream. */
export interface RegisterHit {
  readonly kind: 'register';
  readonly score: number;
  readonly stream: string;
  readonly name: string;
  readonly nameMarks: readonly Mark[];
}

export interface RouteHit {
  readonly kind: 'route';
  readonly score: number;
  readonly key: string;
  readonly name: string;
  readonly nameMarks: readonly Mark[];
}

export type SearchHit = DocumentHit | PersonHit | RegisterHit | RouteHit;

/** What was found of one kind: documents of one stream, people, registers or routes. The best hit is the first. */
export interface SearchGroup {
  /** The key of a stream, or `people`, `registers`, `routes`. */
  readonly key: string;
  readonly kind: SearchHit['kind'];
  /** The name of the stream in the reader's language; null for the other kinds, which the screen names. */
  readonly name: string | null;
  readonly items: readonly SearchHit[];
  /** There are more than those answered. */
  readonly more: boolean;
}

/** The groups in which something was found, the one with the best hit first. */
export interface SearchAnswer {
  readonly groups: SearchGroup[];
}
