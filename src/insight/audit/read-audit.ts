import { Injectable } from '@nestjs/common';
import { badCursor } from '../../documents/read/page-cursor.js';
import { Directory } from '../../organisation/directory/directory.js';
import type { Context } from '../../platform/context.js';
import { isUuid } from '../../platform/ids.js';
import type { Page } from '../../platform/http/page.js';
import { kindSql } from '../../platform/audit/audit-entry.js';

/** Which entries are meant. */
export interface AuditFilter {
  readonly person?: string;
  readonly subject?: string;
  readonly kind?: string;
  readonly verb?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Somebody of an entry: the name that was written down then, or that the organisation knows. */
export interface AuditPerson {
  readonly id: string;
  readonly name: string;
}

/** What something was done to. */
export interface AuditSubject {
  readonly kind: string;
  readonly id: string;
  /** For people: number and title of a document, the name of a person; null where there is no better name than the id. */
  readonly name: string | null;
}

/** One entry of the audit log. */
export interface AuditEntryView {
  readonly id: string;
  /** When it was done, ISO 8601. */
  readonly at: string;
  readonly actor: AuditPerson;
  /** On whose behalf. */
  readonly for: AuditPerson | null;
  /** Network address that the request came from. */
  readonly address: string | null;
  /** Id of the session or API token. */
  readonly session: string | null;
  /** What was done, e.g. `session.refused`. */
  readonly verb: string;
  readonly subject: AuditSubject;
  /** What it was before, as far as it was changed; null where nothing was. */
  readonly before: unknown;
  /** What it is after that. */
  readonly after: unknown;
  /** Its place in the chain; null until it has one, a few seconds later. */
  readonly place: number | null;
}

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly actorId: string;
  readonly actorName: string;
  readonly forId: string | null;
  readonly address: string | null;
  readonly session: string | null;
  readonly verb: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly place: number | null;
}

/** Reads the audit log, the latest first. Whoever may read it sees all of it: who may, is asked before. */
@Injectable()
export class ReadAudit {
  constructor(private readonly directory: Directory) {}

  /** @throws Refusal malformed for a cursor that is none */
  async page(ctx: Context, filter: AuditFilter, limit: number, cursor?: string): Promise<Page<AuditEntryView>> {
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = conditionsOf(filter, bind);
    if (cursor !== undefined) {
      const { at, id } = readPlace(cursor);
      conditions.push(`(e.at, e.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`);
    }
    const rows = await ctx.tx.query<Row>(
      `SELECT e.id, e.at, e.actor_id AS "actorId", e.actor_name AS "actorName", e.for_id AS "forId", e.address, e.session,
         e.verb, e.object_kind AS "objectKind", e.object_id AS "objectId", e.before, e.after, s.position::float8 AS place
       FROM audit_entry e LEFT JOIN audit_seal s ON s.entry_id = e.id
       WHERE ${conditions.length === 0 ? 'true' : conditions.join(' AND ')}
       ORDER BY e.at DESC, e.id DESC LIMIT ${bind(limit + 1)}`,
      values,
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: await this.named(ctx, shown), nextCursor: rows.length > limit && last ? placeOf(last) : null };
  }

  /** What entries are about: the beginnings of all verbs that there are. */
  async kinds({ tx }: Context): Promise<string[]> {
    const rows = await tx.query<{ kind: string }>(
      `WITH RECURSIVE kinds AS (
         (SELECT ${kindSql} AS kind FROM audit_entry e ORDER BY 1 LIMIT 1)
         UNION ALL
         SELECT (SELECT ${kindSql} FROM audit_entry e WHERE ${kindSql} > kinds.kind ORDER BY 1 LIMIT 1)
         FROM kinds WHERE kinds.kind IS NOT NULL)
       SELECT kind FROM kinds WHERE kind IS NOT NULL`,
    );
    return rows.map(({ kind }) => kind);
  }

  private async named({ tx }: Context, rows: readonly Row[]): Promise<AuditEntryView[]> {
    const { persons } = this.directory.snapshot();
    const ids = rows.filter(({ objectKind, objectId }) => objectKind === 'document' && isUuid(objectId));
    const documents =
      ids.length === 0
        ? []
        : await tx.query<{ id: string; name: string }>(
            `SELECT id::text, number || ' ' || title AS name FROM document WHERE id = ANY ($1::uuid[])`,
            [[...new Set(ids.map(({ objectId }) => objectId))]],
          );
    const titles = new Map(documents.map(({ id, name }) => [id, name]));
    const nameOf = ({ objectKind, objectId }: Row) =>
      (objectKind === 'person' ? persons.get(objectId)?.name : titles.get(objectId)) ?? null;
    return rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { id: row.actorId, name: row.actorName },
      for: row.forId === null ? null : { id: row.forId, name: persons.get(row.forId)?.name ?? row.forId },
      address: row.address,
      session: row.session,
      verb: row.verb,
      subject: { kind: row.objectKind, id: row.objectId, name: nameOf(row) },
      before: row.before,
      after: row.after,
      place: row.place,
    }));
  }
}

function conditionsOf(
  { person, subject, kind, verb, from, to }: AuditFilter,
  bind: (value: unknown) => string,
): string[] {
  const conditions: string[] = [];
  if (person !== undefined) {
    const id = bind(person);
    conditions.push(`(e.actor_id = ${id}::uuid OR e.for_id = ${id}::uuid)`);
  }
  if (subject !== undefined) {
    const colon = subject.indexOf(':');
    conditions.push(
      `e.object_kind = ${bind(subject.slice(0, colon))} AND e.object_id = ${bind(subject.slice(colon + 1))}`,
    );
  }
  const about = kind ?? verb?.split('.', 1)[0];
  if (about !== undefined) conditions.push(`${kindSql} = ${bind(about)}`);
  if (verb !== undefined) conditions.push(`e.verb = ${bind(verb)}`);
  if (from !== undefined) conditions.push(`e.at >= ${bind(new Date(from))}::timestamptz`);
  if (to !== undefined) conditions.push(`e.at < ${bind(new Date(to))}::timestamptz`);
  return conditions;
}

function placeOf({ at, id }: Row): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');
}

function readPlace(cursor: string): { at: Date; id: string } {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !isUuid(id)) throw badCursor();
  return { at, id };
}
