import { Injectable } from '@nestjs/common';
import type { Actor, Context, Tx } from '../../platform/context.js';
import { can } from '../../organisation/access/can.js';
import type { Grant, Verb } from '../../organisation/access/grant.js';
import { StreamRegistry } from '../../streams/definitions/stream-registry.service.js';

/** As much of a document as a pointer to it shows. */
export interface DocumentPointer {
  readonly id: string;
  readonly stream: string;
  readonly number: string;
  readonly title: string;
}

interface PointerRow extends DocumentPointer, AccessRow {}

/** What a decision about access is taken on; part of a row selected with `accessSelection`. */
export interface AccessRow {
  readonly stream: string;
  readonly authorId: string;
  readonly responsibleId: string | null;
  readonly unitId: string | null;
  readonly granted: boolean;
}

/** Whether `document d` was opened by name to the person whose id is the parameter. */
export function grantedSql(parameter: string): string {
  return `EXISTS (SELECT 1 FROM document_access a WHERE a.document_id = d.id AND a.person_id = ${parameter}) AS granted`;
}

const pointers = {
  name: 'document_pointers',
  text: `SELECT d.id, d.stream, d.number, d.title, d.author_id AS "authorId", d.responsible_id AS "responsibleId",
      d.unit_id AS "unitId", ${grantedSql('$2')}
    FROM document d WHERE d.id = ANY($1::uuid[])`,
};

/** Decides on loaded documents what `visibleTo` decides in SQL. */
@Injectable()
export class ReadableDocuments {
  constructor(private readonly streams: StreamRegistry) {}

  /** Whether the actor may do `verb` with the document. */
  allows(actor: Actor, verb: Verb, row: AccessRow): boolean {
    const readers = row.granted ? 'granted' : undefined;
    return can(actor, verb, { grants: this.grants(row.stream), document: row, readers }).allowed;
  }

  /** The documents among `ids` that the actor may read, by id, in one statement. */
  async pointers(ctx: Context, ids: readonly string[]): Promise<Map<string, DocumentPointer>> {
    const rows = await this.rows(ctx.tx, ctx.actor, ids);
    return new Map(
      rows
        .filter((row) => this.allows(ctx.actor, 'read', row))
        .map(({ id, stream, number, title }) => [id, { id, stream, number, title }]),
    );
  }

  private async rows(tx: Tx, actor: Actor, ids: readonly string[]): Promise<PointerRow[]> {
    return ids.length === 0 ? [] : tx.run<PointerRow>(pointers, [[...new Set(ids)], actor.id]);
  }

  /** A stream that is no longer configured grants nothing: only the system and administrators still see into it. */
  private grants(stream: string): readonly Grant[] {
    return this.streams.all().find((card) => card.stream === stream)?.definition.access ?? [];
  }
}
