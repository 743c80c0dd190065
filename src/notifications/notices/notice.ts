import type { AccessibleDocument } from '../../documents/access/visible-documents.js';
import type { Organisation } from '../../organisation/directory/organisation.js';
import type { Matter } from '../../organisation/substitution/matter.js';
import type { LocalisedText } from '../../platform/languages.js';
import type { AssignmentState } from '../../routes/assignments/assignment-life.js';
import type { Happening } from '../notification-events.js';

/** What happened that people may have to be told of: a row of `notice`. */
export interface Notice {
  readonly documentId: string;
  readonly actorId: string;
  readonly at: Date;
  /** An event of history, or `route.stepped`. */
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An assignment as it is when notices are looked at; it may have gone on since they were written. */
export interface NoticedAssignment {
  readonly id: string;
  readonly documentId: string;
  readonly state: AssignmentState;
  readonly instruction: LocalisedText;
  readonly outcomes: readonly {
    readonly key: string;
    readonly label: LocalisedText;
    readonly reasonRequired: boolean;
  }[];
  readonly step: string | null;
  readonly performerId: string | null;
  readonly actingForId: string | null;
  readonly candidateIds: readonly string[];
  readonly controllerId: string | null;
  /** Of a co-performer: who leads. */
  readonly leadId: string | null;
  readonly authorId: string;
  readonly dueAt: Date | null;
  /** A decision lapsed, and it is asked for again. */
  readonly again: boolean;
  readonly reportedBy: string | null;
  /** Who started the run that issued it; null for one by hand. */
  readonly startedBy: string | null;
}

export interface NoticedDocument extends AccessibleDocument {
  readonly matter: Matter;
}

export interface NoticedComment {
  readonly id: string;
  readonly text: string;
  readonly mentionedIds: readonly string[];
  /** Who takes part in the document: have assignments on it, control them, or have said something. */
  readonly takingPartIds: readonly string[];
}

/** All that telling needs to know, read at one moment. */
export interface NoticeFacts {
  readonly organisation: Organisation;
  readonly atMs: number;
  readonly assignments: ReadonlyMap<string, NoticedAssignment>;
  readonly documents: ReadonlyMap<string, NoticedDocument>;
  readonly comments: ReadonlyMap<string, NoticedComment>;
  /** By run: who started it. */
  readonly starters: ReadonlyMap<string, string>;
}

/** Something that one person is to be told. */
export interface Told {
  readonly personId: string;
  readonly documentId: string;
  readonly assignmentId: string | null;
  readonly actorId: string;
  readonly at: Date;
  readonly happening: Happening;
  /** Telling the same again, by this key, renews the notification that is there. */
  readonly key: string;
  /** The person did it, and sees it anyway: it is shown under the bell and not sent. */
  readonly bellOnly: boolean;
}
