import { Injectable } from '@nestjs/common';
import type { Actor, Context, Tx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { can, mayEverything, type AccessDecision, type OpenedByName } from '../../organisation/access/can.js';
import type { DocumentFacts, Grant, Verb } from '../../organisation/access/grant.js';
import { shareHolders, shareInForce, type ShareLevel } from '../../organisation/access/shares.js';
import type { Person } from '../../organisation/directory/organisation.js';
import { actorOfPerson } from '../../organisation/directory/queries.js';
import { scopeCondition } from '../../organisation/access/scope-condition.js';
import type { CompiledCard } from '../../streams/card/compile-card.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';

/** As much of a document as a pointer to it shows. */
export interface DocumentPointer {
  readonly id: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
}

/** A document that something points at, and whether the actor may read it. */
export interface PointedDocument extends DocumentPointer {
  readonly visible: boolean;
}

/** What somebody has got of a document by name; the columns of `grantedSql`. */
export interface GrantedRow {
  /** Takes part in what happens with the document. */
  readonly granted: boolean;
  /** The widest share that is in force, one's own or that of a unit or group. */
  readonly share: ShareLevel | null;
}

/** What a decision about access is taken on; the columns of `accessSelection` with `grantedSql`. */
export interface AccessRow extends DocumentFacts, GrantedRow {
  readonly stream: string;
}

/** As much of a document as says who may read it. */
export type AccessibleDocument = Omit<AccessRow, keyof GrantedRow> & { readonly id: string };

export const accessSelection = `d.stream, d.author_id AS "authorId", d.responsible_id AS "responsibleId",
  d.unit_id AS "unitId", d.confidential, d.status, d.fields`;

export const pointerSelection = `d.id, d.number, d.title, ${accessSelection}`;

/**
 * What somebody has got of `document d` by name: the columns of `GrantedRow`. The parameter holds `shareHolders` of whoever
 * it is, the own id first. Of several shares it is the widest: "edit" stands before "read".
 */
export function grantedSql(parameter: string): string {
  return `EXISTS (SELECT 1 FROM document_access a WHERE a.document_id = d.id
      AND a.person_id = (${parameter}::uuid[])[1]) AS granted,
    (SELECT min(x.level) FROM document_share x WHERE x.document_id = d.id AND x.holder_id = ANY(${parameter}::uuid[])
      AND ${shareInForce}) AS share`;
}

// Most cards point at one document: asked for alone, the plan is kept, which for lists is made anew each time.
const pointer = {
  name: 'document_pointer',
  text: `SELECT ${pointerSelection}, ${grantedSql('$2')} FROM document d WHERE d.id = $1`,
};

const pointers = {
  name: 'document_pointers',
  text: `SELECT ${pointerSelection}, ${grantedSql('$2')} FROM document d WHERE d.id = ANY($1::uuid[])`,
};

const openedTo = {
  name: 'document_opened_to',
  text: `SELECT ${grantedSql('$2')} FROM (VALUES ($1::uuid)) AS d (id)`,
};

const openedToSome = {
  name: 'document_opened_to_some',
  text: `SELECT document_id AS "documentId", person_id AS "holderId" FROM document_access
    WHERE document_id = ANY ($1::uuid[]) AND person_id = ANY ($2::uuid[])
    UNION ALL SELECT x.document_id, x.holder_id FROM document_share x
    WHERE x.document_id = ANY ($1::uuid[]) AND x.holder_id = ANY ($2::uuid[]) AND ${shareInForce}`,
};

/** The one place that says which documents an actor sees: in SQL for lists, on a row for single documents. */
@Injectable()
export class VisibleDocuments {
  constructor(private readonly streams: StreamRegistry) {}

  /** Condition over `document d` of any stream; pushes its values to `parameters`. */
  condition(actor: Actor, parameters: unknown[]): string {
    if (seesEverything(actor)) return 'true';
    const streams = new Map<string, string[]>();
    for (const card of this.streams.all()) {
      const condition = this.conditionIn(card, actor, parameters);
      if (condition !== 'false') streams.set(condition, [...(streams.get(condition) ?? []), `'${card.stream}'`]);
    }
    const parts = [...streams].map(([condition, keys]) => {
      const among = keys.length === 1 ? `d.stream = ${keys[0]}` : `d.stream IN (${keys.join(', ')})`;
      return condition === 'true' ? among : `(${among} AND ${condition})`;
    });
    return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
  }

  /** Condition over the documents `d` of one stream. */
  conditionIn(card: CompiledCard, actor: Actor, parameters: unknown[]): string {
    return scopeCondition(actor, 'read', card, parameters);
  }

  /** Whether the actor may do `verb` with the document, and why. `sharedWith`: whose share it is, where that is to be told. */
  decide(actor: Actor, verb: Verb, row: AccessRow, sharedWith?: OpenedByName['sharedWith']): AccessDecision {
    const { stream } = row;
    const opened = { participant: row.granted, share: row.share, ...(sharedWith && { sharedWith }) };
    return can(actor, verb, { stream, grants: this.grants(stream), document: row, opened });
  }

  /** @throws Refusal notFound when the document may not even be seen, else forbidden with the reason */
  require(actor: Actor, verb: Verb, row: AccessRow | undefined): asserts row is AccessRow {
    if (!row || !this.decide(actor, 'read', row).allowed) throw documentNotFound();
    const { allowed, because } = this.decide(actor, verb, row);
    if (!allowed) throw new Refusal('forbidden', `may-not-${verb}`, because);
  }

  /** What the actor has got of the document by name. */
  async granted(ctx: Context, id: string): Promise<GrantedRow> {
    if (seesEverything(ctx.actor)) return notGranted;
    return (await ctx.tx.run<GrantedRow>(openedTo, [id, shareHolders(ctx.actor)]))[0] ?? notGranted;
  }

  /** The ids of those of `people` who may read the document. */
  async readersAmong(
    { tx }: Pick<Context, 'tx'>,
    document: AccessibleDocument,
    people: readonly Person[],
  ): Promise<ReadonlySet<string>> {
    const reads = await this.readersOf(tx, [document], people);
    return new Set(people.filter((person) => reads(document, person)).map(({ id }) => id));
  }

  /** Tells who of `people` may read which of the documents; reads the grants for all of them in one statement. */
  async readersOf(
    tx: Tx,
    documents: readonly AccessibleDocument[],
    people: readonly Person[],
  ): Promise<(document: AccessibleDocument, person: Person) => boolean> {
    if (documents.length === 0 || people.length === 0) return () => false;
    const ids = [documents.map(({ id }) => id), [...new Set(people.flatMap(shareHolders))]];
    const rows = await tx.run<{ documentId: string; holderId: string }>(openedToSome, ids);
    const opened = new Set(rows.map(({ documentId, holderId }) => `${documentId} ${holderId}`));
    return (document, person) => {
      // Either way lets one read, which is all that is asked.
      const named = opened.size > 0 && shareHolders(person).some((holder) => opened.has(`${document.id} ${holder}`));
      const granted = { granted: named, share: null };
      return person.active && this.decide(actorOfPerson(person), 'read', { ...document, ...granted }).allowed;
    };
  }

  /** The documents among `ids` that exist, by id, in one statement. */
  async pointers(ctx: Context, ids: readonly string[]): Promise<Map<string, PointedDocument>> {
    const [first, ...more] = new Set(ids);
    if (first === undefined) return new Map();
    const asked = more.length === 0 ? ([pointer, first] as const) : ([pointers, [first, ...more]] as const);
    const rows = await ctx.tx.run<DocumentPointer & AccessRow>(asked[0], [asked[1], shareHolders(ctx.actor)]);
    return new Map(
      rows.map((row) => {
        const { id, stream, number, title } = row;
        return [id, { id, stream, number, title, visible: this.decide(ctx.actor, 'read', row).allowed }];
      }),
    );
  }

  /** A stream that is no longer configured grants nothing: only the system and administrators still see into it. */
  private grants(stream: string): readonly Grant[] {
    return this.streams.all().find((card) => card.stream === stream)?.grants ?? [];
  }
}

const notGranted: GrantedRow = { granted: false, share: null };

/** Said alike of a document that does not exist and of one that may not be seen. */
export function documentNotFound(): Refusal {
  return new Refusal('notFound', 'document-not-found', 'There is no such document, or you may not see it.');
}

function seesEverything(actor: Actor): boolean {
  return actor.kind === 'system' || (mayEverything(actor) && actor.limit === undefined);
}
