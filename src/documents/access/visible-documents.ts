import { Injectable } from '@nestjs/common';
import type { Actor, Context } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { can, type AccessDecision } from '../../organisation/access/can.js';
import { adminRole, type Grant, type Verb } from '../../organisation/access/grant.js';
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

/** What a decision about access is taken on; the columns of `accessSelection` with `grantedSql`. */
export interface AccessRow {
  readonly stream: string;
  readonly authorId: string;
  readonly responsibleId: string | null;
  readonly unitId: string | null;
  readonly granted: boolean;
}

export const accessSelection = `d.stream, d.author_id AS "authorId", d.responsible_id AS "responsibleId",
  d.unit_id AS "unitId"`;

export const pointerSelection = `d.id, d.number, d.title, ${accessSelection}`;

/** Whether `document d` was opened by name to the person whose id is the parameter. */
export function grantedSql(parameter: string): string {
  return `EXISTS (SELECT 1 FROM document_access a WHERE a.document_id = d.id AND a.person_id = ${parameter}) AS granted`;
}

const pointers = {
  name: 'document_pointers',
  text: `SELECT ${pointerSelection}, ${grantedSql('$2')} FROM document d WHERE d.id = ANY($1::uuid[])`,
};

const openedTo = {
  name: 'document_opened_to',
  text: 'SELECT 1 FROM document_access a WHERE a.document_id = $1 AND a.person_id = $2',
};

/** The one place that says which documents an actor sees: in SQL for lists, on a row for single documents. */
@Injectable()
export class VisibleDocuments {
  constructor(private readonly streams: StreamRegistry) {}

  /** Condition over `document d` of any stream; pushes its values to `parameters`. */
  condition(actor: Actor, parameters: unknown[]): string {
    if (seesEverything(actor)) return 'true';
    const open: string[] = [];
    const narrow: string[] = [];
    for (const card of this.streams.all()) {
      const condition = this.conditionIn(card, actor, parameters);
      if (condition === 'true') open.push(`'${card.stream}'`);
      else if (condition !== 'false') narrow.push(`(d.stream = '${card.stream}' AND ${condition})`);
    }
    if (open.length > 0) narrow.push(`d.stream IN (${open.join(', ')})`);
    return narrow.length === 0 ? 'false' : `(${narrow.join(' OR ')})`;
  }

  /** Condition over the documents `d` of one stream. */
  conditionIn(card: CompiledCard, actor: Actor, parameters: unknown[]): string {
    return scopeCondition(actor, 'read', card.definition.access, parameters);
  }

  /** Whether the actor may do `verb` with the document, and why. */
  decide(actor: Actor, verb: Verb, row: AccessRow): AccessDecision {
    const readers = row.granted ? 'granted' : undefined;
    return can(actor, verb, { grants: this.grants(row.stream), document: row, readers });
  }

  /** @throws Refusal notFound when the document may not even be seen, else forbidden with the reason */
  require(actor: Actor, verb: Verb, row: AccessRow | undefined): asserts row is AccessRow {
    if (!row || !this.decide(actor, 'read', row).allowed) throw documentNotFound();
    const { allowed, because } = this.decide(actor, verb, row);
    if (!allowed) throw new Refusal('forbidden', `may-not-${verb}`, because);
  }

  /** Whether the document was opened to the actor by name. */
  async granted(ctx: Context, id: string): Promise<boolean> {
    if (seesEverything(ctx.actor)) return false;
    return (await ctx.tx.run(openedTo, [id, ctx.actor.id])).length > 0;
  }

  /** The documents among `ids` that exist, by id, in one statement. */
  async pointers(ctx: Context, ids: readonly string[]): Promise<Map<string, PointedDocument>> {
    if (ids.length === 0) return new Map();
    const rows = await ctx.tx.run<DocumentPointer & AccessRow>(pointers, [[...new Set(ids)], ctx.actor.id]);
    return new Map(
      rows.map((row) => {
        const { id, stream, number, title } = row;
        return [id, { id, stream, number, title, visible: this.decide(ctx.actor, 'read', row).allowed }];
      }),
    );
  }

  /** A stream that is no longer configured grants nothing: only the system and administrators still see into it. */
  private grants(stream: string): readonly Grant[] {
    return this.streams.all().find((card) => card.stream === stream)?.definition.access ?? [];
  }
}

/** Said alike of a document that does not exist and of one that may not be seen. */
export function documentNotFound(): Refusal {
  return new Refusal('notFound', 'document-not-found', 'There is no such document, or you may not see it.');
}

function seesEverything(actor: Actor): boolean {
  return actor.kind === 'system' || actor.roles.includes(adminRole);
}
